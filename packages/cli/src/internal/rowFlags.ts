import * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as Argument from "effect/cli/Argument"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"

/** The argument of commands for one campaign. */
export const id = Argument.String("id").pipe(Argument.withDescription("Id of the campaign, or a unique prefix of it"))

/** Flags for the row filters of the API, with the names that the API documents. */
export const filters = {
  query: Flag.String("query").pipe(
    Flag.withDescription("Text to find in the phone number and the input data"),
    Flag.optional
  ),
  result: Flag.Literals("result", RowsQuery.ResultFilter.literals).pipe(
    Flag.withDescription("Result of the call, or none for rows without one"),
    Flag.optional
  ),
  statuses: Flag.Literals("status", RowsQuery.StatusFilter.literals).pipe(
    Flag.withDescription("Status of the call, can be repeated"),
    Flag.atLeast(0)
  )
}

/** Converts the filter flags to a query of the API. */
export const queryOf = (flags: {
  readonly query: Option.Option<string>
  readonly result: Option.Option<RowsQuery.ResultFilter>
  readonly statuses: ReadonlyArray<RowsQuery.StatusFilter>
}): Pick<RowsQuery.RowsQuery, "query" | "result" | "statuses"> => ({
  ...(Option.isSome(flags.query) ? { query: flags.query.value } : {}),
  ...(Option.isSome(flags.result) ? { result: flags.result.value } : {}),
  ...(flags.statuses.length > 0 ? { statuses: flags.statuses } : {})
})

import * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** What a path asks for. */
export interface Route {
  readonly endpoint: "campaign" | "rows"
  readonly campaignId: string
}

const pattern = /^\/api\/campaigns\/([^/]+)(\/rows)?$/

const decodeSegment = Option.liftThrowable(decodeURIComponent)

export const parse = (pathname: string): Option.Option<Route> =>
  Option.flatMap(
    Option.fromNullishOr(pattern.exec(pathname)),
    ([, segment = "", rows]) =>
      Option.map(decodeSegment(segment), (campaignId) => ({
        endpoint: rows === undefined ? "campaign" : "rows",
        campaignId
      }))
  )

/** The strings of a query. A key that comes twice keeps all of its values, which no parameter of the API takes. */
export const queryOf = (url: URL): Readonly<Record<string, string | ReadonlyArray<string>>> => {
  const query: Record<string, string | ReadonlyArray<string>> = {}
  for (const key of url.searchParams.keys()) {
    const values = url.searchParams.getAll(key)
    query[key] = values.length === 1 ? values[0] ?? "" : values
  }
  return query
}

const decode = Schema.decodeUnknownResult(RowsQuery.UrlParams)

/** The query of a rows request; on the left, what is wrong with it. */
export const rowsQuery = (
  query: Readonly<Record<string, string | ReadonlyArray<string>>>
): Result.Result<RowsQuery.RowsQuery, string> => Result.mapError(decode(query), (error) => error.toString())

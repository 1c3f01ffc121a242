/**
 * The `revox call list` command.
 *
 * @since 0.1.0
 */
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Call } from "@effect-revox/schema/Call"
import { PhoneNumber } from "@effect-revox/schema/PhoneNumber"
import * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as CallAttempts from "@effect-revox/streams/CallAttempts"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { ExitCode } from "./ExitCode.ts"
import { search } from "./internal/calls/search.ts"
import * as Show from "./internal/calls/show.ts"
import { connected } from "./internal/connected.ts"
import * as Explain from "./internal/explain.ts"
import { CommandFailure, usage } from "./internal/failure.ts"
import * as Flags from "./internal/flags.ts"
import * as Output from "./internal/output.ts"
import * as Table from "./internal/table.ts"

const flags = {
  phoneNumber: Flag.String("phone-number").pipe(
    Flag.withDescription("Called phone number, in E.164 format. Default: any"),
    Flag.withSchema(PhoneNumber),
    Flag.optional
  ),
  metadata: Flag.KeyValuePair("metadata").pipe(
    Flag.withDescription("Text that is stored with the call, such as order=A-1024, can be repeated. Default: none"),
    Flag.withDefault({})
  ),
  statuses: Flag.Literals("status", RowsQuery.StatusFilter.literals).pipe(
    Flag.withDescription("Status of the call, can be repeated"),
    Flag.atLeast(0)
  ),
  attempts: Flags.toggle("attempts", "List the attempts of all calls, newest first, instead of the calls"),
  firstPage: Flags.firstPage("--attempts"),
  limit: Flags.limit("items"),
  json: Flags.json
}

type ListFlags = Command.Command.Config.Infer<typeof flags>

/** Number of calls that are read to find those with metadata, which the API cannot filter by. */
const maxSearched = 10_000

/** Some versions of the API have only the list of attempts. */
const explain = (error: RevoxError): RevoxError | CommandFailure =>
  error.reason._tag === "NotFoundError"
    ? new CommandFailure({
      ...Explain.request(error, { remedy: "To list attempts instead, add --attempts." }),
      exitCode: ExitCode.notFound
    })
    : error

const listCalls = Effect.fnUntraced(function*({ json, limit, metadata, phoneNumber, statuses }: ListFlags) {
  const entries = Object.entries(metadata)
  // A server may ignore a filter that it does not know.
  const isWanted = (call: Call): boolean =>
    Option.match(phoneNumber, { onNone: () => true, onSome: (number) => call.to_phone_number === number }) &&
    entries.every(([name, value]) => call.metadata?.[name] === value)
  const { calls, total } = yield* Effect.mapError(
    search({
      statuses: [...statuses],
      ...(Option.isSome(phoneNumber) ? { to_phone_number: phoneNumber.value } : {})
    }, entries.length > 0 ? maxSearched : limit),
    explain
  )
  const found = calls.filter(isWanted)
  const items = found.slice(0, limit)
  yield* Table.print({ ...Show.list, items }, json)
  if (entries.length > 0 && items.length === found.length && calls.length < total) {
    yield* Output.note(
      `Only ${calls.length} of ${total} calls were searched. Add --phone-number or --status to search fewer.`
    )
  } else yield* Table.noteMore(items.length, entries.length > 0 ? found.length : total, "calls")
})

const listAttempts = Effect.fnUntraced(function*(
  { firstPage, json, limit, metadata, phoneNumber, statuses }: ListFlags
) {
  if (Object.keys(metadata).length > 0) return yield* usage("--metadata requires calls: attempts have no metadata.")
  const items = yield* CallAttempts.stream({ statuses, firstPage }).pipe(
    Stream.filter(({ phone_number }) =>
      Option.match(phoneNumber, { onNone: () => true, onSome: (number) => phone_number === number })
    ),
    // One more shows whether there are others.
    Stream.take(limit + 1),
    Stream.runCollect
  )
  yield* Table.print({ ...Show.attemptList, items: items.slice(0, limit) }, json)
  if (items.length > limit) yield* Table.noteMore(limit, undefined, "attempts")
})

/**
 * The `revox call list` command, which lists calls in the order of the API, or attempts.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  flags,
  (flags) => connected(flags.attempts ? listAttempts(flags) : listCalls(flags))
).pipe(
  Command.withDescription("List calls, or the attempts of all calls"),
  Command.withExamples([
    { command: "revox call list", description: "List 50 calls" },
    {
      command: "revox call list --phone-number +33184801234 --metadata order=A-1024",
      description: "Find out whether a call was placed"
    },
    { command: "revox call list --status calling --json | jq -r .id", description: "Print the ids of running calls" },
    { command: "revox call list --attempts", description: "List the newest attempts" }
  ])
)

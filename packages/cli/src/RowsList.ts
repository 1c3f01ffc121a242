/**
 * The `revox rows list` command.
 *
 * @since 0.1.0
 */
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
import { filters, id, queryOf } from "./internal/rowFlags.ts"
import * as Table from "./internal/table.ts"
import * as Time from "./internal/time.ts"

const columns: ReadonlyArray<Table.Column> = [
  { title: "#", align: "right", minWidth: 3 },
  { title: "phone", minWidth: 8 },
  { title: "call", minWidth: 6 },
  { title: "result", minWidth: 6 },
  { title: "tries", align: "right", minWidth: 5 },
  { title: "last try", minWidth: 10 },
  { title: "data", minWidth: 8 }
]

const cells = (row: CampaignRow.CampaignRow): ReadonlyArray<string> => {
  const attempt = CampaignRow.latestAttempt(row)
  return [
    String(row.row_index),
    row.phone_number,
    row.call?.status ?? "",
    Option.match(attempt, { onNone: () => "", onSome: ({ dial_error, result }) => result ?? dial_error ?? "" }),
    row.call === undefined ? "" : String(row.call.calls_count),
    Option.match(attempt, { onNone: () => "", onSome: ({ started_at }) => Time.format(started_at) }),
    Object.entries(row.input_data).map(([key, value]) => `${key}=${value}`).join(" ")
  ]
}

/**
 * The `revox rows list` command, which lists the first rows of a campaign.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Command.make(
  "list",
  {
    id,
    ...filters,
    limit: Flags.limit("rows"),
    json: Flags.json
  },
  Effect.fnUntraced(function*({ id, json, limit, ...flags }) {
    const rows = yield* CampaignRows.stream(id, { ...queryOf(flags), pageSize: Math.min(limit, 100) }).pipe(
      Stream.take(limit),
      Stream.runCollect
    )
    yield* Table.print({ items: rows, columns, cells, empty: "No rows." }, json)
  }, connected)
).pipe(
  Command.withDescription("List the rows of a campaign"),
  Command.withExamples([
    { command: "revox rows list 7f3a", description: "List the first 50 rows" },
    { command: "revox rows list 7f3a --result human --limit 10", description: "List ten rows of people who answered" },
    { command: "revox rows list 7f3a --status errored --json", description: "Print one JSON object per line" }
  ])
)

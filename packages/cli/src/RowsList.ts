/**
 * The `revox rows list` command.
 *
 * @since 0.1.0
 */
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import { connected } from "./internal/connected.ts"
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
    limit: Flag.Int("limit").pipe(
      Flag.withDescription("Maximum number of rows, 1 to 10000. Default: 50"),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000 }))),
      Flag.withDefault(50)
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object per line"),
      Flag.withDefault(false)
    )
  },
  Effect.fnUntraced(function*({ id, json, limit, ...flags }) {
    const rows = yield* CampaignRows.stream(id, { ...queryOf(flags), pageSize: Math.min(limit, 100) }).pipe(
      Stream.take(limit),
      Stream.runCollect
    )
    if (json) return yield* Effect.forEach(rows, (row) => Console.log(JSON.stringify(row)), { discard: true })
    const onTerminal = yield* Stdio.Stdio.use((stdio) => stdio.stdoutIsTerminal)
    const width = onTerminal ? yield* Terminal.Terminal.use((terminal) => terminal.columns) : Infinity
    yield* Console.log(
      rows.length === 0 ? "No rows." : Table.render(columns, rows.map(cells), width).join("\n")
    )
  }, connected)
).pipe(
  Command.withDescription("List the rows of a campaign"),
  Command.withExamples([
    { command: "revox rows list 7f3a", description: "List the first 50 rows" },
    { command: "revox rows list 7f3a --result human --limit 10", description: "List ten rows of people who answered" },
    { command: "revox rows list 7f3a --status errored --json", description: "Print one JSON object per line" }
  ])
)

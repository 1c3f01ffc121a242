/**
 * The `revox rows list` command.
 *
 * @since 0.1.0
 */
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import type { RowsAudit } from "@effect-revox/streams/RowsAudit"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { connected } from "./internal/connected.ts"
import * as Flags from "./internal/flags.ts"
import * as Ids from "./internal/ids.ts"
import * as Output from "./internal/output.ts"
import { filters, id, queryOf } from "./internal/rowFlags.ts"
import * as Table from "./internal/table.ts"
import * as Time from "./internal/time.ts"

const columns: ReadonlyArray<Table.Column> = [
  { title: "#", align: "right", minWidth: 1 },
  { title: "id", kind: "id", minWidth: 8, rank: 4 },
  { title: "phone", minWidth: 13 },
  { title: "status", minWidth: 9, rank: 2 },
  { title: "result", minWidth: 9, rank: 1 },
  { title: "dial error", minWidth: 14, rank: 3 },
  { title: "attempts", align: "right", minWidth: 8, rank: 5 },
  { title: "last attempt", minWidth: 20, rank: 6 },
  { title: "data", minWidth: 8, rank: 7 },
  // Commands need the complete id of a call.
  { title: "call id", minWidth: 36, rank: 8 }
]

const cells = (row: CampaignRow.CampaignRow): ReadonlyArray<string> => {
  const attempt = Option.getOrUndefined(CampaignRow.latestAttempt(row))
  return [
    String(row.row_index),
    row.id,
    row.phone_number,
    row.call?.status ?? "",
    attempt?.result ?? "",
    attempt?.dial_error ?? "",
    row.call === undefined ? "" : String(row.call.calls_count),
    attempt === undefined ? "" : Time.format(attempt.started_at),
    Object.entries(row.input_data).map(([key, value]) => `${key}=${value}`).join(" "),
    row.call?.id ?? ""
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
    firstPage: Flags.firstPage("rows"),
    json: Flags.json
  },
  Effect.fnUntraced(function*({ firstPage, id, json, limit, ...flags }) {
    const rows: Array<CampaignRow.CampaignRow> = []
    let count = 0
    let audit: RowsAudit | undefined
    yield* CampaignRows.pages(yield* Ids.campaign(id), {
      ...queryOf(flags),
      firstPage,
      pageSize: Math.min(limit, 100)
    }).pipe(
      Stream.takeUntil((page) => {
        audit = page.audit
        return page.audit.received >= limit
      }),
      Stream.runForEach((page) => {
        const next = page.rows.slice(0, limit - count)
        count += next.length
        if (!json) rows.push(...next)
        return json ? Effect.forEach(next, Output.json, { discard: true }) : Effect.void
      })
    )
    if (!json) yield* Table.print({ items: rows, columns, cells, empty: "No rows." }, false)
    if (count === limit) yield* Table.noteMore(count, audit?.expected, "rows")
  }, connected)
).pipe(
  Command.withDescription("List the rows of a campaign"),
  Command.withExamples([
    { command: "revox rows list 7f3a", description: "List the first 50 rows" },
    { command: "revox rows list 7f3a --result human --limit 10", description: "List ten rows of people who answered" },
    { command: "revox rows list 7f3a --status errored --json", description: "Print one JSON object per line" }
  ])
)

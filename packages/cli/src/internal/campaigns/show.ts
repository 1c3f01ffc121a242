import type { Campaign } from "@effect-revox/schema/Campaign"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as Timestamp from "@effect-revox/schema/Timestamp"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Card from "../card.ts"
import type * as Table from "../table.ts"
import * as Time from "../time.ts"

const rowStats = (stats: RowStats.RowStats): string =>
  `${RowStats.finished(stats)} of ${stats.total} finished (${Math.floor(RowStats.progress(stats) * 100)}%): ` +
  `${stats.completed} completed, ${stats.failed} failed, ${stats.calling} calling, ${stats.retry} to retry, ` +
  `${stats.pending} pending`

/** A campaign as aligned text. */
export const card = (campaign: Campaign): string =>
  Card.render(campaign.name, [
    ["id", campaign.id],
    ["status", campaign.is_cancelled ? `cancelled (was ${campaign.status})` : campaign.status],
    ["rows", campaign.row_stats === undefined ? "" : rowStats(campaign.row_stats)],
    ["assistant", campaign.assistant?.name ?? campaign.assistant_id],
    ["from", campaign.from_phone_number],
    ["concurrency", campaign.max_concurrent_calls == null ? "" : `up to ${campaign.max_concurrent_calls} calls`],
    ["extraction", campaign.structured_output_extraction],
    ["scheduled", Time.format(campaign.scheduled_at ?? null)],
    ["created", Time.format(campaign.created_at)],
    ["updated", Time.format(campaign.updated_at)]
  ])

/** The status of a campaign. A cancelled campaign is `cancelled`, whatever its last status was. */
export const statusOf = ({ is_cancelled, status }: Campaign): string => is_cancelled ? "cancelled" : status

/** The name, the id and the state of a campaign, for questions. */
export const summary = (campaign: Campaign): string => {
  const { id, name, row_stats } = campaign
  const rows = row_stats === undefined ? "" : `, ${RowStats.finished(row_stats)} of ${row_stats.total} rows finished`
  return `"${name}" (${id}, ${statusOf(campaign)}${rows})`
}

const createdAt = ({ created_at }: Campaign): number =>
  Option.match(Timestamp.toDateTime(created_at), { onNone: () => 0, onSome: DateTime.toEpochMillis })

/** Sorts campaigns, newest first. The API does not document an order. */
export const newestFirst = (campaigns: ReadonlyArray<Campaign>): ReadonlyArray<Campaign> =>
  campaigns.toSorted((a, b) => createdAt(b) - createdAt(a))

const columns: ReadonlyArray<Table.Column> = [
  { title: "id", kind: "id", minWidth: 8 },
  { title: "name", minWidth: 8 },
  { title: "status", minWidth: 9, rank: 1 },
  { title: "", align: "right", minWidth: 4, rank: 2 },
  { title: "created", minWidth: 11, rank: 3 }
]

/** The table of campaigns. */
export const list = {
  columns,
  cells: (campaign: Campaign) => [
    campaign.id,
    campaign.name,
    statusOf(campaign),
    campaign.row_stats === undefined ? "" : `${Math.floor(RowStats.progress(campaign.row_stats) * 100)}%`,
    Time.format(campaign.created_at)
  ],
  empty: "No campaigns."
}

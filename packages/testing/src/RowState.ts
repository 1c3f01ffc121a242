/**
 * The state of a row, as a campaign's `row_stats` counts it, read off the row alone.
 *
 * @since 0.1.0
 */
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { RowStats } from "@effect-revox/schema/RowStats"

/**
 * One of the states that `row_stats` counts.
 *
 * @category models
 * @since 0.1.0
 */
export type RowState = Exclude<keyof RowStats, "total">

/**
 * The state of a row. One without a call, or whose call has had no attempt yet, is pending; between attempts it is in
 * retry; a call that ended in an error or was called off has failed.
 *
 * @category getters
 * @since 0.1.0
 */
export const of = (row: CampaignRow): RowState => {
  const call = row.call
  if (call === undefined) {
    return "pending"
  }
  switch (call.status) {
    case "calling":
      return "calling"
    case "completed":
      return "completed"
    case "cancelled":
    case "errored":
      return "failed"
    default:
      return call.calls_count === 0 ? "pending" : "retry"
  }
}

/**
 * Counts rows as `row_stats` does.
 *
 * @category getters
 * @since 0.1.0
 */
export const count = (rows: Iterable<CampaignRow>): RowStats => {
  const counts = { calling: 0, completed: 0, failed: 0, pending: 0, retry: 0, total: 0 }
  for (const row of rows) {
    counts[of(row)] += 1
    counts.total += 1
  }
  return counts
}

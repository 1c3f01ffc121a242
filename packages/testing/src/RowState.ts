/**
 * States of rows, as a campaign's `row_stats` counts them, computed from the row alone.
 *
 * @since 0.1.0
 */
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { RowStats } from "@effect-revox/schema/RowStats"

/**
 * A row state that `row_stats` counts.
 *
 * @category models
 * @since 0.1.0
 */
export type RowState = Exclude<keyof RowStats, "total">

/**
 * Returns the state of a row.
 *
 * **Details**
 *
 * - `"pending"`: the row has no call, or its call has no attempts yet
 * - `"calling"`: an attempt is in progress
 * - `"retry"`: the call waits for its next attempt
 * - `"completed"`: the call completed
 * - `"failed"`: the call ended in an error or was cancelled
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
 * Counts rows by state, as `row_stats` does.
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

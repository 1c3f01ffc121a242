import type { RowsAudit } from "@effect-revox/streams/RowsAudit"
import type { Progress } from "../Destination.ts"

/** The progress of an export, by the counters of the last page that was written. */
export const progressOf = (audit: RowsAudit | undefined, isComplete: boolean): Progress => ({
  isComplete,
  rows: audit?.received ?? 0,
  expected: audit?.expected,
  pages: audit?.pages ?? 0
})

import type { RowsAudit } from "@effect-revox/streams/RowsAudit"
import type { Progress } from "../Destination.ts"

/** Converts the audit of the last written page to the progress of the export. */
export const progressOf = (audit: RowsAudit | undefined, isComplete: boolean): Progress => ({
  isComplete,
  rows: audit?.received ?? 0,
  expected: audit?.expected,
  pages: audit?.pages ?? 0
})

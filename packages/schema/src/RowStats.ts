/**
 * Numbers of rows of a campaign by state.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Numbers of rows of a campaign by state: `pending + calling + retry + completed + failed = total`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class RowStats extends Schema.Opaque<RowStats>()(
  Schema.Struct({
    calling: Schema.Finite.annotateKey({ description: "Rows with a call in progress." }),
    completed: Schema.Finite.annotateKey({ description: "Rows with a completed call." }),
    failed: Schema.Finite.annotateKey({ description: "Rows that failed." }),
    pending: Schema.Finite.annotateKey({ description: "Rows without a call so far." }),
    retry: Schema.Finite.annotateKey({ description: "Rows that are waiting for another attempt." }),
    total: Schema.Finite.annotateKey({ description: "All rows." })
  }).annotate({ identifier: "RowStats", description: "Numbers of rows of a campaign by state." })
) {}

/**
 * Returns the number of finished rows: completed or failed.
 *
 * @category getters
 * @since 0.1.0
 */
export const finished = (self: RowStats): number => self.completed + self.failed

/**
 * Returns the fraction of finished rows, from 0 to 1. It is 1 for a campaign without rows.
 *
 * @category getters
 * @since 0.1.0
 */
export const progress = (self: RowStats): number =>
  self.total > 0 ? Math.min(1, Math.max(0, finished(self) / self.total)) : 1

/**
 * How many rows of a campaign are in which state.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * How many rows of a campaign are in which state: `pending + calling + retry + completed + failed = total`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class RowStats extends Schema.Opaque<RowStats>()(
  Schema.Struct({
    calling: Schema.Finite.annotateKey({ description: "Rows that are on the phone now." }),
    completed: Schema.Finite.annotateKey({ description: "Rows whose call is done." }),
    failed: Schema.Finite.annotateKey({ description: "Rows that were given up." }),
    pending: Schema.Finite.annotateKey({ description: "Rows that have not been called yet." }),
    retry: Schema.Finite.annotateKey({ description: "Rows that wait for another attempt." }),
    total: Schema.Finite.annotateKey({ description: "All rows." })
  }).annotate({ identifier: "RowStats", description: "How many rows of a campaign are in which state." })
) {}

/**
 * The rows that need no more work: completed and failed.
 *
 * @category getters
 * @since 0.1.0
 */
export const finished = (self: RowStats): number => self.completed + self.failed

/**
 * The settled part of all rows, between 0 and 1; 1 for a campaign without rows.
 *
 * @category getters
 * @since 0.1.0
 */
export const progress = (self: RowStats): number =>
  self.total > 0 ? Math.min(1, Math.max(0, finished(self) / self.total)) : 1

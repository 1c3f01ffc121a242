/**
 * Counters collected while reading rows.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const count = (description: string) => Schema.Natural.annotateKey({ description })

const optionalCount = (description: string) => Schema.optionalKey(Schema.Natural).annotateKey({ description })

/**
 * Counters collected while reading rows.
 *
 * **Details**
 *
 * The API serves numbered pages of a list that may change between two requests, and usually a total with each page. If a
 * page stated that the list has `expected` rows and only `received` different ones were received, then at least the
 * difference existed and was never received. This is `missing`, a lower bound. It includes rows that were deleted before
 * their page was read, because they cannot be distinguished from rows that moved to a page that was read earlier.
 *
 * `expected`, `missing` and `totalDrift` are absent until a page states a total.
 *
 * **Gotchas**
 *
 * A row that was replaced by another between two requests changes no counter.
 *
 * @category models
 * @since 0.1.0
 */
export class RowsAudit extends Schema.Opaque<RowsAudit>()(
  Schema.Struct({
    expected: optionalCount("The largest total that a page stated. Absent when no page stated one."),
    received: count("Different rows that were received, invalid ones included."),
    missing: optionalCount(
      "Rows that existed at some point and were never received: at least this many. Absent without a total."
    ),
    duplicates: count("Rows that were received again and left out."),
    totalDrift: optionalCount("The largest total that was stated minus the smallest one. Absent without a total."),
    invalid: count("Rows that do not match the schema."),
    shortPages: count(
      "Pages with fewer rows than their own total implies, or with no new ones, after a second request."
    ),
    pages: count("Pages that were read."),
    requests: count("Responses that were needed, including those of pages that were requested again.")
  }).annotate({ identifier: "RowsAudit", description: "Counters collected while reading rows." })
) {}

/**
 * Whether every row was received once, under a total that never changed. Never true without a total.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isConsistent = (self: RowsAudit): boolean =>
  self.received === self.expected && self.duplicates === 0 && self.totalDrift === 0 && self.shortPages === 0

/**
 * What a reading of rows saw, in figures.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const count = (description: string) => Schema.Natural.annotateKey({ description })

/**
 * What a reading of rows saw, in figures.
 *
 * **Details**
 *
 * What the API offers are numbered pages of a list that may change between two requests, and a total with each page. If
 * a page ever said that the list holds `expected` rows and only `received` different ones came, then at least the
 * difference of both were there and never came: that is `missing`, and it is never an overestimate. It counts rows that
 * were deleted before the reading came to them too, since nothing tells them from rows that moved away from under it.
 *
 * **Gotchas**
 *
 * A row that was replaced by another between two requests leaves all figures in order: no count can show it.
 *
 * @category models
 * @since 0.1.0
 */
export class RowsAudit extends Schema.Opaque<RowsAudit>()(
  Schema.Struct({
    expected: count("The largest total that a page stated."),
    received: count("Different rows that came, invalid ones included."),
    missing: count("Rows that were there at some moment and never came: at least so many."),
    duplicates: count("Times that a row came again, and was left out."),
    drift: count("By how much the total moved: the largest that was stated less the smallest."),
    invalid: count("Rows that came and did not fit the schema."),
    shortPages: count("Pages with fewer rows than their own total asks for, or none new, however often asked."),
    pages: count("Pages read."),
    requests: count("Answers that it took, those of pages that were asked for again included.")
  }).annotate({ identifier: "RowsAudit", description: "What a reading of rows saw, in figures." })
) {}

/**
 * Whether nothing at all is at odds: every row came once, under a total that never moved.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isExact = (self: RowsAudit): boolean =>
  self.received === self.expected && self.duplicates === 0 && self.drift === 0 && self.shortPages === 0

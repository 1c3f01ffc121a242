/**
 * A position between two pages of a campaign's rows, from which reading can be resumed later or elsewhere.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { RowsAudit } from "./RowsAudit.ts"
import { InvalidCursorError } from "./RowsError.ts"
import { RowsFilter } from "./RowsFilter.ts"

const positive = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

const version = 2

/**
 * A position between two pages of a campaign's rows, with everything that it depends on. It can only be resumed with the
 * same campaign, filter, page size and first page. Plain JSON.
 *
 * **Details**
 *
 * A cursor contains the counters up to its position, so that those of a resumed stream cover both parts.
 *
 * Use {@link decode} to read a stored cursor. Its error explains how to handle a cursor of another version.
 *
 * **Gotchas**
 *
 * A cursor does not contain the ids of the rows before it, so rows from before the cursor are not recognised after it. On
 * a list that does not change this has no effect. If the list changes, the audit shows a `totalDrift`.
 *
 * @category models
 * @since 0.1.0
 */
export class RowsCursor extends Schema.Opaque<RowsCursor>()(
  Schema.Struct({
    version: Schema.Literal(version).annotateKey({ description: "The version of the format." }),
    campaignId: Schema.String.annotateKey({ description: "The campaign." }),
    filter: RowsFilter.annotateKey({ description: "The filter in its canonical form." }),
    firstPage: Schema.Literals([0, 1]).annotateKey({ description: "The number of the first page." }),
    pageSize: positive.annotateKey({ description: "Rows per page, as requested." }),
    effectiveSize: positive.annotateKey({ description: "Rows per page, as the server serves them." }),
    position: Schema.Natural.annotateKey({ description: "Places of the list before the cursor." }),
    audit: RowsAudit.annotateKey({ description: "The counters up to the cursor." })
  }).annotate({
    identifier: "RowsCursor",
    description: "A position between two pages of a campaign's rows, from which reading can be resumed."
  })
) {}

/** Explains why a stored value is no cursor of this version. */
const problemOf = (stored: unknown, detail: string): string => {
  const found = Predicate.hasProperty(stored, "version") ? stored.version : undefined
  if (!Predicate.isNumber(found) || found === version) return `it is not a cursor. ${detail}`
  return found < version
    ? `an older version of this package stored it (format ${found}, expected ${version}). ` +
      "Discard the cursor, and read the rows from the beginning."
    : `a newer version of this package stored it (format ${found}, expected ${version}). ` +
      "Update the package, or discard the cursor and read the rows from the beginning."
}

const decodeCursor = Schema.decodeUnknownEffect(RowsCursor)

/**
 * Reads a stored cursor, such as the parsed JSON of a database column.
 *
 * **Details**
 *
 * Fails with `InvalidCursorError` when the value is not a cursor, or when another version of this package stored it. The
 * message describes how to proceed.
 *
 * @category decoding
 * @since 0.1.0
 */
export const decode = (stored: unknown): Effect.Effect<RowsCursor, InvalidCursorError> =>
  Effect.mapError(
    decodeCursor(stored),
    ({ message }) => new InvalidCursorError({ problem: problemOf(stored, message) })
  )

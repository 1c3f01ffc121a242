/**
 * A place between two pages of a campaign's rows, to go on from later or elsewhere.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { RowsAudit } from "./RowsAudit.ts"
import { RowsFilter } from "./RowsFilter.ts"

const positive = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))

/**
 * A place between two pages of a campaign's rows, and all that the place depends on: it is refused by a reading of
 * another campaign, filter, page size or first page. Plain JSON.
 *
 * **Details**
 *
 * The figures up to the cursor are in it, so that those of the reading that goes on cover both.
 *
 * **Gotchas**
 *
 * The ids of the rows before it are not: what was read before a cursor is not recognised after it. On a campaign whose
 * list does not change that makes no difference, and where it does the audit shows drift.
 *
 * @category models
 * @since 0.1.0
 */
export class RowsCursor extends Schema.Opaque<RowsCursor>()(
  Schema.Struct({
    version: Schema.Literal(1).annotateKey({ description: "The form of the cursor." }),
    campaignId: Schema.String.annotateKey({ description: "The campaign." }),
    filter: RowsFilter.annotateKey({ description: "The filter in its canonical form." }),
    firstPage: Schema.Literals([0, 1]).annotateKey({ description: "The number of the first page." }),
    pageSize: positive.annotateKey({ description: "Rows per page, as they were asked for." }),
    effectiveSize: positive.annotateKey({ description: "Rows per page, as the server gives them." }),
    position: Schema.Natural.annotateKey({ description: "Places of the list that lie before the cursor." }),
    audit: RowsAudit.annotateKey({ description: "What was seen up to the cursor." })
  }).annotate({
    identifier: "RowsCursor",
    description: "A place between two pages of a campaign's rows, to go on from later or elsewhere."
  })
) {}

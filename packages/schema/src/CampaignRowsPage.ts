/**
 * One page of a campaign's rows.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CampaignRow } from "./CampaignRow.ts"

/**
 * The schema of a page whose rows have a schema of your own: typed, extended or raw.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Row extends Schema.Constraint>(row: Row) =>
  Schema.Struct({
    page: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "The number of the page. The reference does not say whether the first is 0 or 1. " +
        "Absent in the newest generation of the API."
    }),
    page_size: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "Rows per page as the server counts them, which may be fewer than requested. " +
        "Absent in the newest generation of the API."
    }),
    rows: Schema.Array(row).annotateKey({ description: "The rows of the page, in the server's order." }),
    total: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "Rows over all pages that match the filters. Absent in the newest generation of the API."
    })
  })

/**
 * One page of a campaign's rows, the answer of `GET /campaigns/{id}/rows`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignRowsPage extends Schema.Opaque<CampaignRowsPage>()(
  make(CampaignRow).annotate({
    identifier: "CampaignRowsPage",
    description: "One page of a campaign's rows, the answer of `GET /campaigns/{id}/rows`."
  })
) {}

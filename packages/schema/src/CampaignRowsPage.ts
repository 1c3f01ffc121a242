/**
 * Pages of the rows of a campaign.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CampaignRow } from "./CampaignRow.ts"

/**
 * Returns the schema of a page with a custom schema of its rows, such as typed, extended or raw rows.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <Row extends Schema.Constraint>(row: Row) =>
  Schema.Struct({
    page: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "Number of the page. The API reference does not document whether the first page is 0 or 1. " +
        "Absent in the newest version of the API."
    }),
    page_size: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "Rows per page, as reported by the server, which can be fewer than requested. " +
        "Absent in the newest version of the API."
    }),
    rows: Schema.Array(row).annotateKey({ description: "The rows of the page, in the order of the server." }),
    total: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "Number of rows in all pages that match the filters. Absent in the newest version of the API."
    })
  })

/**
 * A page of the rows of a campaign: the response of `GET /campaigns/{id}/rows`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignRowsPage extends Schema.Opaque<CampaignRowsPage>()(
  make(CampaignRow).annotate({
    identifier: "CampaignRowsPage",
    description: "A page of the rows of a campaign: the response of `GET /campaigns/{id}/rows`."
  })
) {}

/**
 * The endpoints of campaigns and their rows.
 *
 * @since 0.1.0
 */
import { CampaignEnvelope } from "../Campaign.ts"
import { CampaignRowsPage } from "../CampaignRowsPage.ts"
import * as Endpoint from "../Endpoint.ts"
import { CampaignId } from "../Ids.ts"
import { RowsQuery } from "../RowsQuery.ts"

/**
 * Retrieves a campaign by its id.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const retrieve = /*#__PURE__*/ Endpoint.make("GET", "/campaigns/:id", {
  summary: "Retrieves a campaign by its id.",
  params: { id: CampaignId },
  success: CampaignEnvelope
})

/**
 * Retrieves one page of the rows of a campaign.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const getRows = /*#__PURE__*/ Endpoint.make("GET", "/campaigns/:id/rows", {
  summary: "Retrieves one page of the rows of a campaign.",
  params: { id: CampaignId },
  query: RowsQuery,
  success: CampaignRowsPage,
  // Callers search by phone number.
  redacted: ["query"]
})

/**
 * The endpoints of campaigns and their rows.
 *
 * @since 0.1.0
 */
import { CampaignEnvelope, CampaignList } from "../Campaign.ts"
import { CampaignCreate, CampaignUpdate } from "../CampaignCreate.ts"
import { CampaignLaunch, LaunchResult } from "../CampaignLaunch.ts"
import { CampaignRowsPage } from "../CampaignRowsPage.ts"
import * as Endpoint from "../Endpoint.ts"
import { CampaignId } from "../Ids.ts"
import { RowsQuery } from "../RowsQuery.ts"

/**
 * Lists all campaigns of the organization.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const list = /*#__PURE__*/ Endpoint.make("GET", "/campaigns", {
  summary: "Lists all campaigns of the organization.",
  success: CampaignList
})

/**
 * Creates a campaign from a list of contacts.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const create = /*#__PURE__*/ Endpoint.make("POST", "/campaigns", {
  summary: "Creates a campaign from a list of contacts.",
  payload: CampaignCreate,
  success: CampaignEnvelope,
  idempotent: false,
  recovery: "Look for the name of the campaign in the list of campaigns before you create it again."
})

/**
 * Retrieves a campaign by its id.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const retrieve = /*#__PURE__*/ Endpoint.make("GET", "/campaigns/:id", {
  summary: "Retrieves a campaign by its id.",
  params: { id: CampaignId },
  success: CampaignEnvelope,
  returnsResource: true
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

/**
 * Changes fields of a campaign. Absent fields keep their values.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const update = /*#__PURE__*/ Endpoint.make("PATCH", "/campaigns/:id", {
  summary: "Changes fields of a campaign. Absent fields keep their values.",
  params: { id: CampaignId },
  payload: CampaignUpdate,
  success: CampaignEnvelope,
  returnsResource: true,
  idempotent: true,
  provisional: true
})

/**
 * Launches a campaign: calls a selection of its rows.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const launch = /*#__PURE__*/ Endpoint.make("POST", "/campaigns/:id/launch", {
  summary: "Launches a campaign: calls a selection of its rows.",
  params: { id: CampaignId },
  payload: CampaignLaunch,
  success: LaunchResult,
  idempotent: false,
  provisional: true,
  recovery: "Retrieve the campaign and check its status before you launch it again."
})

/**
 * Pauses a campaign.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const pause = /*#__PURE__*/ Endpoint.make("POST", "/campaigns/:id/pause", {
  summary: "Pauses a campaign.",
  params: { id: CampaignId },
  success: Endpoint.Empty,
  idempotent: true,
  provisional: true
})

/**
 * Resumes a paused campaign.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const resume = /*#__PURE__*/ Endpoint.make("POST", "/campaigns/:id/resume", {
  summary: "Resumes a paused campaign.",
  params: { id: CampaignId },
  success: Endpoint.Empty,
  // A repeated request could undo a pause that an operator made in between.
  idempotent: false,
  provisional: true,
  recovery: "Retrieve the campaign and check its status before you resume it again."
})

/**
 * Cancels a running or scheduled campaign.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const cancel = /*#__PURE__*/ Endpoint.make("POST", "/campaigns/:id/cancel", {
  summary: "Cancels a running or scheduled campaign.",
  params: { id: CampaignId },
  success: Endpoint.Empty,
  idempotent: true,
  provisional: true
})

/**
 * Deletes a campaign and all of its rows, permanently.
 *
 * @category endpoints
 * @since 0.1.0
 */
const delete_ = /*#__PURE__*/ Endpoint.make("DELETE", "/campaigns/:id", {
  summary: "Deletes a campaign and all of its rows, permanently.",
  params: { id: CampaignId },
  success: Endpoint.Empty,
  provisional: true
})

export { delete_ as delete }

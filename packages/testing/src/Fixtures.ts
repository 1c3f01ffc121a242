/**
 * Example responses of the API reference, copied verbatim.
 *
 * @since 0.1.0
 */
import campaignJson from "./fixtures/campaign.json" with { type: "json" }
import rowsJson from "./fixtures/rows.json" with { type: "json" }

/**
 * Example response of `GET /campaigns/{id}`.
 *
 * @category fixtures
 * @since 0.1.0
 */
export const campaign: unknown = campaignJson

/**
 * Example response of `GET /campaigns/{id}/rows`.
 *
 * @category fixtures
 * @since 0.1.0
 */
export const rows: unknown = rowsJson

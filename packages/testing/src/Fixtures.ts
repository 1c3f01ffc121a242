/**
 * The examples of the API's reference, word for word.
 *
 * @since 0.1.0
 */
import campaignJson from "./fixtures/campaign.json" with { type: "json" }
import rowsJson from "./fixtures/rows.json" with { type: "json" }

/**
 * The example answer of `GET /campaigns/{id}`.
 *
 * @category fixtures
 * @since 0.1.0
 */
export const campaign: unknown = campaignJson

/**
 * The example answer of `GET /campaigns/{id}/rows`.
 *
 * @category fixtures
 * @since 0.1.0
 */
export const rows: unknown = rowsJson

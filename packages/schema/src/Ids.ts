/**
 * Branded identifiers.
 *
 * At run time, an id is a plain string. Its type prevents mistakes such as passing the id of a row instead of the id of
 * a call. Functions with an id as a parameter also accept a plain `string`.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The id of a campaign.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CampaignId = Schema.String.annotate({ description: "The id of a campaign." }).pipe(
  Schema.brand("CampaignId")
)
/**
 * The id of a campaign.
 *
 * @category models
 * @since 0.1.0
 */
export type CampaignId = typeof CampaignId.Type

/**
 * The id of a row (one contact) of a campaign.
 *
 * @category schemas
 * @since 0.1.0
 */
export const RowId = Schema.String.annotate({ description: "The id of a campaign row." }).pipe(Schema.brand("RowId"))
/**
 * The id of a row (one contact) of a campaign.
 *
 * @category models
 * @since 0.1.0
 */
export type RowId = typeof RowId.Type

/**
 * The id of a call order.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallId = Schema.String.annotate({ description: "The id of a call order." }).pipe(Schema.brand("CallId"))
/**
 * The id of a call order.
 *
 * @category models
 * @since 0.1.0
 */
export type CallId = typeof CallId.Type

/**
 * The id of one attempt of a call order.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallAttemptId = Schema.String.annotate({ description: "The id of a call attempt." }).pipe(
  Schema.brand("CallAttemptId")
)
/**
 * The id of one attempt of a call order.
 *
 * @category models
 * @since 0.1.0
 */
export type CallAttemptId = typeof CallAttemptId.Type

/**
 * The id of an assistant.
 *
 * @category schemas
 * @since 0.1.0
 */
export const AssistantId = Schema.String.annotate({ description: "The id of an assistant." }).pipe(
  Schema.brand("AssistantId")
)
/**
 * The id of an assistant.
 *
 * @category models
 * @since 0.1.0
 */
export type AssistantId = typeof AssistantId.Type

/**
 * The id of an organization.
 *
 * @category schemas
 * @since 0.1.0
 */
export const OrganizationId = Schema.String.annotate({ description: "The id of an organization." }).pipe(
  Schema.brand("OrganizationId")
)
/**
 * The id of an organization.
 *
 * @category models
 * @since 0.1.0
 */
export type OrganizationId = typeof OrganizationId.Type

/**
 * The id of a phone number of the organization. It is not the number itself.
 *
 * @category schemas
 * @since 0.1.0
 */
export const PhoneNumberId = Schema.String.annotate({ description: "The id of a phone number." }).pipe(
  Schema.brand("PhoneNumberId")
)
/**
 * The id of a phone number of the organization. It is not the number itself.
 *
 * @category models
 * @since 0.1.0
 */
export type PhoneNumberId = typeof PhoneNumberId.Type

/**
 * The id of a user.
 *
 * @category schemas
 * @since 0.1.0
 */
export const UserId = Schema.String.annotate({ description: "The id of a user." }).pipe(Schema.brand("UserId"))
/**
 * The id of a user.
 *
 * @category models
 * @since 0.1.0
 */
export type UserId = typeof UserId.Type

/**
 * The id of a voice at its provider.
 *
 * @category schemas
 * @since 0.1.0
 */
export const VoiceId = Schema.String.annotate({ description: "The id of a voice." }).pipe(Schema.brand("VoiceId"))
/**
 * The id of a voice at its provider.
 *
 * @category models
 * @since 0.1.0
 */
export type VoiceId = typeof VoiceId.Type

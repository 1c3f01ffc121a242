/**
 * A voice campaign: an assistant calls a list of contacts over hours or days.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Assistant } from "./Assistant.ts"
import { CallRetryConfig } from "./CallRetryConfig.ts"
import { AssistantId, CampaignId, OrganizationId } from "./Ids.ts"
import * as OpenEnum from "./OpenEnum.ts"
import * as RowStats from "./RowStats.ts"
import { Timestamp } from "./Timestamp.ts"

/**
 * The state of a campaign.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CampaignStatus = OpenEnum.make(["draft", "running", "paused", "completed"])
/**
 * The state of a campaign.
 *
 * @category models
 * @since 0.1.0
 */
export type CampaignStatus = typeof CampaignStatus.Type

/**
 * How far the values of structured output have been taken out of the campaign's conversations.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ExtractionStatus = OpenEnum.make(["none", "running", "completed"])
/**
 * How far the values of structured output have been taken out of the campaign's conversations.
 *
 * @category models
 * @since 0.1.0
 */
export type ExtractionStatus = typeof ExtractionStatus.Type

/**
 * A voice campaign: an assistant calls a list of contacts over hours or days.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Campaign extends Schema.Opaque<Campaign>()(
  Schema.Struct({
    id: CampaignId.annotateKey({ description: "The id of the campaign." }),
    assistant_id: AssistantId.annotateKey({ description: "The assistant that calls." }),
    created_at: Timestamp.annotateKey({ description: "When the campaign was created." }),
    is_cancelled: Schema.Boolean.annotateKey({
      description: "Whether the campaign was called off. A cancelled campaign keeps the status it had."
    }),
    name: Schema.String.annotateKey({ description: "The name of the campaign." }),
    organization_id: OrganizationId.annotateKey({ description: "The organization that owns it." }),
    status: CampaignStatus.annotateKey({ description: "The state of the campaign." }),
    updated_at: Timestamp.annotateKey({ description: "When the campaign was last changed." }),
    assistant: Schema.optionalKey(Schema.NullOr(Assistant)).annotateKey({
      description: "The assistant that calls, whole."
    }),
    call_retry_config: Schema.optionalKey(Schema.NullOr(CallRetryConfig)).annotateKey({
      description: "When, how often and on which days to call again, in place of the assistant's own."
    }),
    from_phone_number: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The number that the campaign calls from, in place of the assistant's."
    }),
    max_concurrent_calls: Schema.optionalKey(Schema.NullOr(Schema.Finite)).annotateKey({
      description: "How many calls may run at the same time."
    }),
    row_stats: Schema.optionalKey(RowStats.RowStats).annotateKey({
      description: "How many rows are in which state."
    }),
    scheduled_at: Schema.optionalKey(Timestamp).annotateKey({ description: "When the campaign is due to start." }),
    structured_output_extraction: Schema.optionalKey(Schema.NullOr(ExtractionStatus)).annotateKey({
      description: "How far the values of structured output have been taken out of the conversations."
    })
  }).annotate({
    identifier: "Campaign",
    description: "A voice campaign: an assistant calls a list of contacts over hours or days."
  })
) {}

/**
 * The answer of `GET /campaigns/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignEnvelope extends Schema.Opaque<CampaignEnvelope>()(
  Schema.Struct({
    // `annotateKey` gives back the plain struct; the codec keeps the name of the type.
    campaign: Schema.make<Schema.Codec<Campaign, typeof Campaign.Encoded>>(
      Campaign.annotateKey({ description: "The campaign." }).ast
    )
  }).annotate({
    identifier: "CampaignEnvelope",
    description: "The answer of `GET /campaigns/{id}`."
  })
) {}

/**
 * The schema of the answer of `GET /campaigns/{id}` around a campaign of your own schema.
 *
 * @category constructors
 * @since 0.1.0
 */
export const envelope = <S extends Schema.Constraint>(campaign: S) =>
  Schema.make<
    Schema.Codec<
      { readonly campaign: S["Type"] },
      { readonly campaign: S["Encoded"] },
      S["DecodingServices"],
      S["EncodingServices"]
    >
  >(Schema.Struct({ campaign }).ast)

/**
 * Whether the campaign will place no more calls: completed, or cancelled in whatever state.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = (self: Pick<Campaign, "status" | "is_cancelled">): boolean =>
  self.is_cancelled || self.status === "completed"

/**
 * The settled part of the campaign's rows, between 0 and 1. `None` when the server sent no `row_stats`.
 *
 * @category getters
 * @since 0.1.0
 */
export const progress = (self: Pick<Campaign, "row_stats">): Option.Option<number> =>
  Option.map(Option.fromUndefinedOr(self.row_stats), RowStats.progress)

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
import { described } from "./internal/described.ts"
import * as OpenEnum from "./OpenEnum.ts"
import * as PhoneNumber from "./PhoneNumber.ts"
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
 * The progress of the extraction of structured output from the conversations.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ExtractionStatus = OpenEnum.make(["none", "running", "completed"])
/**
 * The progress of the extraction of structured output from the conversations.
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
    created_at: Timestamp.annotateKey({ description: "Creation time of the campaign." }),
    is_cancelled: Schema.Boolean.annotateKey({
      description: "Whether the campaign was cancelled. A cancelled campaign keeps its last status."
    }),
    name: Schema.String.annotateKey({ description: "The name of the campaign." }),
    organization_id: OrganizationId.annotateKey({ description: "The organization that owns the campaign." }),
    status: CampaignStatus.annotateKey({ description: "The state of the campaign." }),
    updated_at: Timestamp.annotateKey({ description: "Time of the last change of the campaign." }),
    assistant: Schema.optionalKey(Schema.NullOr(Assistant)).annotateKey({
      description: "The assistant that calls, with all of its fields."
    }),
    call_retry_config: Schema.optionalKey(Schema.NullOr(CallRetryConfig)).annotateKey({
      description: "Hours, days and number of further attempts; those of the assistant when null."
    }),
    from_phone_number: Schema.optionalKey(Schema.NullOr(PhoneNumber.Received)).annotateKey({
      description: "The caller's phone number; that of the assistant when null."
    }),
    max_concurrent_calls: Schema.optionalKey(Schema.NullOr(Schema.Finite)).annotateKey({
      description: "Maximum number of concurrent calls."
    }),
    row_stats: Schema.optionalKey(RowStats.RowStats).annotateKey({
      description: "Numbers of rows by state."
    }),
    scheduled_at: Schema.optionalKey(Timestamp).annotateKey({
      description: "Time at which the campaign is due to start."
    }),
    structured_output_extraction: Schema.optionalKey(Schema.NullOr(ExtractionStatus)).annotateKey({
      description: "The progress of the extraction of structured output from the conversations."
    })
  }).annotate({
    identifier: "Campaign",
    description: "A voice campaign: an assistant calls a list of contacts over hours or days."
  })
) {}

/**
 * A response with one campaign, such as that of `GET /campaigns/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignEnvelope extends Schema.Opaque<CampaignEnvelope>()(
  Schema.Struct({
    campaign: described(Campaign, "The campaign.")
  }).annotate({
    identifier: "CampaignEnvelope",
    description: "A response with one campaign, such as that of `GET /campaigns/{id}`."
  })
) {}

/**
 * All campaigns of the organization: the response of `GET /campaigns`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignList extends Schema.Opaque<CampaignList>()(
  Schema.Struct({
    campaigns: Schema.Array(Campaign).annotateKey({ description: "The campaigns, without pagination." })
  }).annotate({
    identifier: "CampaignList",
    description: "All campaigns of the organization: the response of `GET /campaigns`."
  })
) {}

/**
 * Returns the schema of the response of `GET /campaigns/{id}` with a custom schema of the campaign.
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
 * Whether the campaign will place no more calls: completed, or cancelled in any state.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = (self: Pick<Campaign, "status" | "is_cancelled">): boolean =>
  self.is_cancelled || self.status === "completed"

/**
 * The fraction of finished rows, from 0 to 1. `None` if the server sent no `row_stats`.
 *
 * @category getters
 * @since 0.1.0
 */
export const progress = (self: Pick<Campaign, "row_stats">): Option.Option<number> =>
  Option.map(Option.fromUndefinedOr(self.row_stats), RowStats.progress)

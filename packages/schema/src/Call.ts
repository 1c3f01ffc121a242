/**
 * A call order: the wish to reach a contact, carried out over one or more attempts.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Assistant } from "./Assistant.ts"
import { CallAttempt, type TypedCallAttempt } from "./CallAttempt.ts"
import { CallRetryConfig } from "./CallRetryConfig.ts"
import { CallId, CampaignId, OrganizationId } from "./Ids.ts"
import { SafeInt } from "./internal/numbers.ts"
import { LlmModel } from "./LlmModel.ts"
import * as OpenEnum from "./OpenEnum.ts"
import { Timestamp } from "./Timestamp.ts"

/**
 * Who calls whom.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallDirection = OpenEnum.make(["inbound", "outbound"])
/**
 * Who calls whom.
 *
 * @category models
 * @since 0.1.0
 */
export type CallDirection = typeof CallDirection.Type

/**
 * The state of a call order.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallStatus = OpenEnum.make([
  "initializing",
  "queued_for_calling",
  "calling",
  "scheduled",
  "completed",
  "cancelled",
  "errored"
])
/**
 * The state of a call order.
 *
 * @category models
 * @since 0.1.0
 */
export type CallStatus = typeof CallStatus.Type

/**
 * The campaign that a call belongs to, in short.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallCampaign extends Schema.Opaque<CallCampaign>()(
  Schema.Struct({
    id: CampaignId.annotateKey({ description: "The id of the campaign." }),
    name: Schema.String.annotateKey({ description: "The name of the campaign." })
  }).annotate({ identifier: "CallCampaign", description: "The campaign that a call belongs to, in short." })
) {}

/**
 * A call order: the wish to reach a contact, carried out over one or more attempts that may spread over days.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Call extends Schema.Opaque<Call>()(
  Schema.Struct({
    id: CallId.annotateKey({ description: "The id of the call order." }),
    assistant: Schema.NullOr(Assistant).annotateKey({ description: "The assistant that speaks." }),
    call_attempts: Schema.Array(CallAttempt).annotateKey({ description: "All attempts, the most recent first." }),
    call_retry_config: Schema.NullOr(CallRetryConfig).annotateKey({
      description: "When, how often and on which days to call again; the service's defaults when null."
    }),
    calls_count: Schema.Finite.annotateKey({ description: "How many attempts were made." }),
    campaign: Schema.NullOr(CallCampaign).annotateKey({ description: "The campaign that the call belongs to." }),
    created_at: Timestamp.annotateKey({ description: "When the order was created." }),
    direction: CallDirection.annotateKey({ description: "Who calls whom." }),
    first_sentence_delay_ms: SafeInt.annotateKey({
      description: "Pause before the assistant's first sentence, in milliseconds. Default 400."
    }),
    from_phone_number: Schema.NullOr(Schema.String).annotateKey({
      description: "The number that calls, in E.164 (`+33123456789`)."
    }),
    is_cancelled: Schema.Boolean.annotateKey({ description: "Deprecated by the API: `status` says it." }),
    is_completed: Schema.Boolean.annotateKey({ description: "Deprecated by the API: `status` says it." }),
    last_call_attempt: Schema.NullOr(CallAttempt).annotateKey({ description: "The most recent attempt." }),
    llm_model: LlmModel.annotateKey({ description: "The language model of this call." }),
    metadata: Schema.NullOr(Schema.Record(Schema.String, Schema.String)).annotateKey({
      description: "Whatever was stored with the call."
    }),
    organization_id: OrganizationId.annotateKey({ description: "The organization that owns the call." }),
    scheduled_at: Timestamp.annotateKey({ description: "When the call is due." }),
    status: CallStatus.annotateKey({ description: "The state of the order." }),
    to_phone_number: Schema.String.annotateKey({ description: "The number that is called, in E.164." })
  }).annotate({
    identifier: "Call",
    description:
      "A call order: the wish to reach a contact, carried out over one or more attempts that may spread over days."
  })
) {}

/**
 * A call order whose attempts have structured output of a type of your own.
 *
 * @category models
 * @since 0.1.0
 */
export interface TypedCall<Output> extends Omit<Call, "call_attempts" | "last_call_attempt"> {
  /** All attempts, the most recent first. */
  readonly call_attempts: ReadonlyArray<TypedCallAttempt<Output>>
  /** The most recent attempt. */
  readonly last_call_attempt: TypedCallAttempt<Output> | null
}

/**
 * Whether nothing more will happen to the call: completed, cancelled or errored.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = (self: Pick<Call, "status">): boolean =>
  self.status === "completed" || self.status === "cancelled" || self.status === "errored"

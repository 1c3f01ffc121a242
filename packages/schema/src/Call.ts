/**
 * Call orders: requests to reach a contact with one or more attempts.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Assistant } from "./Assistant.ts"
import { CallAttempt, type TypedCallAttempt } from "./CallAttempt.ts"
import { CallRetryConfig } from "./CallRetryConfig.ts"
import { CallId, CampaignId, OrganizationId } from "./Ids.ts"
import { described } from "./internal/described.ts"
import { UncheckedJson, UncheckedJsonObject } from "./internal/json.ts"
import { SafeInt } from "./internal/numbers.ts"
import { LlmModel } from "./LlmModel.ts"
import * as OpenEnum from "./OpenEnum.ts"
import * as PhoneNumber from "./PhoneNumber.ts"
import { Timestamp } from "./Timestamp.ts"

/**
 * The direction of the call: `inbound` or `outbound`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallDirection = OpenEnum.make(["inbound", "outbound"])
/**
 * The direction of the call: `inbound` or `outbound`.
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
 * A summary of the campaign of a call.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallCampaign extends Schema.Opaque<CallCampaign>()(
  Schema.Struct({
    id: CampaignId.annotateKey({ description: "The id of the campaign." }),
    name: Schema.String.annotateKey({ description: "The name of the campaign." })
  }).annotate({ identifier: "CallCampaign", description: "A summary of the campaign of a call." })
) {}

/**
 * A call order: a request to reach a contact, with one or more attempts over hours or days.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Call extends Schema.Opaque<Call>()(
  Schema.Struct({
    id: CallId.annotateKey({ description: "The id of the call order." }),
    assistant: Schema.NullOr(Assistant).annotateKey({ description: "The assistant that speaks on the call." }),
    call_attempts: Schema.Array(CallAttempt).annotateKey({ description: "All attempts, most recent first." }),
    call_retry_config: Schema.NullOr(CallRetryConfig).annotateKey({
      description: "Hours, days and number of further attempts; the defaults of the service when null."
    }),
    calls_count: Schema.Finite.annotateKey({ description: "Number of attempts." }),
    campaign: Schema.NullOr(CallCampaign).annotateKey({ description: "The campaign of the call." }),
    created_at: Timestamp.annotateKey({ description: "Creation time of the order." }),
    direction: CallDirection.annotateKey({ description: "The direction of the call: `inbound` or `outbound`." }),
    first_sentence_delay_ms: SafeInt.annotateKey({
      description: "Pause before the assistant's first sentence, in milliseconds. Default: 400."
    }),
    from_phone_number: Schema.NullOr(PhoneNumber.Received).annotateKey({
      description: "The caller's phone number, in E.164 (`+33123456789`)."
    }),
    is_cancelled: Schema.Boolean.annotateKey({ description: "Deprecated by the API. Use `status`." }),
    is_completed: Schema.Boolean.annotateKey({ description: "Deprecated by the API. Use `status`." }),
    last_call_attempt: Schema.NullOr(CallAttempt).annotateKey({ description: "The most recent attempt." }),
    llm_model: LlmModel.annotateKey({ description: "The language model of the call." }),
    metadata: Schema.NullOr(Schema.Record(Schema.String, Schema.String)).annotateKey({
      description: "Metadata stored with the call."
    }),
    organization_id: OrganizationId.annotateKey({ description: "The organization that owns the call." }),
    scheduled_at: Timestamp.annotateKey({ description: "Time at which the call is due." }),
    status: CallStatus.annotateKey({ description: "The state of the order." }),
    to_phone_number: PhoneNumber.Received.annotateKey({ description: "The called phone number, in E.164." }),
    assignee: Schema.optionalKey(UncheckedJson).annotateKey({
      description:
        "The person to whom the call is assigned, or null. Only in newer versions of the API, whose fields " +
        "are not publicly documented."
    }),
    contact: Schema.optionalKey(Schema.NullOr(UncheckedJsonObject)).annotateKey({
      description: "Personal data of the contact, from the input and the transcript. Only in newer versions of the " +
        "API, whose fields are not publicly documented."
    }),
    outcome: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The outcome of the call. Only in newer versions of the API, whose values are not publicly " +
        "documented."
    })
  }).annotate({
    identifier: "Call",
    description: "A call order: a request to reach a contact, with one or more attempts over hours or days."
  })
) {}

/**
 * A response with one call, such as that of `GET /call/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallEnvelope extends Schema.Opaque<CallEnvelope>()(
  Schema.Struct({
    call: described(Call, "The call order.")
  }).annotate({
    identifier: "CallEnvelope",
    description: "A response with one call, such as that of `GET /call/{id}`."
  })
) {}

/**
 * Returns the schema of the response of `GET /call/{id}` with a custom schema of the call.
 *
 * @category constructors
 * @since 0.1.0
 */
export const envelope = <S extends Schema.Constraint>(call: S) =>
  Schema.make<
    Schema.Codec<
      { readonly call: S["Type"] },
      { readonly call: S["Encoded"] },
      S["DecodingServices"],
      S["EncodingServices"]
    >
  >(Schema.Struct({ call }).ast)

/**
 * A call order whose attempts have structured output of a custom type.
 *
 * @category models
 * @since 0.1.0
 */
export interface TypedCall<Output> extends Omit<Call, "call_attempts" | "last_call_attempt"> {
  /** All attempts, most recent first. */
  readonly call_attempts: ReadonlyArray<TypedCallAttempt<Output>>
  /** The most recent attempt. */
  readonly last_call_attempt: TypedCallAttempt<Output> | null
}

/**
 * Whether the call is in a final state: completed, cancelled or errored.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = (self: Pick<Call, "status">): boolean =>
  self.status === "completed" || self.status === "cancelled" || self.status === "errored"

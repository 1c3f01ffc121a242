/**
 * One attempt to reach a contact by phone.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { CallAttemptId } from "./Ids.ts"
import { UncheckedJson, UncheckedJsonObject } from "./internal/json.ts"
import * as OpenEnum from "./OpenEnum.ts"
import * as PhoneNumber from "./PhoneNumber.ts"
import { Timestamp, toDateTime } from "./Timestamp.ts"
import { TranscriptMessage } from "./TranscriptMessage.ts"

/**
 * The error of a number that could not be dialled, as reported by the phone network (SIP).
 *
 * @category schemas
 * @since 0.1.0
 */
export const DialError = OpenEnum.make([
  "number_non_attributed",
  "too_many_calls",
  "busy",
  "temporarily_unavailable",
  "no_answer",
  "no_international_permission",
  "precondition_failed",
  "non_classified_error"
])
/**
 * The error of a number that could not be dialled, as reported by the phone network (SIP).
 *
 * @category models
 * @since 0.1.0
 */
export type DialError = typeof DialError.Type

/**
 * The party that answered a call: a person, an answering machine, a phone menu (`IVR`), Apple's call screening, or
 * unknown.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallResult = OpenEnum.make(["IVR", "voicemail", "human", "unknown", "ios-screening-filter"])
/**
 * The party that answered a call: a person, an answering machine, a phone menu (`IVR`), Apple's call screening, or
 * unknown.
 *
 * @category models
 * @since 0.1.0
 */
export type CallResult = typeof CallResult.Type

/**
 * The state of one attempt.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallAttemptStatus = OpenEnum.make(["queued", "ringing", "ongoing", "completed", "error"])
/**
 * The state of one attempt.
 *
 * @category models
 * @since 0.1.0
 */
export type CallAttemptStatus = typeof CallAttemptStatus.Type

/**
 * The party that ended a call: the assistant (`agent`), the person on the other end (`user`), or a limit (`system`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const EndedBy = OpenEnum.make(["agent", "user", "system"])
/**
 * The party that ended a call: the assistant (`agent`), the person on the other end (`user`), or a limit (`system`).
 *
 * @category models
 * @since 0.1.0
 */
export type EndedBy = typeof EndedBy.Type

/**
 * One attempt to reach a contact by phone.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallAttempt extends Schema.Opaque<CallAttempt>()(
  Schema.Struct({
    id: CallAttemptId.annotateKey({ description: "The id of the attempt." }),
    answered_at: Timestamp.annotateKey({ description: "Time at which the call was answered." }),
    dial_error: Schema.NullOr(DialError).annotateKey({
      description: "The error of a number that could not be dialled; null otherwise."
    }),
    ended_at: Timestamp.annotateKey({ description: "Time at which the call ended." }),
    phone_number: PhoneNumber.Received.annotateKey({
      description: "The called phone number, in E.164 (`+33612345678`)."
    }),
    recording_url: Schema.NullOr(Schema.String).annotateKey({ description: "The URL of the recording." }),
    result: Schema.NullOr(CallResult).annotateKey({
      description: "The party that answered the call; null before that."
    }),
    started_at: Timestamp.annotateKey({ description: "Time at which the call started." }),
    status: CallAttemptStatus.annotateKey({ description: "The state of the attempt." }),
    end_reason: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "The reason for ending the call, when `ended_by` is `agent` (`tool_end_call`, `voicemail`, `transfer`, " +
        "`ivr_no_navigate`)."
    }),
    ended_by: Schema.optionalKey(Schema.NullOr(EndedBy)).annotateKey({ description: "The party that ended the call." }),
    structured_output: Schema.optionalKey(Schema.NullOr(UncheckedJsonObject)).annotateKey({
      description:
        "The values extracted from the conversation, as configured by `structured_output_config` of the assistant."
    }),
    transcript: Schema.optionalKey(Schema.NullOr(Schema.Array(TranscriptMessage))).annotateKey({
      description: "The turns of the conversation."
    }),
    assistants_used: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String))).annotateKey({
      description: "The assistants that spoke. Only in newer versions of the API."
    }),
    email_log: Schema.optionalKey(UncheckedJson).annotateKey({
      description: "The emails that were sent, or null. Only in newer versions of the API, whose fields are not " +
        "publicly documented."
    }),
    handled_by_ai: Schema.optionalKey(Schema.NullOr(Schema.Boolean)).annotateKey({
      description: "Whether an assistant spoke. Only in newer versions of the API."
    }),
    handled_by_human: Schema.optionalKey(Schema.NullOr(Schema.Boolean)).annotateKey({
      description: "Whether a person of the organization spoke. Only in newer versions of the API."
    }),
    handled_by_user: Schema.optionalKey(UncheckedJson).annotateKey({
      description: "The person of the organization who spoke, or null. Only in newer versions of the API, whose " +
        "fields are not publicly documented."
    }),
    post_call_transcript: Schema.optionalKey(UncheckedJson).annotateKey({
      description: "A transcript that was made after the call. Only in newer versions of the API, whose fields are " +
        "not publicly documented."
    }),
    sms_log: Schema.optionalKey(Schema.NullOr(Schema.Array(UncheckedJsonObject))).annotateKey({
      description: "The text messages that were sent. Only in newer versions of the API."
    }),
    speech_events: Schema.optionalKey(UncheckedJson).annotateKey({
      description: "Events of the conversation. Only in newer versions of the API, whose fields are not publicly " +
        "documented."
    })
  }).annotate({ identifier: "CallAttempt", description: "One attempt to reach a contact by phone." })
) {}

/**
 * An attempt whose structured output has a custom type.
 *
 * @category models
 * @since 0.1.0
 */
export interface TypedCallAttempt<Output> extends Omit<CallAttempt, "structured_output"> {
  /** The values extracted from the conversation; absent or `null` before the extraction. */
  readonly structured_output?: Output | null
}

/**
 * Whether the attempt is in a final state: completed, or ended by an error.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = (self: Pick<CallAttempt, "status">): boolean =>
  self.status === "completed" || self.status === "error"

/**
 * The duration of the conversation, from answer to end. `None` if the call was never answered, has not ended, or has
 * timestamps that are not ISO-8601.
 *
 * @category getters
 * @since 0.1.0
 */
export const duration = (self: Pick<CallAttempt, "answered_at" | "ended_at">): Option.Option<Duration.Duration> =>
  Option.zipWith(toDateTime(self.answered_at), toDateTime(self.ended_at), DateTime.distance)

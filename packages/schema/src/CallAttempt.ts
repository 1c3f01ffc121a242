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
import { UncheckedJsonObject } from "./internal/json.ts"
import * as OpenEnum from "./OpenEnum.ts"
import { Timestamp, toDateTime } from "./Timestamp.ts"
import { TranscriptMessage } from "./TranscriptMessage.ts"

/**
 * Why a number could not be dialled, as the phone network (SIP) said it.
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
 * Why a number could not be dialled, as the phone network (SIP) said it.
 *
 * @category models
 * @since 0.1.0
 */
export type DialError = typeof DialError.Type

/**
 * What answered a call: a person, an answering machine, a phone menu (`IVR`), Apple's call screening, or nobody knows.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallResult = OpenEnum.make(["IVR", "voicemail", "human", "unknown", "ios-screening-filter"])
/**
 * What answered a call: a person, an answering machine, a phone menu (`IVR`), Apple's call screening, or nobody knows.
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
 * Who ended a call: the assistant (`agent`), the person on the other end (`user`), or a limit (`system`).
 *
 * @category schemas
 * @since 0.1.0
 */
export const EndedBy = OpenEnum.make(["agent", "user", "system"])
/**
 * Who ended a call: the assistant (`agent`), the person on the other end (`user`), or a limit (`system`).
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
    answered_at: Timestamp.annotateKey({ description: "When the call was answered." }),
    dial_error: Schema.NullOr(DialError).annotateKey({
      description: "Why the number could not be dialled; null when it could."
    }),
    ended_at: Timestamp.annotateKey({ description: "When the call ended." }),
    phone_number: Schema.String.annotateKey({ description: "The number that was called, in E.164 (`+33612345678`)." }),
    recording_url: Schema.NullOr(Schema.String).annotateKey({ description: "Where the audio of the call is." }),
    result: Schema.NullOr(CallResult).annotateKey({ description: "What answered; null while nothing has." }),
    started_at: Timestamp.annotateKey({ description: "When the call started." }),
    status: CallAttemptStatus.annotateKey({ description: "The state of the attempt." }),
    end_reason: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Why the assistant ended the call, when `ended_by` is `agent` (`tool_end_call`, `voicemail`, `transfer`, " +
        "`ivr_no_navigate`)."
    }),
    ended_by: Schema.optionalKey(Schema.NullOr(EndedBy)).annotateKey({ description: "Who ended the call." }),
    structured_output: Schema.optionalKey(Schema.NullOr(UncheckedJsonObject)).annotateKey({
      description: "The values taken out of the conversation, by the assistant's `structured_output_config`."
    }),
    transcript: Schema.optionalKey(Schema.NullOr(Schema.Array(TranscriptMessage))).annotateKey({
      description: "The conversation, turn by turn."
    })
  }).annotate({ identifier: "CallAttempt", description: "One attempt to reach a contact by phone." })
) {}

/**
 * An attempt whose structured output has a type of your own.
 *
 * @category models
 * @since 0.1.0
 */
export interface TypedCallAttempt<Output> extends Omit<CallAttempt, "structured_output"> {
  /** What was taken out of the conversation; absent or `null` until then. */
  readonly structured_output?: Output | null
}

/**
 * Whether the attempt is over: completed, or ended by an error.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = (self: Pick<CallAttempt, "status">): boolean =>
  self.status === "completed" || self.status === "error"

/**
 * How long the conversation lasted, from answer to end. `None` when it was never answered, has not ended, or its
 * timestamps cannot be read.
 *
 * @category getters
 * @since 0.1.0
 */
export const duration = (self: Pick<CallAttempt, "answered_at" | "ended_at">): Option.Option<Duration.Duration> =>
  Option.zipWith(toDateTime(self.answered_at), toDateTime(self.ended_at), DateTime.distance)

/**
 * The error of waiting for a call, besides the `RevoxError` of failed requests: {@link CallCompletionError}, with a tagged
 * reason.
 *
 * @since 0.1.0
 */
import { Call } from "@effect-revox/schema/Call"
import { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { failureText, lastFailure } from "./internal/lastFailure.ts"

const lastCall = Schema.optionalKey(Call).annotateKey({
  description: "The call at the last successful poll. Absent when no poll succeeded."
})

const finalCall = Schema.make<Schema.Codec<Call, typeof Call.Encoded>>(
  Call.annotateKey({ description: "The call in its final state." }).ast
)

/**
 * The call was cancelled, so it will never be completed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CallCancelledError
  extends Schema.TaggedError<CallCancelledError>()("CallCancelledError", { call: finalCall })
{
  override get message(): string {
    return "the call was cancelled"
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The call is errored: the contact was not reached, and no attempt follows.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CallErroredError extends Schema.TaggedError<CallErroredError>()("CallErroredError", { call: finalCall }) {
  override get message(): string {
    const error = this.call.last_call_attempt?.dial_error ?? null
    const attempts = `after ${this.call.calls_count} ${this.call.calls_count === 1 ? "attempt" : "attempts"}`
    return `the call is errored ${attempts}${error === null ? "" : `, the last one with ${error}`}`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The call did not reach a final state within the timeout.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CallTimeoutError extends Schema.TaggedError<CallTimeoutError>()("CallTimeoutError", {
  timeout: Schema.Duration.annotateKey({ description: "The timeout." }),
  lastCall,
  lastFailure
}) {
  override get message(): string {
    const state = this.lastCall === undefined ? "no poll succeeded" : `its status is ${this.lastCall.status}`
    return `not completed within ${Duration.format(this.timeout)}: ${state}${failureText(this.lastFailure)}`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The polling schedule ended before the call reached a final state.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CallPollingEndedError extends Schema.TaggedError<CallPollingEndedError>()("CallPollingEndedError", {
  lastCall,
  lastFailure
}) {
  override get message(): string {
    return `the polling schedule ended before the call was completed${failureText(this.lastFailure)}`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The reason why waiting for a call failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidOptionError,
  CallCancelledError,
  CallErroredError,
  CallTimeoutError,
  CallPollingEndedError
])
/**
 * The reason why waiting for a call failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Waiting for a call failed.
 *
 * @category errors
 * @since 0.1.0
 */
export class CallCompletionError extends Schema.TaggedError<CallCompletionError>()("CallCompletionError", {
  callId: Schema.String.annotateKey({ description: "The call that was waited for." }),
  reason: Reason.annotateKey({ description: "The reason why waiting failed." })
}) {
  override get message(): string {
    return `Call ${this.callId}: ${this.reason.message}`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

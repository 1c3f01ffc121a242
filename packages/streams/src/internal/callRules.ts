import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Call } from "@effect-revox/schema/Call"
import * as Result from "effect/Result"
import {
  CallCancelledError,
  CallCompletionError,
  CallErroredError,
  CallPollingEndedError,
  CallTimeoutError,
  type Reason
} from "../CallCompletionError.ts"
import type { Rules } from "./follow.ts"
import * as PollFailures from "./pollFailures.ts"

/** The state between two polls of a call. */
interface State extends PollFailures.PollFailures {
  readonly lastCall?: Call
}

/** The call at the last successful poll, and the failure of the last one. */
const lastPoll = ({ lastCall, lastFailure }: State): Pick<State, "lastCall" | "lastFailure"> => ({
  ...(lastCall === undefined ? {} : { lastCall }),
  ...(lastFailure === undefined ? {} : { lastFailure })
})

/**
 * The rules of waiting for a call. Only `status` decides: `is_completed` and `is_cancelled` are deprecated. An
 * unrecognized status is not final.
 */
export const make = (id: string): Rules<Call, State, CallCompletionError> => {
  const error = (reason: Reason) => new CallCompletionError({ callId: id, reason })
  return {
    initial: () => ({ consecutiveFailures: 0 }),
    evaluate: (state, result: Result.Result<Call, RevoxError>) => {
      if (Result.isFailure(result)) {
        return PollFailures.evaluate(state, result.failure, PollFailures.defaultMaxConsecutiveFailures)
      }
      const call = result.success
      const next: State = { consecutiveFailures: 0, lastCall: call }
      switch (call.status) {
        case "completed":
          return { _tag: "Done", state: next }
        case "cancelled":
          return { _tag: "Failed", state: next, error: error(new CallCancelledError({ call })) }
        case "errored":
          return { _tag: "Failed", state: next, error: error(new CallErroredError({ call })) }
        default:
          return { _tag: "Wait", state: next }
      }
    },
    timedOut: (state, timeout) => error(new CallTimeoutError({ timeout, ...lastPoll(state) })),
    pollingEnded: (state) => error(new CallPollingEndedError(lastPoll(state)))
  }
}

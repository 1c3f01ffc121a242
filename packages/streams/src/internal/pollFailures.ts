import type { RevoxError } from "@effect-revox/client/RevoxError"

/** The failures of a wait so far. */
export interface PollFailures {
  /** The number of polls that have failed since the last successful one. */
  readonly consecutiveFailures: number
  /** The failure of the last poll. Absent when the last poll succeeded. */
  readonly lastFailure?: RevoxError
}

/** Maximum number of consecutive retryable failures. The next one ends the wait. */
export const defaultMaxConsecutiveFailures = 5

/** Evaluates a failed poll: a failure that is not retryable, or one too many in a row, ends the wait. */
export const evaluate = <State extends PollFailures>(
  state: State,
  failure: RevoxError,
  maxConsecutiveFailures: number
):
  | { readonly _tag: "Wait"; readonly state: State & { readonly lastFailure: RevoxError } }
  | { readonly _tag: "Failed"; readonly state: State; readonly error: RevoxError } =>
{
  const consecutiveFailures = state.consecutiveFailures + 1
  return failure.isRetryable && consecutiveFailures <= maxConsecutiveFailures
    ? { _tag: "Wait", state: { ...state, consecutiveFailures, lastFailure: failure } }
    : { _tag: "Failed", state, error: failure }
}

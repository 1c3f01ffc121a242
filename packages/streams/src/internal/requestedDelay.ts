import * as Duration from "effect/Duration"

/** A wrong header, such as a point in time instead of a delay, must not stop a loop for years. */
const maxDelay = Duration.days(1)

/** The delay that the server requests after a failed request: zero if it requests none, and one day at most. */
export const requestedDelay = ({ retryAfter = Duration.zero }: {
  readonly retryAfter?: Duration.Duration | undefined
}): Duration.Duration => Duration.min(retryAfter, maxDelay)

import * as Rules from "@effect-revox/streams/CompletionPolling"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

/**
 * Returns the pause after a number of polls or failures in a row, in milliseconds: that of the polling rules, and at least
 * the delay that the server requests.
 */
export const pauseAfter = (
  count: number,
  maxInterval: Duration.Duration,
  failure?: { readonly _tag: string; readonly retryAfter?: Duration.Duration | undefined }
): Effect.Effect<number> =>
  Effect.map(Random.next, (random) => {
    const requested = failure === undefined ? Duration.zero : Rules.requestedDelay(failure)
    return Duration.toMillis(Duration.max(Rules.nextDelay(count, random, maxInterval), requested))
  })

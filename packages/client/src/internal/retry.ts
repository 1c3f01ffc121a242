import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Reason } from "../RevoxError.ts"

/** A server that wants a longer pause gets its error through to the caller, who can decide what to do meanwhile. */
const longestPause = Duration.seconds(60)

const pauseAsked = (reason: Reason): Duration.Duration =>
  "retryAfter" in reason && reason.retryAfter !== undefined ? reason.retryAfter : Duration.zero

/**
 * Half a second, doubling up to eight, jittered; never less than what the server asks for, since that is applied last.
 */
export const schedule = (retries: number): Schedule.Schedule<unknown, Reason> =>
  Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("8 seconds")]).pipe(
    Schedule.jittered,
    Schedule.setInputType<Reason>(),
    Schedule.modifyDelay(({ duration, input }) => Effect.succeed(Duration.max(duration, pauseAsked(input)))),
    Schedule.while(({ input }) => input.isRetryable && Duration.isLessThanOrEqualTo(pauseAsked(input), longestPause)),
    Schedule.upTo({ times: retries })
  )

import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Reason } from "../RevoxError.ts"
import type { RetryBudget } from "./retryBudget.ts"

/** A server that wants a longer pause gets its error through to the caller, who can decide what to do meanwhile. */
export const longestPause = Duration.seconds(60)

const pauseAsked = (reason: Reason): Duration.Duration | undefined =>
  "retryAfter" in reason ? reason.retryAfter : undefined

const isWorthwhile = (reason: Reason, budget: RetryBudget): boolean => {
  if (!reason.isRetryable || reason._tag === "CircuitOpenError") return false
  const pause = pauseAsked(reason)
  // Who comes back when the server said so is not a storm.
  return pause === undefined ? budget.spend() : Duration.isLessThanOrEqualTo(pause, longestPause)
}

/**
 * Half a second, doubling up to eight, jittered; never less than what the server asks for, since that is applied last.
 */
export const schedule = (retries: number, budget: RetryBudget): Schedule.Schedule<unknown, Reason> =>
  Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("8 seconds")]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: retries }),
    Schedule.setInputType<Reason>(),
    Schedule.modifyDelay(({ duration, input }) =>
      Effect.succeed(Duration.max(duration, pauseAsked(input) ?? Duration.zero))
    ),
    Schedule.while(({ input }) => isWorthwhile(input, budget))
  )

/** Sends again what failed. A schedule takes time to be started, and most calls do not fail: so it is only for those. */
export const retried = <A, R>(
  call: Effect.Effect<A, Reason, R>,
  schedule: Schedule.Schedule<unknown, Reason>
): Effect.Effect<A, Reason, R> =>
  Effect.catchEager(call, (reason) => {
    let isFirst = true
    const again = Effect.suspend(() => {
      if (!isFirst) return call
      isFirst = false
      return Effect.fail(reason)
    })
    return Effect.retry(again, schedule)
  })

import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { RateLimitError, Reason } from "../RevoxError.ts"
import type * as Call from "./call.ts"
import type { RetryBudget } from "./retryBudget.ts"

/** The longest delay before a retry. A call fails if the server requests a longer one. */
export const maxRetryDelay = Duration.seconds(60)

const requestedDelay = (reason: Reason): Duration.Duration | undefined =>
  "retryAfter" in reason ? reason.retryAfter : undefined

const isAcceptable = (delay: Duration.Duration | undefined): boolean =>
  delay === undefined || Duration.isLessThanOrEqualTo(delay, maxRetryDelay)

const shouldRetry = (reason: Reason, budget: RetryBudget): boolean => {
  // A request that received a 429 is repeated after the pause of all requests, see `repeatsAfterPause`.
  if (!reason.isRetryable || reason._tag === "CircuitOpenError" || reason._tag === "RateLimitError") return false
  const delay = requestedDelay(reason)
  // Retries after a delay that the server requests cost nothing.
  return delay === undefined ? budget.spend() : isAcceptable(delay)
}

/** A call fails when it received this many 429s, or when the pauses after them would last longer in all. */
const maxRefusals = 10
const maxPauses = Duration.minutes(5)

/**
 * Whether a call repeats its request after the pause that its 429 caused. Pauses are the price of a rate that all
 * requests share, so they are not retries of the call.
 */
export const repeatsAfterPause = (
  call: Call.Call,
  reason: RateLimitError,
  pause: Duration.Duration,
  maxRetries: number
): boolean => {
  call.refusals++
  call.pauses = Duration.sum(call.pauses, pause)
  return maxRetries > 0 && reason.isRetryable && isAcceptable(reason.retryAfter) &&
    call.refusals < maxRefusals && Duration.isLessThanOrEqualTo(call.pauses, maxPauses)
}

/** Delays of 0.5 to 8 seconds, doubling and jittered, and at least the delay that the server requests. */
export const schedule = (retries: number, budget: RetryBudget): Schedule.Schedule<unknown, Reason> =>
  Schedule.min([Schedule.exponential("500 millis"), Schedule.spaced("8 seconds")]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: retries }),
    Schedule.setInputType<Reason>(),
    Schedule.modifyDelay(({ duration, input }) =>
      Effect.succeed(Duration.max(duration, requestedDelay(input) ?? Duration.zero))
    ),
    Schedule.while(({ input }) => shouldRetry(input, budget))
  )

/**
 * Retries a call.
 *
 * The schedule is started by the first failure only. `Effect.retry` starts it with the call, which costs calls that
 * succeed 4 microseconds of CPU time.
 */
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

import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { Reason } from "../RevoxError.ts"
import type { RetryBudget } from "./retryBudget.ts"

/** The longest delay before a retry. A call fails if the server requests a longer one. */
export const maxRetryDelay = Duration.seconds(60)

const requestedDelay = (reason: Reason): Duration.Duration | undefined =>
  "retryAfter" in reason ? reason.retryAfter : undefined

const shouldRetry = (reason: Reason, budget: RetryBudget): boolean => {
  if (!reason.isRetryable || reason._tag === "CircuitOpenError") return false
  const delay = requestedDelay(reason)
  // Retries after a delay that the server requests cost nothing.
  return delay === undefined ? budget.spend() : Duration.isLessThanOrEqualTo(delay, maxRetryDelay)
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

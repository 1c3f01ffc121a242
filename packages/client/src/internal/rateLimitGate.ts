import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { maxRetryDelay } from "./retry.ts"

/** Pauses all requests of a client after one of them received a 429. */
export interface RateLimitGate {
  /** Waits until no pause is left. */
  readonly pass: Effect.Effect<void>
  /** Whether there is no pause now. */
  readonly isOpen: Effect.Effect<boolean>
  /** Starts a pause, or extends the current one. */
  readonly close: (duration: Duration.Duration) => Effect.Effect<void>
}

/** Waiting requests resume at random times within this duration, because a burst caused the 429. */
const spread = Duration.millis(100)

/** A clock that is set back must not prolong a pause. */
const monotonicMillis = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1_000_000)

export const make = (): RateLimitGate => {
  let opensAt = 0
  const pass: Effect.Effect<void> = Effect.suspend(() => {
    if (opensAt === 0) return Effect.void
    return Effect.flatMap(monotonicMillis, (now) => {
      if (now >= opensAt) return Effect.void
      return Random.nextBetween(0, Duration.toMillis(spread)).pipe(
        Effect.flatMap((jitter) => Effect.sleep(opensAt - now + jitter)),
        Effect.andThen(pass)
      )
    })
  })
  return {
    pass,
    isOpen: Effect.suspend(() =>
      opensAt === 0 ? Effect.succeed(true) : Effect.map(monotonicMillis, (now) => now >= opensAt)
    ),
    close: (duration) =>
      Effect.map(monotonicMillis, (now) => {
        const bounded = Duration.min(duration, maxRetryDelay)
        opensAt = Math.max(opensAt, now + Duration.toMillis(bounded))
      })
  }
}

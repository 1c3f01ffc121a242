import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { maxRetryDelay } from "./retry.ts"

/** Pauses all requests of a client after one of them received a 429. */
export interface RateLimitGate {
  /** Waits until no pause is left. */
  readonly pass: Effect.Effect<void>
  /** Starts a pause, or extends the current one. */
  readonly close: (duration: Duration.Duration) => Effect.Effect<void>
}

/** Waiting requests resume at random times within this duration, because a burst caused the 429. */
const spread = Duration.millis(100)

export const make = (): RateLimitGate => {
  let opensAt = 0
  const pass: Effect.Effect<void> = Effect.suspend(() => {
    if (opensAt === 0) return Effect.void
    return Effect.flatMap(Clock.currentTimeMillis, (now) => {
      if (now >= opensAt) return Effect.void
      return Random.nextBetween(0, Duration.toMillis(spread)).pipe(
        Effect.flatMap((jitter) => Effect.sleep(opensAt - now + jitter)),
        Effect.andThen(pass)
      )
    })
  })
  return {
    pass,
    close: (duration) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const bounded = Duration.min(duration, maxRetryDelay)
        opensAt = Math.max(opensAt, now + Duration.toMillis(bounded))
      })
  }
}

import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { longestPause } from "./retry.ts"

/** What all requests of a client pass. A server that says 429 to one of them closes it for all. */
export interface Gate {
  /** Waits until the gate is open. */
  readonly pass: Effect.Effect<void>
  /** Closes the gate for a time, or for longer than it is closed already. */
  readonly close: (duration: Duration.Duration) => Effect.Effect<void>
}

/** Those who wait do not start in the same millisecond: a burst is what closed the gate. */
const spread = Duration.millis(100)

export const make = (): Gate => {
  let opensAt = 0
  const pass: Effect.Effect<void> = Effect.suspend(() => {
    if (opensAt === 0) return Effect.void
    return Effect.flatMap(Clock.currentTimeMillis, (now) => {
      if (now >= opensAt) return Effect.void
      return Random.nextBetween(0, Duration.toMillis(spread)).pipe(
        Effect.flatMap((late) => Effect.sleep(opensAt - now + late)),
        Effect.andThen(pass)
      )
    })
  })
  return {
    pass,
    close: (duration) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const bounded = Duration.min(duration, longestPause)
        opensAt = Math.max(opensAt, now + Duration.toMillis(bounded))
      })
  }
}

import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { inspect } from "node:util"

/**
 * Evaluates an effect until its value satisfies a condition, in real time. The time limit only ends tests that hang,
 * and the message then contains the last value.
 */
export const eventually = <A, E, R>(effect: Effect.Effect<A, E, R>, condition: (value: A) => boolean) =>
  Effect.suspend(() => {
    let last: A | undefined
    return effect.pipe(
      Effect.tap((value) =>
        Effect.sync(() => {
          last = value
        })
      ),
      Effect.repeat({ schedule: Schedule.spaced("10 millis"), until: condition }),
      Effect.timeoutOrElse({
        duration: "4 minutes",
        orElse: () => Effect.die(new Error(`The condition is not satisfied after 4 minutes: ${inspect(last)}`))
      })
    )
  })

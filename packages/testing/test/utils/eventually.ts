import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { inspect } from "node:util"

/**
 * Evaluates an effect until its value satisfies a condition, in real time. The time limit only ends tests that hang,
 * and the message then contains the last value.
 *
 * The pause is twice as long as the evaluation, or 10 ms. Evaluations without pauses, such as commands that open a
 * database, would take most of the processor time from what the test waits for.
 */
export const eventually = <A, E, R>(effect: Effect.Effect<A, E, R>, condition: (value: A) => boolean) =>
  Effect.suspend(() => {
    let last: A | undefined
    return Effect.gen(function*() {
      while (true) {
        const [elapsed, value] = yield* Effect.timed(effect)
        if (condition(value)) return value
        last = value
        yield* Effect.sleep(Duration.max(Duration.millis(10), Duration.times(elapsed, 2)))
      }
    }).pipe(
      Effect.timeoutOrElse({
        duration: "4 minutes",
        orElse: () => Effect.die(new Error(`The condition is not satisfied after 4 minutes: ${inspect(last)}`))
      })
    )
  })

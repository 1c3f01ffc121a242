import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** A polling loop that can be woken. */
export interface Sleeper {
  /** Whether the loop was woken since its last poll started. */
  isWoken: boolean
  /** Ends the current delay. */
  wakeUp: (() => void) | undefined
}

/** Sleeps until the delay has passed or the sleeper is woken. */
export const sleepUntilWoken = (sleeper: Sleeper, delay: Duration.Duration): Effect.Effect<void> =>
  Effect.withFiber((fiber) =>
    sleeper.isWoken ? Effect.void : Effect.callback((resume) => {
      // A race would take two fibers.
      const timer = Effect.runForkWith(fiber.context)(
        Effect.andThen(Effect.sleep(delay), Effect.sync(() => resume(Effect.void)))
      )
      sleeper.wakeUp = () => {
        sleeper.wakeUp = undefined
        timer.interruptUnsafe()
        resume(Effect.void)
      }
      return Effect.sync(() => {
        sleeper.wakeUp = undefined
        timer.interruptUnsafe()
      })
    })
  )

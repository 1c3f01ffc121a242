import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

/** The clock of who has no other: its time passes by itself. */
const realClock = Context.get(Context.empty(), Clock.Clock)

/** What a timer can be set to, about 25 days: it would ring at once for more. */
const longestTimer = 2 ** 31 - 1

/** Rings after a time, unless it is silenced by calling what is given back. */
const alarm = <R>(context: Context.Context<R>, duration: Duration.Duration, ring: () => void): () => void => {
  const millis = Duration.toMillis(duration)
  if (Context.get(context, Clock.Clock) === realClock && millis <= longestTimer) {
    const timer = setTimeout(ring, millis)
    return () => clearTimeout(timer)
  }
  const fiber = Effect.runForkWith(context)(Effect.delay(Effect.sync(ring), duration))
  return () => fiber.interruptUnsafe()
}

/**
 * Fails when an effect takes longer than it may. It is stopped then, and what it does at its end is waited for.
 *
 * `Effect.timeoutOrElse` does the same in two fibers, of which the second only sleeps: beside a call that takes 200
 * microseconds that can be told apart.
 */
export const within = <A, E, R, E2>(
  effect: Effect.Effect<A, E, R>,
  duration: Duration.Duration,
  late: () => E2
): Effect.Effect<A, E | E2, R> =>
  Effect.contextWith((context: Context.Context<R>) =>
    Effect.callback((resume) => {
      const fiber = Effect.runForkWith(context)(effect)
      const silence = alarm(context, duration, () => {
        resume(Effect.andThen(Fiber.interrupt(fiber), Effect.suspend(() => Effect.fail(late()))))
      })
      fiber.addObserver((exit) => {
        silence()
        resume(exit)
      })
      return Effect.suspend(() => {
        silence()
        return Fiber.interrupt(fiber)
      })
    })
  )

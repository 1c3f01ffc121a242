import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"

/**
 * Runs deliveries, so that each is handled once while its id is remembered. Effects are interrupted when the scope
 * closes.
 */
export const make = <E>(capacity: number, scope: Scope.Scope) => {
  const running = new Map<string, Deferred.Deferred<void, E>>()
  const done = new Set<string>()

  const remember = (id: string): void => {
    done.add(id)
    const [oldest] = done
    if (done.size > capacity && oldest !== undefined) done.delete(oldest)
  }

  const start = <R>(id: string, effect: Effect.Effect<void, E, R>): Effect.Effect<void, E, R> =>
    Effect.uninterruptibleMask((restore) => {
      const result = Deferred.makeUnsafe<void, E>()
      running.set(id, result)
      return effect.pipe(
        Effect.interruptible,
        Effect.onExit((exit) => {
          running.delete(id)
          if (Exit.isSuccess(exit)) remember(id)
          return Deferred.done(result, exit)
        }),
        Effect.forkIn(scope),
        Effect.andThen(restore(Deferred.await(result)))
      )
    })

  return {
    /**
     * Runs the effect of a delivery. Concurrent deliveries of the same id share the result. A success is remembered, a
     * failure is not. The effect continues when the caller is interrupted, because a sender that disconnects has
     * delivered.
     */
    once: <R>(id: string, effect: Effect.Effect<void, E, R>): Effect.Effect<void, E, R> =>
      Effect.suspend(() => {
        if (done.has(id)) return Effect.void
        const current = running.get(id)
        return current === undefined ? start(id, effect) : Deferred.await(current)
      })
  }
}

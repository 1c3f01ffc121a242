import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberMap from "effect/FiberMap"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"

/** Runs deliveries, so that each is handled once while its id is remembered. */
export interface Deliveries<E> {
  /**
   * Runs the effect of a delivery. Concurrent deliveries of the same id share the result. A success is remembered, a
   * failure is not. The effect continues when the caller is interrupted, because a sender that disconnects has delivered.
   */
  readonly once: <R>(id: string, effect: Effect.Effect<void, E, R>) => Effect.Effect<void, E, R>
}

/** Makes the deliveries of a webhook, which remember up to `capacity` ids. Effects are interrupted when the scope closes. */
export const make = <E>(capacity: number): Effect.Effect<Deliveries<E>, never, Scope.Scope> =>
  Effect.map(FiberMap.make<string, void, E>(), (running) => {
    const handled = new Set<string>()
    const remember = (id: string): void => {
      handled.add(id)
      const [oldest] = handled
      if (handled.size > capacity && oldest !== undefined) handled.delete(oldest)
    }
    return {
      once: (id, effect) =>
        Effect.suspend(() => {
          if (handled.has(id)) return Effect.void
          const handling = FiberMap.getUnsafe(running, id)
          if (Option.isSome(handling)) return Fiber.join(handling.value)
          const remembered = Effect.andThen(effect, Effect.sync(() => remember(id)))
          return Effect.flatMap(FiberMap.run(running, id, remembered), Fiber.join)
        })
    }
  })

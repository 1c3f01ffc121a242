import { Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"

/** The client of a program, asking the simulator. */
export const revox = Layer.unwrap(
  Effect.map(
    RevoxSimulator.RevoxSimulator,
    ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl })
  )
)

/** A simulator in memory, and the client of a program that asks it. */
export const simulated = (options: RevoxSimulator.Options = {}) =>
  Layer.provideMerge(revox, RevoxSimulator.layerMemory(options))

/** Lets the clock run while the effect does. */
export const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust("1 day")
    return yield* Fiber.join(fiber)
  })

/** The requests for rows so far. */
export const rowsRequests = Effect.fnUntraced(function*(id?: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const requests = yield* simulator.requests
  return requests.filter((request) => request.endpoint === "rows" && (id === undefined || request.campaignId === id))
})

/** The pages that were asked for so far, in that order. */
export const pagesAsked = (id?: string) =>
  Effect.map(rowsRequests(id), (requests) => requests.map((request) => Number(request.query["page"])))

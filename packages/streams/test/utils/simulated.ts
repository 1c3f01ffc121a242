import { Revox } from "@effect-revox/client"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"

/** A client that is connected to the simulator. */
export const revox = Layer.unwrap(
  Effect.map(
    RevoxSimulator.RevoxSimulator,
    ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl })
  )
)

/** A simulator in memory, and a client that is connected to it. */
export const simulated = (options: RevoxSimulator.Options = {}) =>
  Layer.provideMerge(revox, RevoxSimulator.layerMemory(options))

/** Waits for promises of the platform, such as that of a body, which the test clock does not control. */
const settlePromises = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

/**
 * Advances the test clock by seconds while the effect runs. Promises are settled before each step, so that no timeout
 * expires while a body is read.
 */
export const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(effect)
    yield* TestClock.adjust(0)
    while (fiber.pollUnsafe() === undefined) {
      yield* settlePromises
      yield* TestClock.adjust("1 second")
    }
    return yield* Fiber.join(fiber)
  })

/** The requests for rows so far. */
export const rowsRequests = Effect.fnUntraced(function*(id?: string) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const requests = yield* simulator.requests
  return requests.filter((request) =>
    request.endpoint === "campaigns.getRows" && (id === undefined || request.params["id"] === id)
  )
})

/** The page numbers that were requested so far, in order. */
export const requestedPages = (id?: string) =>
  Effect.map(rowsRequests(id), (requests) => requests.map((request) => Number(request.query["page"])))

/** Adds a completed campaign with faults, and returns its id. */
export const completed = Effect.fnUntraced(function*(rows: number, ...faults: ReadonlyArray<Fault.Fault>) {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  return yield* simulator.addCampaign({ rows, status: "completed", faults })
})

/** The ids of all rows of a campaign. */
export const expected = (id: string) =>
  RevoxSimulator.RevoxSimulator.use((simulator) => Effect.map(simulator.expectedRows(id), (ids) => [...ids]))

export const idsOf = (rows: ReadonlyArray<{ readonly id: string }>) => rows.map((row) => row.id)

/** Removes keys from pages of rows. The newest generation of the API sends `rows` alone. */
export const withoutKeys = (...keys: ReadonlyArray<string>): Fault.Fault =>
  Fault.mapJson((json) =>
    typeof json === "object" && json !== null && "rows" in json
      ? Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)))
      : json
  ).pipe(Fault.onEndpoint("campaigns.getRows"))

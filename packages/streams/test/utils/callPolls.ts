import { Calls, RevoxError } from "@effect-revox/client"
import { Call } from "@effect-revox/schema"
import { RevoxSimulator } from "@effect-revox/testing"
import { Clock, Effect, Layer, Ref, Schema } from "effect"

export const id = "call-1"

/** A call with a status and a number of failed attempts. */
export const makeCall = Effect.gen(function*() {
  const template = yield* RevoxSimulator.RevoxSimulator.use((simulator) =>
    Effect.flatMap(simulator.addCall({ id, attempts: ["busy"], age: "1 day" }), simulator.call)
  ).pipe(Effect.provide(RevoxSimulator.layerMemory()))
  // The deprecated fields contradict the status.
  return (status: Call.CallStatus, changes: Partial<Call.Call> = {}): Call.Call => ({
    ...template,
    is_cancelled: status === "completed",
    is_completed: status !== "completed",
    status,
    ...changes
  })
})

export const unrecognized = Schema.decodeUnknownSync(Call.CallStatus)

/**
 * Mocks `Calls` with the results of its polls, in order. The last one repeats. A response takes `latency` milliseconds.
 * `times` are the times of the polls, in seconds.
 */
export const mockCalls = Effect.fnUntraced(function*(
  all: readonly [Call.Call | RevoxError.RevoxError, ...Array<Call.Call | RevoxError.RevoxError>],
  latency = 0
) {
  const times = yield* Ref.make<ReadonlyArray<number>>([])
  const layer = Layer.mock(Calls.Calls, {
    retrieve: () =>
      Effect.gen(function*() {
        const now = yield* Clock.currentTimeMillis
        const earlier = yield* Ref.getAndUpdate(times, (seconds) => [...seconds, now / 1000])
        if (latency > 0) yield* Effect.sleep(latency)
        const result = all[Math.min(earlier.length, all.length - 1)] ?? all[0]
        return result instanceof RevoxError.RevoxError ? yield* result : result
      })
  })
  return { layer, times: Ref.get(times) }
})

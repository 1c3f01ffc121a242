import { Fault } from "@effect-revox/testing"
import { itSimulated, itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { TestClock } from "effect/testing"
import { get, request } from "./utils/api.ts"
import { eventually } from "./utils/eventually.ts"

const campaigns = [{ id: "c", rows: 10 }]

describe("RequestRecord", () => {
  itSimulated("contains the request without the API key", { campaigns }, (simulator) =>
    Effect.gen(function*() {
      yield* get("/campaigns/c/rows?page=0&query=%2B33%20a&statuses=completed,errored")
      yield* get("/nowhere?x=1&x=2", { headers: { authorization: "Bearer other", "X-Trace": "t" } })
      const [first, second] = yield* simulator.requestStream.pipe(Stream.take(2), Stream.runCollect)
      assert.deepStrictEqual(
        { ...first, headers: undefined, receivedAt: 0, endedAt: 0, bytes: 0 },
        {
          index: 0,
          method: "GET",
          target: "/api/campaigns/c/rows?page=0&query=%2B33%20a&statuses=completed,errored",
          path: "/api/campaigns/c/rows",
          query: { page: "0", query: "+33 a", statuses: "completed,errored" },
          headers: undefined,
          endpoint: "campaigns.getRows",
          params: { id: "c" },
          body: undefined,
          bodyBytes: 0,
          receivedAt: 0,
          endedAt: 0,
          status: 200,
          bytes: 0,
          faults: [],
          inFlight: 1,
          outcome: "completed"
        }
      )
      assert.strictEqual(first?.headers["authorization"], "Bearer <redacted>")
      assert.isAtLeast(first?.endedAt ?? 0, first?.receivedAt ?? Infinity)
      assert.deepStrictEqual([second?.endpoint, second?.params, second?.query], [
        undefined,
        {},
        { x: ["1", "2"] }
      ])
      assert.deepStrictEqual([second?.headers["authorization"], second?.headers["x-trace"]], ["Bearer <redacted>", "t"])
    }))

  itSimulatedInMemory("contains the times on the clock and the number of requests in flight", {
    campaigns,
    faults: [Fault.slowHeaders("1 minute")]
  }, (simulator) =>
    Effect.gen(function*() {
      const fibers: Array<Fiber.Fiber<unknown, unknown>> = []
      for (let index = 0; index < 4; index++) {
        fibers.push(yield* Effect.forkChild(request("/campaigns/c"), { startImmediately: true }))
        yield* TestClock.adjust("20 seconds")
      }
      yield* TestClock.adjust("1 hour")
      yield* Effect.forEach(fibers, Fiber.join)
      const records = yield* simulator.requests
      assert.deepStrictEqual(records.map(({ receivedAt }) => receivedAt), [0, 20_000, 40_000, 60_000])
      assert.deepStrictEqual(records.map(({ endedAt }) => endedAt), [60_000, 80_000, 100_000, 120_000])
      assert.deepStrictEqual(records.map(({ inFlight }) => inFlight), [1, 2, 3, 3])
      const traffic = yield* simulator.traffic
      assert.deepStrictEqual([traffic.requests, traffic.inFlight, traffic.maxInFlight], [4, 0, 3])
    }))

  itSimulated("records requests that the client aborted", {
    campaigns: [{ id: "c", faults: [Fault.slowBody("1 minute", 4)] }]
  }, (simulator) =>
    Effect.gen(function*() {
      const fiber = yield* Effect.forkChild(get("/campaigns/c"))
      yield* eventually(simulator.requests, ([request]) => request?.status === 200)
      yield* Fiber.interrupt(fiber)
      const [record] = yield* simulator.requestStream.pipe(Stream.take(1), Stream.runCollect)
      assert.deepStrictEqual([record?.outcome, record?.status], ["aborted", 200])
      const { aborted, inFlight } = yield* simulator.traffic
      assert.deepStrictEqual([aborted, inFlight], [1, 0])
    }))

  itSimulatedInMemory(
    "is streamed: past requests first, then new ones",
    { campaigns },
    (simulator) =>
      Effect.gen(function*() {
        yield* Effect.forEach([0, 1], (page) => request(`/campaigns/c/rows?page=${page}`))
        const collected = yield* simulator.requestStream.pipe(
          Stream.map((record) => record.query["page"]),
          Stream.take(4),
          Stream.runCollect,
          Effect.forkChild({ startImmediately: true })
        )
        yield* Effect.forEach([2, 3], (page) => request(`/campaigns/c/rows?page=${page}`))
        assert.deepStrictEqual([...(yield* Fiber.join(collected))], ["0", "1", "2", "3"])
      })
  )

  itSimulatedInMemory(
    "is dropped beyond the log limit, but still counted",
    { campaigns, logLimit: 3 },
    (simulator) =>
      Effect.gen(function*() {
        yield* Effect.forEach([0, 1, 2, 3, 4], (page) => request(`/campaigns/c/rows?page=${page}`))
        assert.deepStrictEqual((yield* simulator.requests).map(({ index }) => index), [2, 3, 4])
        assert.strictEqual((yield* simulator.traffic).requests, 5)
      })
  )
})

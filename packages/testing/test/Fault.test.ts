import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { itSimulated } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { get } from "./utils/api.ts"
import { breaks, campaigns, faulty, rowsPath, span } from "./utils/faulty.ts"

describe("Fault", () => {
  describe("combinators", () => {
    faulty("compose on one request: a slow 429, and a truncated compressed page", [
      Fault.all([Fault.rateLimit(), Fault.slowHeaders("40 millis")]).pipe(
        Fault.onEndpoint("campaigns.retrieve"),
        Fault.times(1)
      ),
      Fault.all([Fault.gzip, Fault.closeConnection(0.5)]).pipe(Fault.onEndpoint("campaigns.getRows"), Fault.times(1))
    ], (simulator) =>
      Effect.gen(function*() {
        assert.strictEqual((yield* get("/campaigns/c")).status, 429)
        assert.deepStrictEqual((yield* breaks(rowsPath)).at, "body")
        const [slow, cut] = yield* simulator.requests
        assert.isAtLeast((slow?.endedAt ?? 0) - (slow?.receivedAt ?? 0), 38)
        assert.deepStrictEqual(slow?.faults, ["rate limit + slow headers"])
        assert.deepStrictEqual(cut?.faults, ["gzip + close connection"])
      }))

    itSimulated("affect only the selected requests, and count them", {
      campaigns: [...campaigns, { id: "d", faults: [Fault.status(500).pipe(Fault.always)] }]
    }, (simulator) =>
      Effect.gen(function*() {
        const injected = yield* simulator.inject(
          Fault.status(503).pipe(Fault.when((request) => request.query["result"] === "human"), Fault.times(2))
        )
        const status = Effect.map(get("/campaigns/c/rows?result=human"), ({ status }) => status)
        assert.strictEqual((yield* get("/campaigns/d")).status, 500)
        assert.strictEqual((yield* get("/campaigns/c")).status, 200)
        assert.strictEqual(yield* status, 503)
        assert.strictEqual(yield* injected.hitCount, 1)
        yield* injected.remove
        assert.strictEqual(yield* status, 200)
        yield* simulator.clearFaults
        assert.strictEqual((yield* get("/campaigns/d")).status, 200)
      }))

    itSimulated(
      "randomly affects a reproducible share of the requests",
      { campaigns },
      (simulator) =>
        Effect.gen(function*() {
          const fault = Fault.status(503).pipe(Fault.always, Fault.randomly(0.3))
          const statuses = Effect.forEach(span(0, 100), () => Effect.map(get("/campaigns/c"), ({ status }) => status))
          yield* simulator.inject(fault)
          const once = yield* statuses
          const failed = once.filter((status) => status === 503).length
          assert.isTrue(failed > 15 && failed < 45, String(failed))
          const again = yield* Effect.provide(statuses, RevoxSimulator.layer({ campaigns, faults: [fault] }))
          assert.deepStrictEqual(again, once)
        })
    )

    faulty("make creates a custom fault", [
      Fault.make("teapot", {
        response: (reply, hit) => ({
          ...reply,
          status: 418 + hit.count,
          body: new TextEncoder().encode("short and stout")
        })
      }).pipe(Fault.times(2))
    ], () =>
      Effect.gen(function*() {
        const fibers = yield* Effect.forEach([1, 2, 3], () => Effect.forkChild(get("/campaigns/c")))
        const seen = yield* Effect.forEach(fibers, Fiber.join)
        assert.deepStrictEqual(seen.map(({ status }) => status).sort(), [200, 418, 419])
      }))
  })
})

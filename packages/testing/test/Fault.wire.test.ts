import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { get, getPage } from "./utils/api.ts"
import { eventually } from "./utils/eventually.ts"
import { breaks, campaigns, faulty, json, rowsPath } from "./utils/faulty.ts"
import { advance, layer } from "./utils/simulatorClock.ts"

describe("Fault", () => {
  describe("wire", () => {
    faulty(
      "reset and closeConnection break before the headers",
      [Fault.sequence([Fault.reset(), Fault.closeConnection()])],
      (simulator) =>
        Effect.gen(function*() {
          const reset = yield* breaks(rowsPath)
          assert.deepStrictEqual([reset._tag, reset.at, reset.code], ["Broken", "connect", "ECONNRESET"])
          const closed = yield* breaks(rowsPath)
          assert.deepStrictEqual([closed._tag, closed.at, closed.code], ["Broken", "connect", "UND_ERR_SOCKET"])
          assert.strictEqual((yield* get(rowsPath)).status, 200)
          assert.deepStrictEqual((yield* simulator.requests).map((request) => request.outcome).slice(0, 2), [
            "broken",
            "broken"
          ])
        })
    )

    faulty(
      "reset and closeConnection break within the body",
      [Fault.sequence([Fault.reset(0.5), Fault.closeConnection(0.5)])],
      () =>
        Effect.gen(function*() {
          const reset = yield* breaks(rowsPath)
          assert.deepStrictEqual([reset._tag, reset.at, reset.status], ["Broken", "body", 200])
          assert.strictEqual(reset.code, "ECONNRESET")
          const closed = yield* breaks(rowsPath)
          assert.deepStrictEqual([closed._tag, closed.at, closed.status], ["Broken", "body", 200])
          assert.strictEqual(closed.code, "UND_ERR_SOCKET")
          assert.strictEqual((yield* getPage("c")).rows.length, 50)
        })
    )

    faulty(
      "truncate cuts the JSON but keeps the HTTP response valid",
      [Fault.truncate(0.5)],
      () =>
        Effect.gen(function*() {
          const cut = yield* get(rowsPath)
          const complete = yield* get(rowsPath)
          assert.strictEqual(cut.status, 200)
          assert.isTrue(complete.text.startsWith(cut.text.slice(0, -4)))
          const half = Number(complete.headers["content-length"]) / 2
          assert.strictEqual(Number(cut.headers["content-length"]), Math.floor(half))
          assert.throws(() => json(cut.text), SyntaxError)
        })
    )

    faulty("stall sends nothing until the client aborts, and is logged as aborted", [
      Fault.sequence([Fault.stall(), Fault.stall(0.5)])
    ], (simulator) =>
      Effect.gen(function*() {
        for (const aborted of [1, 2]) {
          const silent = yield* Effect.forkChild(get(rowsPath))
          yield* eventually(simulator.traffic, ({ inFlight }) => inFlight === 1)
          yield* Fiber.interrupt(silent)
          yield* eventually(simulator.traffic, (traffic) => traffic.aborted === aborted)
        }
        assert.deepStrictEqual((yield* simulator.requests).map((request) => request.outcome), ["aborted", "aborted"])
      }))

    it.live("slowHeaders and slowBody delay the response", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        yield* simulator.inject(Fault.sequence([Fault.slowHeaders("60 millis"), Fault.slowBody("60 millis", 3)]))
        const slow = Effect.gen(function*() {
          const fiber = yield* Effect.forkChild(get(rowsPath))
          while (fiber.pollUnsafe() === undefined) {
            yield* Effect.sleep("1 milli")
            yield* advance("1 milli")
          }
          return yield* Fiber.join(fiber)
        })
        const seen = [yield* slow, yield* slow, yield* get(rowsPath)]
        assert.strictEqual(new Set(seen.map(({ text }) => text)).size, 1)
        const ended = yield* simulator.requestStream.pipe(Stream.take(3), Stream.runCollect)
        const took = ended.map((request) => (request.endedAt ?? 0) - request.receivedAt)
        assert.isAtLeast(took[0] ?? 0, 60)
        assert.isAtLeast(took[1] ?? 0, 60)
        assert.strictEqual(took[2], 0)
      }).pipe(Effect.provide(layer({ campaigns }))))
  })
})

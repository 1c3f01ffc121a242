import { Fault } from "@effect-revox/testing"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { get, getPage } from "./utils/api.ts"
import { breaks, faulty, json, rowsPath } from "./utils/faulty.ts"

describe("Fault", () => {
  describe("wire", () => {
    faulty(
      "reset and hangUp before the headers",
      [Fault.sequence([Fault.reset(), Fault.hangUp()])],
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
      "reset and hangUp in the middle of the body",
      [Fault.sequence([Fault.reset(0.5), Fault.hangUp(0.5)])],
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

    faulty("truncate cuts the JSON and lets HTTP be content", [Fault.truncate(0.5)], () =>
      Effect.gen(function*() {
        const cut = yield* get(rowsPath)
        const whole = yield* get(rowsPath)
        assert.strictEqual(cut.status, 200)
        assert.isTrue(whole.text.startsWith(cut.text.slice(0, -4)))
        const half = Number(whole.headers["content-length"]) / 2
        assert.strictEqual(Number(cut.headers["content-length"]), Math.floor(half))
        assert.throws(() => json(cut.text), SyntaxError)
      }))

    faulty("stall falls silent until the client gives up, which the log tells", [
      Fault.sequence([Fault.stall(), Fault.stall(0.5)])
    ], (simulator) =>
      Effect.gen(function*() {
        for (const where of ["headers", "body"]) {
          const late = yield* Effect.timeoutOption(get(rowsPath), "60 millis")
          assert.strictEqual(late._tag, "None", where)
        }
        yield* Effect.sleep("20 millis")
        assert.deepStrictEqual((yield* simulator.requests).map((request) => request.outcome), ["aborted", "aborted"])
        assert.strictEqual((yield* simulator.traffic).aborted, 2)
      }))

    faulty("slowHeaders and slowBody take their time", [
      Fault.sequence([Fault.slowHeaders("60 millis"), Fault.slowBody("60 millis", 3)])
    ], (simulator) =>
      Effect.gen(function*() {
        const seen = yield* Effect.forEach([1, 2, 3], () => get(rowsPath))
        assert.deepStrictEqual(new Set(seen.map(({ text }) => text)).size, 1)
        yield* Effect.sleep("5 millis")
        const took = (yield* simulator.requests).map((request) => (request.endedAt ?? 0) - request.receivedAt)
        assert.isAtLeast(took[0] ?? 0, 58)
        assert.isAtLeast(took[1] ?? 0, 55)
        assert.isBelow(took[2] ?? Infinity, 50)
      }))
  })
})

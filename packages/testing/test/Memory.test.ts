import { Fault } from "@effect-revox/testing"
import { itSimulatedInMemory } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import { TestClock } from "effect/testing"
import { request } from "./utils/api.ts"

const campaigns = [{ id: "c", rows: 100, status: "completed" }] as const

const text = (path = "/campaigns/c/rows") => Effect.flatMap(request(path), (response) => response.text)

const memory = (
  name: string,
  faults: ReadonlyArray<Fault.Fault>,
  body: Parameters<typeof itSimulatedInMemory<void, unknown>>[2]
) => itSimulatedInMemory(name, { campaigns, faults }, body)

describe("layerMemory", () => {
  memory("reports connections that break before the headers as transport errors", [
    Fault.sequence([Fault.reset(), Fault.closeConnection()])
  ], (simulator) =>
    Effect.gen(function*() {
      const reset = yield* Effect.flip(text())
      assert.strictEqual(reset.reason._tag, "TransportError")
      assert.include(reset.message, "ECONNRESET")
      const closed = yield* Effect.flip(text())
      assert.strictEqual(closed.reason._tag, "TransportError")
      assert.include(closed.message, "other side closed")
      assert.deepStrictEqual((yield* simulator.requests).map(({ outcome }) => outcome), ["broken", "broken"])
    }))

  memory(
    "fails to read interrupted bodies",
    [Fault.sequence([Fault.reset(0.5), Fault.closeConnection(0.5)])],
    (simulator) =>
      Effect.gen(function*() {
        for (const _ of ["reset", "close"]) {
          const response = yield* request("/campaigns/c/rows")
          assert.strictEqual(response.status, 200)
          const error = yield* Effect.flip(response.text)
          assert.strictEqual(error.reason._tag, "DecodeError")
        }
        assert.deepStrictEqual((yield* simulator.requests).map(({ outcome }) => outcome), ["broken", "broken"])
      })
  )

  memory("delays responses on the test clock", [
    Fault.sequence([Fault.slowHeaders("5 minutes"), Fault.slowBody("10 minutes", 5)])
  ], () =>
    Effect.gen(function*() {
      const headers = yield* Effect.forkChild(request("/campaigns/c"), { startImmediately: true })
      yield* TestClock.adjust("299 seconds")
      assert.isUndefined(headers.pollUnsafe())
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(headers)).status, 200)
      const body = yield* Effect.forkChild(text(), { startImmediately: true })
      for (let minute = 0; minute < 12; minute++) {
        yield* TestClock.adjust("50 seconds")
      }
      assert.strictEqual((JSON.parse(yield* Fiber.join(body)) as { total: number }).total, 100)
      assert.strictEqual(yield* Effect.clockWith((clock) => clock.currentTimeMillis), 900_000)
    }))

  memory("records stalled responses that the client aborts", [
    Fault.sequence([Fault.stall(), Fault.slowHeaders("1 hour"), Fault.stall(0.5)])
  ], (simulator) =>
    Effect.gen(function*() {
      for (const _ of [1, 2, 3]) {
        const late = yield* Effect.forkChild(Effect.timeoutOption(text(), "1 second"), { startImmediately: true })
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* Fiber.join(late))._tag, "None")
      }
      assert.deepStrictEqual((yield* simulator.requests).map(({ outcome }) => outcome), [
        "aborted",
        "aborted",
        "aborted"
      ])
    }))

  memory("decompresses bodies, as fetch does", [Fault.gzip], () =>
    Effect.gen(function*() {
      const response = yield* request("/campaigns/c/rows")
      assert.strictEqual(response.headers["content-encoding"], "gzip")
      assert.strictEqual((JSON.parse(yield* response.text) as { total: number }).total, 100)
    }))

  memory(
    "returns redirects, and serves their other origin",
    [Fault.redirect("other-origin")],
    () =>
      Effect.gen(function*() {
        const response = yield* request("/campaigns/c")
        assert.deepStrictEqual([response.status, response.headers["location"]], [
          307,
          "http://localhost/api/campaigns/c"
        ])
        assert.strictEqual((yield* HttpClient.get(response.headers["location"] ?? "")).status, 401)
      })
  )

  memory(
    "refuses connections to other origins, and sends no body with a 304",
    [Fault.status(304)],
    () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(HttpClient.get("https://www.getrevox.com/api/campaigns/c"))
        assert.strictEqual(error.reason._tag, "TransportError")
        const response = yield* request("/campaigns/c")
        assert.deepStrictEqual([response.status, yield* response.text], [304, ""])
      })
  )

  memory("truncates, shortens and repeats pages as over a socket", [
    Fault.truncate(0.5).pipe(Fault.onPage(0)),
    Fault.repeatPage().pipe(Fault.onPage(1)),
    Fault.shortPage(1).pipe(Fault.onPage(2))
  ], () =>
    Effect.gen(function*() {
      const page = (number: number) => text(`/campaigns/c/rows?page=${number}&page_size=10`)
      const rows = (json: string) =>
        (JSON.parse(json) as { rows: ReadonlyArray<{ row_index: number }> }).rows.map(({ row_index }) => row_index)
      const cut = yield* page(0)
      assert.throws(() => JSON.parse(cut), SyntaxError)
      assert.deepStrictEqual(rows(yield* page(1)), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
      assert.deepStrictEqual(rows(yield* page(2)), [20, 21, 22, 23, 24, 25, 26, 27, 28])
    }))
})

import { Fault } from "@effect-revox/testing"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { get, getPage } from "./utils/api.ts"
import { faulty, json, rowsPath } from "./utils/faulty.ts"

describe("Fault", () => {
  describe("responses", () => {
    faulty("status sends headers and a body, limited by times", [
      Fault.status(503, { headers: { "X-Reason": "busy" }, body: { detail: [1, null] } }).pipe(Fault.times(2))
    ], () =>
      Effect.gen(function*() {
        const seen = yield* Effect.forEach([1, 2, 3], () => get(rowsPath))
        assert.deepStrictEqual(seen.map(({ status }) => status), [503, 503, 200])
        assert.strictEqual(seen[0]?.headers["x-reason"], "busy")
        assert.deepStrictEqual(json(seen[0]?.text ?? ""), { detail: [1, null] })
      }))

    faulty("status sends text unchanged, and an error in the simulator's format without a body", [
      Fault.sequence([Fault.status(500, { body: "boom" }), Fault.status(409)])
    ], () =>
      Effect.gen(function*() {
        const text = yield* get(rowsPath)
        assert.strictEqual(text.text, "boom")
        assert.match(text.headers["content-type"] ?? "", /^text\/plain/)
        const error = yield* get(rowsPath)
        assert.deepStrictEqual(json(error.text), { error: { message: "Simulated failure 409" } })
      }))

    faulty("rateLimit sends the delay in seconds, as a date, in milliseconds or not at all", [
      Fault.sequence([
        Fault.rateLimit({ retryAfter: "1500 millis" }),
        Fault.rateLimit({ retryAfter: "90 seconds", as: "http-date" }),
        Fault.rateLimit({ retryAfter: "250 millis", as: "retry-after-ms" }),
        Fault.rateLimit()
      ])
    ], (simulator) =>
      Effect.gen(function*() {
        const [seconds, date, millis, silent] = yield* Effect.forEach([1, 2, 3, 4], () => get(rowsPath))
        const { receivedAt } = (yield* simulator.requests)[1] ?? assert.fail()
        assert.deepStrictEqual([seconds, date, millis, silent].map((seen) => seen?.status), [429, 429, 429, 429])
        assert.strictEqual(seconds?.headers["retry-after"], "2")
        const due = Date.parse(date?.headers["retry-after"] ?? "") - receivedAt
        assert.isTrue(due >= 90_000 && due <= 91_000, String(due))
        assert.match(date?.headers["retry-after"] ?? "", /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/)
        assert.strictEqual(millis?.headers["retry-after-ms"], "250")
        assert.isUndefined(silent?.headers["retry-after"])
      }))

    faulty("html, invalidJson and emptyBody send bodies that are not JSON", [
      Fault.sequence([Fault.html(), Fault.invalidJson(), Fault.emptyBody()])
    ], () =>
      Effect.gen(function*() {
        const html = yield* get(rowsPath)
        assert.strictEqual(html.status, 502)
        assert.match(html.headers["content-type"] ?? "", /^text\/html/)
        assert.match(html.text, /<h1>502<\/h1>/)
        const invalid = yield* get(rowsPath)
        assert.strictEqual(invalid.status, 200)
        assert.strictEqual(invalid.headers["content-type"], "application/json")
        assert.throws(() => json(invalid.text), SyntaxError)
        const empty = yield* get(rowsPath)
        assert.deepStrictEqual([empty.status, empty.text, empty.headers["content-length"]], [200, "", "0"])
      }))

    faulty(
      "redirect to the same origin succeeds",
      [Fault.redirect("same-origin", 302)],
      (simulator) =>
        Effect.gen(function*() {
          const seen = yield* get(rowsPath)
          assert.strictEqual(seen.status, 200)
          assert.strictEqual(seen.url, simulator.baseUrl + rowsPath)
          assert.deepStrictEqual((yield* simulator.requests).map(({ status }) => status), [302, 200])
        })
    )

    faulty("redirect to another origin shows that fetch does not send the key there", [
      Fault.redirect("other-origin")
    ], (simulator) =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath)
        assert.strictEqual(seen.status, 401)
        assert.match(seen.url, /^http:\/\/localhost:\d+\/api\/campaigns\/c\/rows\?page_size=20$/)
        const [first, second] = yield* simulator.requests
        assert.strictEqual(first?.headers["authorization"], "Bearer <redacted>")
        assert.isUndefined(second?.headers["authorization"])
      }))

    faulty("redirect sends a custom URL", [Fault.redirect("https://example.com/x", 308)], () =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath, { redirect: "manual" })
        assert.deepStrictEqual([seen.status, seen.headers["location"]], [308, "https://example.com/x"])
      }))

    faulty("contentType and headers change only the headers", [
      Fault.contentType("text/plain"),
      Fault.headers({ "X-Request-Id": "req_1" })
    ], () =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath)
        assert.deepStrictEqual([seen.headers["content-type"], seen.headers["x-request-id"]], ["text/plain", "req_1"])
        assert.strictEqual((json(seen.text) as { total: unknown }).total, 100)
      }))

    faulty("gzip compresses the body", [Fault.gzip], (simulator) =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath)
        assert.strictEqual(seen.headers["content-encoding"], "gzip")
        assert.strictEqual((json(seen.text) as { total: unknown }).total, 100)
        const [record] = yield* simulator.requests
        assert.strictEqual(String(record?.bytes), seen.headers["content-length"])
        assert.isBelow(record?.bytes ?? Infinity, seen.text.length / 4)
      }))

    faulty("mapJson transforms the JSON body", [
      Fault.mapJson((json) => ({ campaign: json, extra: true })).pipe(Fault.onEndpoint("campaigns.retrieve"))
    ], () =>
      Effect.gen(function*() {
        const seen = json((yield* get("/campaigns/c")).text) as {
          campaign: { campaign: { id: string } }
          extra: boolean
        }
        assert.deepStrictEqual([seen.campaign.campaign.id, seen.extra], ["c", true])
        assert.strictEqual((yield* getPage("c")).total, 100)
      }))
  })
})

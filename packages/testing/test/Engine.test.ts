import { Fault } from "@effect-revox/testing"
import type { RequestRecord } from "@effect-revox/testing/RequestRecord"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import * as Stream from "effect/Stream"
import * as RequestBody from "../src/internal/requestBody.ts"
import { eventually } from "./utils/eventually.ts"
import { records, send, Things, transports } from "./utils/things.ts"

const thing = { name: "a", due: "2026-03-01T00:00:00Z" }

const json = (text: string): unknown => JSON.parse(text)
const message = (text: string): string => (JSON.parse(text) as { message: string }).message

const post = (body: unknown) => send("POST", "/things", { body: HttpBody.jsonUnsafe(body) })

describe.each(transports)("Engine, %s", (_, layer) => {
  it.live("decodes path parameters and the query", () =>
    Effect.gen(function*() {
      const { status, text } = yield* send("GET", "/things/%31%32?deep=true&unknown=1")
      assert.deepStrictEqual([status, json(text)], [200, { params: { number: 12 }, query: { deep: true } }])
      const invalid = yield* send("GET", "/things/twelve")
      assert.deepStrictEqual([invalid.status, message(invalid.text).includes(`at ["number"]`)], [400, true])
      const invalidQuery = yield* send("GET", "/things/12?deep=maybe")
      assert.deepStrictEqual([invalidQuery.status, message(invalidQuery.text).includes(`at ["deep"]`)], [400, true])
    }).pipe(Effect.provide(layer)))

  it.live("decodes the JSON body", () =>
    Effect.gen(function*() {
      const { status, text } = yield* post(thing)
      assert.deepStrictEqual([status, json(text)], [200, { name: "a", dueAt: 1_772_323_200_000 }])
    }).pipe(Effect.provide(layer)))

  it.live("rejects an invalid body with 422 and the path of the field", () =>
    Effect.gen(function*() {
      const cases = [
        [{ name: "a" }, `["due"]`],
        [{ ...thing, due: "soon" }, `["due"]`],
        [{ ...thing, name: 1 }, `["name"]`],
        [{ ...thing, tags: [{ key: "a" }, {}] }, `["tags"][1]["key"]`],
        [{ ...thing, nmae: "a" }, `["nmae"]`],
        [{ ...thing, tags: [{ key: "a", value: 1 }] }, `["tags"][0]["value"]`]
      ] as const
      for (const [body, path] of cases) {
        const { status, text } = yield* post(body)
        assert.strictEqual(status, 422)
        assert.include(message(text), `at ${path}`)
      }
    }).pipe(Effect.provide(layer)))

  it.live("rejects a body that is missing, is not JSON or has another content type", () =>
    Effect.gen(function*() {
      const text = JSON.stringify(thing)
      const status = (body?: HttpBody.HttpBody) =>
        Effect.map(send("POST", "/things", body === undefined ? {} : { body }), (response) => response.status)
      assert.strictEqual(yield* status(), 400)
      assert.strictEqual(yield* status(HttpBody.text("{", "application/json")), 400)
      assert.strictEqual(yield* status(HttpBody.text(text, "text/plain")), 415)
      assert.strictEqual(yield* status(HttpBody.formDataRecord({ name: "a" })), 415)
      assert.strictEqual(yield* status(HttpBody.text(text, "application/json;charset=utf-8")), 200)
      assert.strictEqual(yield* status(HttpBody.text(text, "application/merge-patch+json")), 200)
    }).pipe(Effect.provide(layer)))

  it.live("reads a streamed body, and rejects one that is too large with 413", () =>
    Effect.gen(function*() {
      const pieces = [...JSON.stringify(thing)].map((piece) => new TextEncoder().encode(piece))
      const streamed = HttpBody.stream(Stream.fromIterable(pieces), "application/json")
      assert.strictEqual((yield* send("POST", "/things", { body: streamed })).status, 200)
      const large = HttpBody.uint8Array(new Uint8Array(RequestBody.maxBytes + 1), "application/json")
      assert.strictEqual((yield* send("POST", "/things", { body: large })).status, 413)
      assert.strictEqual((yield* post(thing)).status, 200)
    }).pipe(Effect.provide(layer)))

  it.live("returns the errors of handlers", () =>
    Effect.gen(function*() {
      const { status, text } = yield* post({ ...thing, name: "taken" })
      assert.deepStrictEqual([status, message(text)], [409, "The name is taken"])
    }).pipe(Effect.provide(layer)))

  it.live("returns bytes, text and empty responses", () =>
    Effect.gen(function*() {
      const audio = yield* send("GET", "/things/abc/audio")
      assert.deepStrictEqual([audio.status, audio.headers["content-type"]], [200, "audio/mpeg"])
      assert.deepStrictEqual([...audio.bytes], [0, 255, 3])
      const notes = yield* send("GET", "/things/1/notes")
      assert.deepStrictEqual([notes.status, notes.headers["content-type"], notes.text], [
        200,
        "text/plain; charset=utf-8",
        "été"
      ])
      const removed = yield* send("DELETE", "/things/1")
      assert.deepStrictEqual([removed.status, removed.headers["content-length"], removed.bytes.length], [
        204,
        undefined,
        0
      ])
    }).pipe(Effect.provide(layer)))

  it.live("prefers a literal segment to a parameter", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* send("GET", "/things/latest")).text, `"latest"`)
      assert.strictEqual((yield* send("DELETE", "/things/latest")).status, 204)
    }).pipe(Effect.provide(layer)))

  it.live("distinguishes unknown paths from methods that a path does not have", () =>
    Effect.gen(function*() {
      const { headers, status } = yield* send("PUT", "/things/1")
      assert.deepStrictEqual([status, headers["allow"]], [405, "GET, DELETE"])
      for (const path of ["", "/", "/things/", "/things//audio", "/things/1/", "/things/1/audio/2", "/thing/1"]) {
        assert.strictEqual((yield* send("GET", path)).status, 404, path)
      }
      const { origin } = yield* Things
      assert.strictEqual((yield* HttpClient.get(`${origin}/things/1`)).status, 404)
      assert.strictEqual((yield* HttpClient.put(`${origin}/api/things/1`)).status, 401)
    }).pipe(Effect.provide(layer)))

  it.live("logs the body of each request", () =>
    Effect.gen(function*() {
      yield* send("GET", "/things/1")
      yield* post(thing)
      yield* send("POST", "/things", { body: HttpBody.text("{\"name\":", "application/json") })
      yield* send("POST", "/nowhere", { body: HttpBody.jsonUnsafe([1]) })
      const logged = (yield* records).map(({ body, bodyBytes, status }) => [body, bodyBytes, status])
      assert.deepStrictEqual(logged, [
        [undefined, 0, 200],
        [thing, 41, 200],
        ["{\"name\":", 8, 400],
        [[1], 3, 404]
      ])
    }).pipe(Effect.provide(layer)))

  it.live("drops the oldest bodies from the log once all of them exceed its limit", () =>
    Effect.gen(function*() {
      const { log } = yield* Things
      yield* Effect.forEach(["a", "b", "c"], (name) => post({ ...thing, name }))
      const nameOf = (record: RequestRecord) => [record.bodyBytes, (record.body as { name: string } | undefined)?.name]
      const expected = [[41, undefined], [41, "b"], [41, "c"]]
      assert.deepStrictEqual((yield* records).map(nameOf), expected)
      const ended = yield* log.ended.pipe(Stream.take(3), Stream.map(nameOf), Stream.runCollect)
      assert.deepStrictEqual(ended, expected)
      // The newest body is kept even if it alone exceeds the limit.
      yield* post({ ...thing, name: "d".repeat(200) })
      assert.deepStrictEqual((yield* records).map(({ body }) => body === undefined), [true, true, true, false])
    }).pipe(Effect.provide(layer)))

  it.live("lets faults match on the body", () =>
    Effect.gen(function*() {
      const { injections } = yield* Things
      const isB = ({ body }: RequestRecord) => (body as { name: string }).name === "b"
      injections.inject([Fault.status(503).pipe(Fault.when(isB))])
      const statuses = yield* Effect.forEach(["a", "b", "b"], (name) => post({ ...thing, name }))
      assert.deepStrictEqual(statuses.map(({ status }) => status), [200, 503, 200])
    }).pipe(Effect.provide(layer)))

  it.live("logs a request with an interrupted body as aborted", () =>
    Effect.gen(function*() {
      const { log } = yield* Things
      const body = HttpBody.stream(
        Stream.concat(Stream.make(new TextEncoder().encode("{")), Stream.fail("broken")),
        "application/json"
      )
      const error = yield* Effect.flip(send("POST", "/things", { body }))
      assert.strictEqual(error.reason._tag, "TransportError")
      const [ended] = yield* log.ended.pipe(Stream.take(1), Stream.runCollect)
      assert.deepStrictEqual([ended?.outcome, ended?.status, ended?.body], ["aborted", undefined, undefined])
    }).pipe(Effect.provide(layer)))

  it.live("closes while a body is in flight", () =>
    Effect.gen(function*() {
      const { log } = yield* Things
      const body = HttpBody.stream(Stream.concat(Stream.make(new TextEncoder().encode("{")), Stream.never))
      const context = yield* Effect.context<Things | HttpClient.HttpClient>()
      yield* Effect.forkDetach(Effect.provideContext(Effect.ignore(send("POST", "/things", { body })), context))
      yield* eventually(Effect.sync(log.traffic), ({ inFlight }) => inFlight === 1)
    }).pipe(Effect.provide(layer)))
})

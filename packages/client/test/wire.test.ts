import { Campaigns, RevoxClient, RevoxError } from "@effect-revox/client"
import { Api, Endpoint } from "@effect-revox/schema"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, layer } from "@effect/vitest"
import { Clock, Deferred, Effect, Fiber, Layer, Redacted, Schema } from "effect"
import { FetchHttpClient, HttpClientRequest } from "effect/http"
import * as HttpClient from "effect/http/HttpClient"
import { TestClock } from "effect/testing"
import { eventually } from "../../testing/test/utils/eventually.ts"
import { retrieve, revox } from "./utils/simulated.ts"

/** A socket does not wait for a test clock. */
const live = { excludeTestServices: true }

const getRows = Campaigns.Campaigns.use((campaigns) => campaigns.getRows("spring", { page_size: 20 }))

const requests = RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)

/** Injects faults while an effect runs, and returns its value and the requests that it sent. */
const under = <A, E, R>(faults: ReadonlyArray<Fault.Fault>, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const simulator = yield* RevoxSimulator.RevoxSimulator
    const before = (yield* requests).length
    yield* simulator.inject(...faults)
    const value = yield* effect
    yield* simulator.clearFaults
    return { value, requests: (yield* requests).slice(before) }
  })

/** Runs all pending work that does not wait for a socket. */
const nextTurn = Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))

describe.each([
  ["undici", NodeHttpClient.layerUndici],
  ["node:http", NodeHttpClient.layerNodeHttp],
  ["fetch", FetchHttpClient.layer]
])("over a socket, with %s", (name, httpClient) => {
  const simulator = RevoxSimulator.layer({ campaigns: [{ id: "spring", status: "completed", rows: 20 }] })

  layer(Layer.provideMerge(revox({ maxRetries: 1 }), Layer.merge(simulator, httpClient)), live)((it) => {
    it.effect.each<readonly [string, Fault.Fault]>([
      ["a reset before the headers", Fault.reset()],
      ["a reset in the middle of the body", Fault.reset(0.5)],
      ["a connection that is closed before the headers", Fault.closeConnection()],
      ["a connection that is closed in the middle of the body", Fault.closeConnection(0.5)]
    ])("retries after %s", ([_, fault]) =>
      Effect.gen(function*() {
        const { requests, value } = yield* under([fault], getRows)
        assert.lengthOf(value.rows, 20)
        assert.lengthOf(requests, 2)
      }))

    it.effect("reports the cause of repeated failures", () =>
      Effect.gen(function*() {
        const { value } = yield* under([Fault.reset().pipe(Fault.always)], Effect.flip(getRows))
        assert.strictEqual(value.reason._tag, "ConnectionError")
        assert.match(value.message, /ECONNRESET|other side closed|socket hang up|terminated/)
      }))

    it.effect("reports a refused connection", () =>
      Effect.gen(function*() {
        const error = yield* retrieve.pipe(
          RevoxClient.withTransformClient(
            HttpClient.mapRequest(HttpClientRequest.setUrl("http://127.0.0.1:65500/api"))
          ),
          RevoxClient.withMaxRetries(0),
          Effect.flip
        )
        assert.strictEqual(error.reason._tag, "ConnectionError")
        assert.include(error.message, "ECONNREFUSED")
      }))

    it.effect("closes the socket of a request that times out", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const clock = yield* TestClock.make({ warningDelay: "1 day" })
        const before = (yield* requests).length
        yield* simulator.inject(Fault.stall(0.5))
        const fiber = yield* getRows.pipe(
          RevoxClient.withTimeout("1 minute"),
          RevoxClient.withMaxRetries(0),
          Effect.flip,
          Effect.provideService(Clock.Clock, clock),
          Effect.forkChild
        )
        yield* eventually(requests, (all) => all.length > before)
        yield* clock.adjust("1 minute")
        assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "TimeoutError")
        yield* eventually(requests, (all) => all[before]?.outcome === "aborted")
        yield* simulator.clearFaults
      }))

    it.effect.each<readonly [string, Fault.Fault, "request" | "response"]>([
      ["before the headers", Fault.stall(), "request"],
      ["in the middle of the body", Fault.stall(0.5), "response"]
    ])("closes the socket at once when it is interrupted %s", ([_, fault, last]) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const before = (yield* requests).length
        yield* simulator.inject(fault)
        const response = yield* Deferred.make<void>()
        const fiber = yield* getRows.pipe(
          RevoxClient.withTransformClient(HttpClient.tap(() => Deferred.succeed(response, undefined))),
          Effect.forkChild
        )
        if (last === "response") {
          yield* Deferred.await(response)
          // The client begins to read the body in the same turn of the event loop, or in the next.
          yield* Effect.repeat(nextTurn, { times: 2 })
        } else {
          yield* eventually(requests, (all) => all.length === before + 1)
        }
        yield* Fiber.interrupt(fiber)
        yield* eventually(requests, (all) => all[before]?.outcome === "aborted")
        assert.lengthOf(yield* requests, before + 1)
        yield* simulator.clearFaults
      }))

    it.effect.each(
      [
        ["same-origin", 301],
        ["other-origin", 302],
        ["other-origin", 307],
        ["https://collector.example.com/?query=%2B33612345678", 308]
      ] as const
    )("does not follow a redirect to %s", ([to, status]) =>
      Effect.gen(function*() {
        const { requests, value } = yield* under([Fault.redirect(to, status).pipe(Fault.always)], Effect.flip(retrieve))
        assert.strictEqual(value.reason._tag, "UnexpectedStatusError")
        assert.include(value.message, "redirects")
        assert.notInclude(JSON.stringify(value), "33612345678")
        assert.lengthOf(requests, 1)
      }))

    it.effect("decodes a gzipped body, including one that fetch has already decompressed", () =>
      Effect.gen(function*() {
        const packed = yield* under([Fault.gzip], getRows)
        assert.lengthOf(packed.value.rows, 20)
      }))

    it.effect("ignores the content type of the body", () =>
      Effect.gen(function*() {
        for (const type of ["text/html", "application/octet-stream", "nonsense"]) {
          const { value } = yield* under([Fault.contentType(type)], getRows)
          assert.lengthOf(value.rows, 20)
        }
      }))

    it.effect.each<readonly [string, Fault.Fault]>([
      ["HTML", Fault.html(200)],
      ["broken JSON", Fault.invalidJson()],
      ["nothing", Fault.emptyBody()]
    ])("reports a body that is not JSON: %s", ([_, fault]) =>
      Effect.gen(function*() {
        const { value } = yield* under([fault], Effect.flip(getRows))
        assert.strictEqual(value.reason._tag, "InvalidResponseError")
        assert.include(value.message, "not JSON")
      }))

    it.effect("returns unknown fields through a schema of any JSON", () =>
      Effect.gen(function*() {
        const response = yield* RevoxClient.executeResponse(
          Endpoint.withSuccess(Api.campaigns.retrieve, Schema.Struct({ campaign: Schema.Json })),
          { params: { id: "spring" } }
        )
        assert.strictEqual(response.status, 200)
        assert.strictEqual(response.attempts, 1)
        assert.include(response.headers["content-type"], "application/json")
      }))

    it.effect("sends its user agent", () =>
      Effect.gen(function*() {
        const { requests } = yield* under([], retrieve)
        assert.strictEqual(requests[0]?.headers["user-agent"], "effect-revox", name)
        assert.notInclude(JSON.stringify(requests), "test-key")
      }))
  })

  layer(
    Layer.provideMerge(
      revox({ apiKey: Redacted.make("wrong-key") }),
      Layer.merge(RevoxSimulator.layer({ campaigns: [{ id: "spring" }], errorBody: "problem+json" }), httpClient)
    ),
    live
  )((it) => {
    it.effect("reports a wrong key without revealing it", () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(retrieve)
        assert.strictEqual(error.reason._tag, "AuthenticationError")
        assert.notInclude(JSON.stringify(error) + String(error), "wrong-key")
        const encoded = yield* Schema.encodeEffect(Schema.toCodecJson(RevoxError.RevoxError))(error)
        const decoded = yield* Schema.decodeUnknownEffect(Schema.toCodecJson(RevoxError.RevoxError))(
          JSON.parse(JSON.stringify(encoded))
        )
        const status = yield* Effect.fail(decoded).pipe(
          Effect.catchReason("RevoxError", "AuthenticationError", (reason) => Effect.succeed(reason.status))
        )
        assert.strictEqual(status, 401)
        assert.strictEqual(decoded.message, error.message)
      }))
  })
})

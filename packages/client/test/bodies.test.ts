import { RevoxClient } from "@effect-revox/client"
import { Endpoint } from "@effect-revox/schema"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Layer, Redacted, Schema } from "effect"
import { FetchHttpClient, HttpClient } from "effect/http"
import * as Http from "node:http"
import { brotliCompressSync, gzipSync } from "node:zlib"

const retrieve = Endpoint.make("GET", "/things", {
  summary: "Retrieves things.",
  success: Schema.Struct({ text: Schema.String })
})

const download = Endpoint.make("GET", "/things", { summary: "Downloads.", success: Endpoint.bytes("audio/mpeg") })

const clients: Readonly<Record<string, Layer.Layer<HttpClient.HttpClient>>> = {
  undici: NodeHttpClient.layerUndici,
  "node:http": NodeHttpClient.layerNodeHttp,
  fetch: FetchHttpClient.layer
}

type Respond = (response: Http.ServerResponse) => void

/** Serves requests with the given functions in turn; the last one repeats. */
const serve = (responds: readonly [Respond, ...Array<Respond>]) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly baseUrl: string; readonly count: () => number }>((resume) => {
      let count = 0
      const server = Http.createServer((_, response) => {
        const respond = responds[Math.min(count, responds.length - 1)] ?? responds[0]
        count += 1
        respond(response)
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = address === null || typeof address === "string" ? 0 : address.port
        resume(Effect.succeed({ baseUrl: `http://127.0.0.1:${port}/api`, count: () => count, server }))
      })
    }).pipe(Effect.map((service) => service as typeof service & { readonly server: Http.Server })),
    ({ server }) =>
      Effect.callback<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      })
  )

const send = (status: number, headers: Record<string, string>, body: string | Uint8Array): Respond => (response) => {
  response.writeHead(status, headers)
  response.end(body)
}

const thing = JSON.stringify({ text: "é".repeat(2000) })

describe.each(Object.entries(clients))("bodies, with %s", (name, httpClient) => {
  const run = <A, E>(
    effect: Effect.Effect<A, E, RevoxClient.RevoxClient>,
    baseUrl: string,
    options: Partial<RevoxClient.Options> = {}
  ) =>
    Effect.provide(
      effect,
      RevoxClient.layer({ apiKey: Redacted.make("key"), baseUrl, maxRetries: 1, ...options }).pipe(
        Layer.provide(httpClient)
      )
    )

  const get = RevoxClient.execute(retrieve, {})

  it.live("of JSON that end early are retried", () =>
    Effect.gen(function*() {
      for (const part of [0.2, 0.5, 0.99]) {
        const { baseUrl, count } = yield* serve([
          send(200, {}, thing.slice(0, thing.length * part)),
          send(200, {}, thing)
        ])
        assert.strictEqual((yield* run(get, baseUrl)).text.length, 2000)
        assert.strictEqual(count(), 2)
      }
    }).pipe(Effect.scoped))

  it.live("of JSON that always end early are connection errors that do not blame the base URL", () =>
    Effect.gen(function*() {
      const { baseUrl } = yield* serve([send(200, {}, "{\"text\": \"abc")])
      const error = yield* Effect.flip(run(get, baseUrl))
      assert(error.reason._tag === "ConnectionError")
      assert.deepStrictEqual([error.reason.attempts, error.isRetryable], [2, true])
      assert.include(error.message, "The response body ends early, after 13 characters of JSON")
      assert.notInclude(error.message, "base URL")
    }).pipe(Effect.scoped))

  it.live("that are not JSON are not retried", () =>
    Effect.gen(function*() {
      for (const body of ["{\"text\": abc}", "<p>", "", "{\"text\":\"a\"}}", "abc"]) {
        const { baseUrl, count } = yield* serve([send(200, {}, body)])
        const error = yield* Effect.flip(run(get, baseUrl))
        assert.deepStrictEqual([error.reason._tag, count()], ["InvalidResponseError", 1])
      }
    }).pipe(Effect.scoped))

  it.live("of cut gzip are connection errors", () =>
    Effect.gen(function*() {
      const { baseUrl } = yield* serve([send(200, { "content-encoding": "gzip" }, gzipSync(thing).subarray(0, 30))])
      const error = yield* Effect.flip(run(get, baseUrl))
      assert.strictEqual(error.reason._tag, "ConnectionError")
      assert.isTrue(error.isRetryable)
    }).pipe(Effect.scoped))

  it.live("of gzip are decompressed up to the limit", () =>
    Effect.gen(function*() {
      const large = gzipSync(JSON.stringify({ text: "a".repeat(20_000_000) }))
      assert.isBelow(large.length, 30_000)
      const { baseUrl, count } = yield* serve([send(200, { "content-encoding": "gzip" }, large)])
      const error = yield* Effect.flip(run(get, baseUrl, { maxBodySize: 1_000_000 }))
      assert(error.reason._tag === "InvalidResponseError")
      assert.deepStrictEqual([error.delivery, error.isRetryable, count()], ["accepted", false, 1])
      assert.include(error.message, "larger than 1000000 bytes: request less, or raise the option maxBodySize.")
      assert.strictEqual((yield* run(get, baseUrl)).text.length, 20_000_000)
    }).pipe(Effect.scoped))

  it.live("without a length are read up to the limit, and the connection is closed", () =>
    Effect.gen(function*() {
      const closed = yield* Deferred.make<void>()
      const endless: Respond = (response) => {
        const chunk = Buffer.alloc(65_536, "a")
        response.writeHead(200)
        const write = () => {
          while (response.write(chunk));
        }
        response.on("drain", write)
        response.on("close", () => {
          Deferred.doneUnsafe(closed, Effect.void)
        })
        write()
      }
      const { baseUrl } = yield* serve([endless])
      for (const endpoint of [retrieve, download]) {
        const error = yield* Effect.flip(run(RevoxClient.execute(endpoint, {}), baseUrl, { maxBodySize: 300_000 }))
        assert.include(error.message, "larger than 300000 bytes")
      }
      yield* Deferred.await(closed)
    }).pipe(Effect.scoped))

  it.live("of the size of the limit are read", () =>
    Effect.gen(function*() {
      const size = Buffer.byteLength(thing)
      const { baseUrl } = yield* serve([send(200, {}, thing)])
      yield* run(get, baseUrl, { maxBodySize: size })
      const error = yield* Effect.flip(run(get, baseUrl, { maxBodySize: size - 1 }))
      assert.include(error.message, `larger than ${size - 1} bytes`)
    }).pipe(Effect.scoped))

  it.live("that a transformed client has read already are read again", () =>
    Effect.gen(function*() {
      const chunked: Respond = (response) => {
        response.writeHead(200)
        response.write(thing.slice(0, 100))
        response.end(thing.slice(100))
      }
      const gzipped = send(200, { "content-encoding": "gzip" }, gzipSync(thing))
      for (const respond of [chunked, gzipped, send(200, {}, thing)]) {
        const { baseUrl } = yield* serve([respond])
        const { text } = yield* run(get, baseUrl, {
          transformClient: HttpClient.tap((response) => response.text)
        })
        assert.strictEqual(text.length, 2000)
      }
    }).pipe(Effect.scoped))

  it.live("of errors are cut", () =>
    Effect.gen(function*() {
      const { baseUrl } = yield* serve([send(404, {}, "b".repeat(3_000_000))])
      const error = yield* Effect.flip(run(get, baseUrl, { maxBodySize: 10 }))
      assert(error.reason._tag === "NotFoundError")
      assert.strictEqual(error.reason.bodyExcerpt, `${"b".repeat(500)}…`)
    }).pipe(Effect.scoped))

  it.live("with an encoding that was not requested are reported, or decoded by fetch", () =>
    Effect.gen(function*() {
      const { baseUrl } = yield* serve([send(200, { "content-encoding": "br" }, brotliCompressSync(thing))])
      const result = yield* run(get, baseUrl).pipe(
        Effect.map(({ text }) => text),
        Effect.catch(({ message }) => Effect.succeed(message))
      )
      if (name === "fetch") assert.strictEqual(result, "é".repeat(2000))
      else assert.include(result, "has the content encoding br, which was not requested and cannot be decoded.")
    }).pipe(Effect.scoped))
})

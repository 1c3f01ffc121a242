import { Recordings } from "@effect-revox/client"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, type Layer, Stream } from "effect"
import { FetchHttpClient, type HttpClient } from "effect/http"
import type * as Http from "node:http"
import { attempt, audio, download, ogg, reasonOf, revox, secret, status, storage } from "./utils/recordings.ts"

const clients: Readonly<Record<string, Layer.Layer<HttpClient.HttpClient>>> = {
  undici: NodeHttpClient.layerUndici,
  "node:http": NodeHttpClient.layerNodeHttp,
  fetch: FetchHttpClient.layer
}

describe.each(Object.entries(clients))("Recordings.download with %s", (_, httpClient) => {
  const local = Effect.provide(revox("http://127.0.0.1:1/api", httpClient))

  it.live("streams the bytes, without the API key, cookies and trace headers", () =>
    Effect.gen(function*() {
      const { origin, received } = yield* storage(ogg)
      const bytes = yield* download(`${origin}/a%2Fb.ogg?${secret}&x=%20+y`).pipe(Effect.withSpan("parent"))
      assert.isTrue(bytes.equals(audio))
      const [request, ...others] = received
      assert.deepStrictEqual([request?.url, others], [`/a%2Fb.ogg?${secret}&x=%20+y`, []])
      const names = Object.keys(request?.headers ?? {})
      for (const name of ["authorization", "cookie", "traceparent", "b3", "tracestate"]) assert.notInclude(names, name)
      assert.notInclude(JSON.stringify(request), "the-api-key")
    }).pipe(local))

  it.live("follows redirects, and drops the query of the first address", () =>
    Effect.gen(function*() {
      const { origin, received } = yield* storage((response, url, origin) => {
        if (url.startsWith("/a")) status(302, { location: "/b" })(response)
        else if (url === "/b") status(307, { location: `${origin}/c.ogg?${secret}` })(response)
        else ogg(response)
      })
      assert.isTrue((yield* download(`${origin}/a?${secret}`)).equals(audio))
      assert.deepStrictEqual(received.map(({ url }) => url), [`/a?${secret}`, "/b", `/c.ogg?${secret}`])
    }).pipe(local))

  it.live.each([
    "http://recordings.example.com/a.ogg",
    "http://10.0.0.1/a.ogg",
    "https://10.0.0.1/a.ogg",
    "https://169.254.169.254/latest/meta-data",
    "https://user:password@recordings.example.com/a.ogg",
    "file:///etc/passwd"
  ])("does not follow a redirect to %s", (location) =>
    Effect.gen(function*() {
      const { origin, received } = yield* storage(status(302, { location: `${location}?${secret}` }))
      const reason = yield* reasonOf(`${origin}/a`)
      assert.strictEqual(reason._tag, "RecordingAddressError")
      assert.lengthOf(received, 1)
    }).pipe(local))

  it.live("fails after 5 redirects", () =>
    Effect.gen(function*() {
      const { origin, received } = yield* storage(status(302, { location: "/again" }))
      const reason = yield* reasonOf(`${origin}/a`)
      assert.deepStrictEqual([reason._tag, reason.isRetryable], ["RecordingRequestError", false])
      assert.lengthOf(received, 6)
    }).pipe(local))

  it.live.each<readonly [string, (response: Http.ServerResponse) => void, string, string, boolean]>([
    ["403", status(403), "", "forbidden", false],
    ["401", status(401), "", "forbidden", false],
    ["403 with a past expiry", status(403), "X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&", "expired", false],
    ["400 with a past expiry", status(400), "Expires=1600000000&", "expired", false],
    ["403 with a future expiry", status(403), "Expires=99999999999&", "forbidden", false],
    ["404", status(404), "", "not-found", false],
    ["410", status(410), "", "expired", false],
    ["a web page", status(200, { "content-type": "text/html; charset=utf-8" }), "", "not-audio", false],
    ["400", status(400), "", "RecordingRequestError", false],
    ["206", status(206), "", "RecordingRequestError", false],
    ["302 without a location", status(302), "", "RecordingRequestError", false],
    ["429", status(429), "", "RecordingRequestError", true],
    ["500", status(500), "", "RecordingRequestError", true]
  ])("fails on %s", ([_, respond, query, expected, isRetryable]) =>
    Effect.gen(function*() {
      const { origin, received } = yield* storage(respond)
      const reason = yield* reasonOf(`${origin}/a?${query}${secret}`)
      const kind = reason._tag === "RecordingUnavailableError" ? reason.problem : reason._tag
      assert.deepStrictEqual([kind, reason.isRetryable], [expected, isRetryable])
      assert.lengthOf(received, 1)
    }).pipe(local))

  it.live("fails if the recording is larger than the limit, before or while it is read", () =>
    Effect.gen(function*() {
      const stated = yield* storage(ogg)
      const unknown = yield* storage((response) => {
        response.writeHead(200, { "content-type": "audio/ogg" })
        response.write(audio)
        response.end(audio)
      })
      for (const { origin } of [stated, unknown]) {
        assert.strictEqual((yield* reasonOf(`${origin}/a`, { maxSize: 99_999 }))._tag, "RecordingTooLargeError")
      }
      assert.lengthOf(yield* download(`${stated.origin}/a`, { maxSize: 100_000 }), 100_000)
      assert.lengthOf(yield* download(`${unknown.origin}/a`, { maxSize: 200_000 }), 200_000)
    }).pipe(local))

  it.live("fails if the connection breaks", () =>
    Effect.gen(function*() {
      const { origin } = yield* storage((response) => {
        response.writeHead(200, { "content-type": "audio/ogg", "content-length": audio.length })
        response.write(audio.subarray(0, 1000), () => response.socket?.resetAndDestroy())
      })
      const reason = yield* reasonOf(`${origin}/a?${secret}`)
      assert.deepStrictEqual([reason._tag, reason.isRetryable], ["RecordingRequestError", true])
    }).pipe(local))

  it.live("fails if the response stalls before its start or in the body", () =>
    Effect.gen(function*() {
      const silent = yield* storage(() => {})
      const stalling = yield* storage((response) => {
        response.writeHead(200, { "content-type": "audio/ogg", "content-length": audio.length })
        response.write(audio.subarray(0, 1000))
      })
      const before = yield* reasonOf(`${silent.origin}/a?${secret}`, { timeout: "200 millis" })
      assert.include(before.message, "no response within 200ms")
      const within = yield* reasonOf(`${stalling.origin}/a?${secret}`, { timeout: "200 millis" })
      assert.include(within.message, "no further part after 1000 bytes within 200ms")
    }).pipe(local))

  it.live("fails if nothing listens", () =>
    Effect.gen(function*() {
      const { origin } = yield* Effect.scoped(storage(ogg))
      const reason = yield* reasonOf(`${origin}/a?${secret}`)
      assert.include(reason.message, "the connection failed (ECONNREFUSED)")
    }).pipe(local))

  it.live("closes the connection when the consumer stops", () =>
    Effect.gen(function*() {
      const closed = yield* Deferred.make<void>()
      const { origin } = yield* storage((response) => {
        response.on("close", () => Deferred.doneUnsafe(closed, Effect.void))
        response.writeHead(200, { "content-type": "audio/ogg" })
        response.write(audio)
      })
      const recorded = yield* attempt
      assert(recorded !== undefined)
      yield* Stream.runHead(Recordings.download({ ...recorded, recording_url: `${origin}/a` }))
      yield* Deferred.await(closed)
    }).pipe(local))
})

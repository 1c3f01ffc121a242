import { RecordingError, type Recordings } from "@effect-revox/client"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Tracer } from "effect"
import { FetchHttpClient } from "effect/http"
import { audio, download, reasonOf, revox, secret, status, storage } from "./utils/recordings.ts"

describe("Recordings.download", () => {
  const local = Effect.provide(revox("http://localhost:1/api"))

  it.effect.each([null, ""])(
    "sends no request for an attempt without a recording: %j",
    (url) =>
      Effect.gen(function*() {
        const reason = yield* reasonOf(url)
        assert(reason._tag === "RecordingUnavailableError")
        assert.deepStrictEqual([reason.problem, reason.status], ["none", undefined])
      }).pipe(local)
  )

  it.effect.each([
    "https://127.0.0.1/a",
    "https://localhost/a",
    "https://localhost./a",
    "https://app.localhost/a",
    "http://127.0.0.1/a",
    "https://2130706433/a",
    "https://0x7f.1/a",
    "https://0177.0.0.1/a",
    "https://0.0.0.0/a",
    "https://10.1.2.3/a",
    "https://100.64.0.1/a",
    "https://169.254.169.254/a",
    "https://172.31.255.255/a",
    "https://192.168.0.1/a",
    "https://198.18.0.1/a",
    "https://224.0.0.1/a",
    "https://255.255.255.255/a",
    "https://[::]/a",
    "https://[::1]/a",
    "https://[::ffff:10.0.0.1]/a",
    "https://[64:ff9b::10.0.0.1]/a",
    "https://[2002:a00:1::]/a",
    "https://[2001::1]/a",
    "https://[fc00::1]/a",
    "https://[fe80::1]/a",
    "https://[ff02::1]/a",
    "https://metadata/a",
    "https://metadata.google.internal/a",
    "https://nas.local/a",
    "http://recordings.example.com/a",
    "ftp://recordings.example.com/a",
    "data:audio/ogg,a",
    "file:///a.ogg",
    "https://user@recordings.example.com/a",
    "/a.ogg",
    "not a url"
  ])("refuses %s", (url) =>
    Effect.gen(function*() {
      const reason = yield* reasonOf(`${url}?${secret}`)
      assert.strictEqual(reason._tag, "RecordingAddressError")
      assert.notInclude(reason.message, "from :")
    }).pipe(Effect.provide(revox("https://www.getrevox.com/api"))))

  it.effect.each([
    "https://recordings.example.com/a",
    "https://8.8.8.8/a",
    "https://172.32.0.1/a",
    "https://100.128.0.1/a",
    "https://[2606:4700::1111]/a",
    "https://bucket.s3.eu-west-3.amazonaws.com:8443/a"
  ])("requests %s", (url) =>
    Effect.gen(function*() {
      const requested: Array<string> = []
      const fetch: typeof globalThis.fetch = (input) => {
        requested.push(String(input))
        return Promise.resolve(new Response(audio, { headers: { "content-type": "audio/ogg" } }))
      }
      yield* download(url).pipe(
        Effect.provide(revox("https://www.getrevox.com/api")),
        Effect.provideService(FetchHttpClient.Fetch, fetch)
      )
      assert.deepStrictEqual(requested, [url])
    }))

  it.effect.each(["https://10.0.0.1/a", "http://192.168.0.1/a", "http://recordings.example.com/a"])(
    "refuses %s with a loopback base URL, too",
    (url) => Effect.map(reasonOf(url), ({ _tag }) => assert.strictEqual(_tag, "RecordingAddressError")).pipe(local)
  )

  it.effect.each<readonly [object, string]>([
    [{ maxSize: 0 }, "Invalid option maxSize: expected an integer of 1 or more, got 0."],
    [{ timeout: "soon" }, "Invalid option timeout: expected"],
    [{ limit: 1 }, "Invalid option limit: there is no such option."]
  ])("rejects the options %j", ([options, message]) =>
    Effect.map(
      reasonOf("https://recordings.example.com/a", options as Recordings.Options),
      (reason) => assert.include(reason.message, message)
    ).pipe(local))

  it.live("keeps the query out of spans", () =>
    Effect.gen(function*() {
      const spans: Array<Tracer.NativeSpan> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      const { origin, received } = yield* storage(status(403))
      yield* reasonOf(`${origin}/a?${secret}`).pipe(Effect.provideService(Tracer.Tracer, tracer))
      assert.deepStrictEqual(spans.map(({ name }) => name), ["Recordings.download"])
      const seen = spans.map(({ attributes, events, status }) =>
        String(JSON.stringify([[...attributes], events, status], (_, value: unknown) =>
          typeof value === "bigint" ? String(value) : value))
      )
      assert.notInclude(seen.join(), "5ignature")
      assert.notProperty(received[0]?.headers, "traceparent")
    }).pipe(local))

  it.effect("has errors that can be stored", () =>
    Effect.gen(function*() {
      const { Reason } = RecordingError
      const reason = yield* reasonOf(null)
      const json: unknown = JSON.parse(JSON.stringify(yield* Schema.encodeUnknownEffect(Reason)(reason)))
      assert.strictEqual((yield* Schema.decodeUnknownEffect(Reason)(json)).message, reason.message)
    }).pipe(local))
})

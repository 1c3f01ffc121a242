import { RecordingError, Recordings, Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Schema, Stream, Tracer } from "effect"
import { FetchHttpClient, type HttpClient } from "effect/http"
import * as Http from "node:http"

const attempt = RevoxSimulator.RevoxSimulator.use((simulator) =>
  Effect.flatMap(simulator.addCall({ attempts: ["human"], age: "1 day" }), simulator.call)
).pipe(Effect.provide(RevoxSimulator.layerMemory()), Effect.map((call) => call.call_attempts[0]))

const secret = "X-Amz-Signature=5ignature"

interface Received {
  readonly url: string
  readonly headers: Http.IncomingHttpHeaders
}

/** A storage of recordings on the loopback interface. */
const storage = Effect.fnUntraced(function*(
  respond: (response: Http.ServerResponse, url: string, origin: string) => void
) {
  const received: Array<Received> = []
  const server = Http.createServer((request, response) => {
    const url = request.url ?? ""
    received.push({ url, headers: request.headers })
    respond(response, url, `http://${request.headers.host}`)
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => {
      server.listen(0, "127.0.0.1", () => resume(Effect.void))
    }),
    () =>
      Effect.callback<void>((resume) => {
        server.closeAllConnections()
        server.close(() => resume(Effect.void))
      })
  )
  const address = server.address()
  const port = address === null || typeof address === "string" ? 0 : address.port
  return { received, origin: `http://127.0.0.1:${port}`, port }
})

const clients: Readonly<Record<string, Layer.Layer<HttpClient.HttpClient>>> = {
  undici: NodeHttpClient.layerUndici,
  "node:http": NodeHttpClient.layerNodeHttp,
  fetch: FetchHttpClient.layer
}

const revox = (baseUrl: string, httpClient: Layer.Layer<HttpClient.HttpClient> = FetchHttpClient.layer) =>
  Recordings.layer.pipe(
    Layer.provideMerge(Revox.layer({ apiKey: Redacted.make("the-api-key"), baseUrl })),
    Layer.provide(httpClient)
  )

/** Downloads the recording at a URL, and collects its bytes. */
const download = Effect.fnUntraced(function*(url: string | null, options?: Recordings.Options) {
  const recorded = yield* attempt
  assert(recorded !== undefined)
  const chunks = yield* Stream.runCollect(Recordings.download({ ...recorded, recording_url: url }, options))
  return Buffer.concat(chunks)
})

const reasonOf = (url: string | null, options?: Recordings.Options) =>
  Effect.map(Effect.flip(download(url, options)), (error) => {
    assert.instanceOf(error, RecordingError.RecordingError)
    assert.notInclude(JSON.stringify([error, error.message, error.stack]), "5ignature")
    return error.reason
  })

const audio = Buffer.alloc(100_000, "audio")

const ogg = (response: Http.ServerResponse) => {
  response.writeHead(200, { "content-type": "audio/ogg", "content-length": audio.length })
  response.end(audio)
}

const status = (status: number, headers: Http.OutgoingHttpHeaders = {}) => (response: Http.ServerResponse) => {
  response.writeHead(status, headers)
  response.end("<Error/>")
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
      let isClosed = false
      const { origin } = yield* storage((response) => {
        response.on("close", () => {
          isClosed = true
        })
        response.writeHead(200, { "content-type": "audio/ogg" })
        response.write(audio)
      })
      const recorded = yield* attempt
      assert(recorded !== undefined)
      yield* Stream.runHead(Recordings.download({ ...recorded, recording_url: `${origin}/a` }))
      while (!isClosed) yield* Effect.sleep("5 millis")
    }).pipe(local))
})

describe("Recordings.download", () => {
  const local = Effect.provide(revox("http://localhost:1/api"))

  it.effect.each([null, ""])("sends no request for an attempt without a recording: %j", (url) =>
    Effect.gen(function*() {
      const reason = yield* reasonOf(url)
      assert(reason._tag === "RecordingUnavailableError")
      assert.deepStrictEqual([reason.problem, reason.status], ["none", undefined])
    }).pipe(local))

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
    "https://user@recordings.example.com/a",
    "/a.ogg",
    "not a url"
  ])("refuses %s", (url) =>
    Effect.gen(function*() {
      const reason = yield* reasonOf(`${url}?${secret}`)
      assert.strictEqual(reason._tag, "RecordingAddressError")
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

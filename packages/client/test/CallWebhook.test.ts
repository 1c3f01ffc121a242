import { Calls, CallWebhook, Revox } from "@effect-revox/client"
import { Fault, RevoxSimulator, Webhook } from "@effect-revox/testing"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Deferred, Effect, Fiber, Layer, Logger, Redacted, type Scope, Tracer } from "effect"
import { FetchHttpClient, HttpEffect, HttpRouter, HttpServer } from "effect/http"
import * as Http from "node:http"
import * as Net from "node:net"

const secret = "correct-horse-battery"

const simulator = RevoxSimulator.layer({
  calls: [
    { id: "call-1", attempts: ["busy", "human"], age: "2 hours" },
    { id: "call-2", attempts: ["human"], age: "2 hours" },
    { id: "placed", attempts: ["human"], delay: "1 hour" }
  ]
})

const revox = Layer.unwrap(
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl }))
).pipe(Layer.provideMerge(Layer.merge(simulator, FetchHttpClient.layer)))

type Handle<E, R> = (delivery: CallWebhook.Delivery) => Effect.Effect<unknown, E, R>

/** Serves a webhook on a socket, and returns its URL without the query. */
const serve = Effect.fnUntraced(function*<E>(
  handle: Handle<E, never>,
  options: Partial<CallWebhook.Options> = {}
) {
  const app = HttpRouter.serve(
    CallWebhook.layer("/calls/completed", { secret: Redacted.make(secret), ...options }, handle),
    { disableListenLog: true }
  ).pipe(Layer.provideMerge(NodeHttpServer.layer(() => Http.createServer(), { port: 0, host: "127.0.0.1" })))
  const context = yield* Layer.build(app)
  const server = yield* Effect.provideContext(HttpServer.HttpServer, context)
  if (server.address._tag !== "InetAddressV4") return assert.fail(server.address._tag)
  return `http://127.0.0.1:${server.address.port}/calls/completed`
})

const signed = (url: string) => `${url}?sig=${secret}`

const retrieve = (id: string) => Calls.Calls.use((calls) => calls.retrieve(id))

/** Counts deliveries by the ids of their attempts. */
const counter = () => {
  const seen: Array<CallWebhook.Delivery> = []
  return { seen, handle: (delivery: CallWebhook.Delivery) => Effect.sync(() => seen.push(delivery)) }
}

/** Writes raw text to the server, and returns what it sends until it closes the connection. */
const raw = (url: string, parts: ReadonlyArray<string | Buffer>, pause = 0) =>
  Effect.callback<string>((resume) => {
    const { hostname, port } = new URL(url)
    let received = ""
    const socket = Net.connect(Number(port), hostname, () => {
      const write = ([part, ...rest]: ReadonlyArray<string | Buffer>): void => {
        if (part === undefined || socket.destroyed) return
        socket.write(part, () => setTimeout(write, pause, rest))
      }
      write(parts)
    })
    socket.on("data", (data) => received += data.toString())
    socket.on("error", () => {})
    socket.on("close", () => resume(Effect.succeed(received)))
    return Effect.sync(() => socket.destroy())
  })

const statusOf = (response: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(response)?.[1] ?? 0)

const head = (url: string, headers: Readonly<Record<string, string>>): string => {
  const { host, pathname, search } = new URL(url)
  const lines = Object.entries({ host, "content-type": "application/json", ...headers })
  return [`POST ${pathname}${search} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join(
    "\r\n"
  )
}

const test = <A, E>(
  name: string,
  effect: () => Effect.Effect<A, E, Layer.Success<typeof revox> | Scope.Scope>
) => it.live(name, () => effect().pipe(Effect.scoped, Effect.provide(revox, { local: true })))

describe("CallWebhook", () => {
  test("hands the call and the attempt from the API to the handler, and responds with a 204", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = yield* serve(handle)
      const call = yield* retrieve("call-1")
      assert.deepStrictEqual(yield* Webhook.deliver(signed(url), call), [204])
      assert.lengthOf(seen, 1)
      assert.strictEqual(seen[0]?.call.id, "call-1")
      assert.strictEqual(seen[0]?.attempt.id, call.last_call_attempt?.id)
      assert.strictEqual(seen[0]?.attempt.result, "human")
    }))

  test("refuses a missing, wrong or repeated secret before the body is read", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = yield* serve(handle)
      const queries = [
        "",
        "?sig=",
        "?sig=wrong",
        `?sig=${secret}x`,
        `?sig=${secret.slice(1)}`,
        `?sig=${secret}&sig=${secret}`
      ]
      for (const query of queries) {
        // The body never arrives.
        const response = yield* raw(url, [head(`${url}${query}`, { "content-length": "100" })])
        assert.strictEqual(statusOf(response), 401, query)
      }
      assert.deepStrictEqual(seen, [])
    }))

  test("accepts a secret that is percent-encoded", () =>
    Effect.gen(function*() {
      const { handle } = counter()
      const strange = "a&b=c d+e/f%g#h äöü"
      const url = yield* serve(handle, { secret: Redacted.make(strange) })
      const call = yield* retrieve("call-1")
      assert.deepStrictEqual(yield* Webhook.deliver(`${url}?sig=${encodeURIComponent(strange)}`, call), [204])
    }))

  test("refuses bodies that are too large, with and without a content-length", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = signed(yield* serve(handle, { maxBodySize: 20_000 }))
      const call = yield* retrieve("call-1")
      assert.deepStrictEqual(yield* Webhook.deliver(url, call, { size: 20_000 }), [204])
      assert.deepStrictEqual(yield* Webhook.deliver(url, yield* retrieve("call-2"), { size: 20_001 }), [413])
      const chunk = `3e8\r\n${" ".repeat(1000)}\r\n`
      const chunked = yield* raw(url, [head(url, { "transfer-encoding": "chunked" }), ...Array<string>(21).fill(chunk)])
      assert.strictEqual(statusOf(chunked), 413)
      assert.lengthOf(seen, 1)
    }))

  test("refuses a body that arrives too slowly", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = signed(yield* serve(handle, { bodyTimeout: "200 millis" }))
      const response = yield* raw(url, [head(url, { "content-length": "100" }), ...Array<string>(40).fill(" ")], 50)
      assert.strictEqual(statusOf(response), 408)
      assert.deepStrictEqual(seen, [])
    }))

  test("refuses encodings, content types and bodies that it cannot read", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = signed(yield* serve(handle))
      const call = yield* retrieve("call-1")
      const send = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
        Effect.map(
          raw(url, [
            head(url, { "content-length": String(Buffer.byteLength(body)), connection: "close", ...headers }),
            body
          ]),
          statusOf
        )
      const body = JSON.stringify(Webhook.payload(call))
      assert.strictEqual(yield* send(body, { "content-encoding": "gzip" }), 415)
      assert.strictEqual(yield* send(body, { "content-type": "application/x-www-form-urlencoded" }), 415)
      assert.strictEqual(yield* send(body, { "content-type": "text/plain" }), 415)
      assert.strictEqual(yield* send(""), 422)
      assert.strictEqual(yield* send("{"), 422)
      assert.strictEqual(yield* send("[]"), 422)
      assert.strictEqual(yield* send("{\"call_id\":\"a\"}"), 422)
      assert.strictEqual(yield* send("{\"call_id\":1,\"call_order_id\":\"call-1\"}"), 422)
      assert.strictEqual(yield* send(Buffer.from([0xff, 0xfe, 0x7b])), 422)
      // JSON with thousands of levels makes recursive functions of the application throw.
      const deep = `${"[".repeat(5000)}${"]".repeat(5000)}`
      assert.strictEqual(yield* send(`${body.slice(0, -1)},"transcript":${deep}}`), 422)
      assert.deepStrictEqual(seen, [])
      assert.strictEqual(yield* send(body, { "content-type": "application/json; charset=utf-8" }), 204)
    }))

  test("refuses calls that do not exist, are not completed, or do not have the attempt", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = signed(yield* serve(handle))
      const call = yield* retrieve("call-1")
      const deliver = (change: (body: string) => string) => Webhook.deliver(url, call, { transformBody: change })
      assert.deepStrictEqual(yield* deliver((body) => body.replace("call-1", "call-404")), [422])
      assert.deepStrictEqual(yield* deliver((body) => body.replace("call-1", "placed")), [503])
      assert.deepStrictEqual(yield* deliver((body) => body.replace("call-1", "call-2")), [503])
      assert.deepStrictEqual(seen, [])
    }))

  test("responds with a 503 when the API fails, and handles the repetition", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = signed(yield* serve(handle))
      const call = yield* retrieve("call-1")
      const { inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.status(501))
      assert.deepStrictEqual(yield* Webhook.deliver(url, call), [503])
      assert.deepStrictEqual(yield* Webhook.deliver(url, call), [204])
      assert.lengthOf(seen, 1)
    }))

  test("responds with a 500 when the handler fails or dies, and handles the repetition", () =>
    Effect.gen(function*() {
      let runs = 0
      const url = signed(
        yield* serve(() =>
          Effect.suspend(() => [Effect.fail("no"), Effect.die("bug"), Effect.void][runs++] ?? Effect.void)
        )
      )
      const call = yield* retrieve("call-1")
      assert.deepStrictEqual(yield* Webhook.deliver(url, call), [500])
      assert.deepStrictEqual(yield* Webhook.deliver(url, call), [500])
      assert.deepStrictEqual(yield* Webhook.deliver(url, call), [204])
      assert.strictEqual(runs, 3)
    }))

  test("runs the handler once for concurrent duplicates, and not again for later ones", () =>
    Effect.gen(function*() {
      const started = yield* Deferred.make<void>()
      const gate = yield* Deferred.make<void>()
      let runs = 0
      const url = signed(
        yield* serve(() =>
          Effect.sync(() => runs++).pipe(
            Effect.andThen(Deferred.succeed(started, undefined)),
            Effect.andThen(Deferred.await(gate))
          )
        )
      )
      const call = yield* retrieve("call-1")
      const fiber = yield* Effect.forkChild(Webhook.deliver(url, call, { copies: 10 }))
      yield* Deferred.await(started)
      yield* Effect.sleep("50 millis")
      yield* Deferred.succeed(gate, undefined)
      assert.deepStrictEqual(yield* Fiber.join(fiber), Array<number>(10).fill(204))
      assert.deepStrictEqual(yield* Webhook.deliver(url, call), [204])
      assert.strictEqual(runs, 1)
    }))

  test("forgets the oldest delivery when its memory is full", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = signed(yield* serve(handle, { memory: 1 }))
      for (const id of ["call-1", "call-2", "call-2", "call-1"]) yield* Webhook.deliver(url, yield* retrieve(id))
      assert.deepStrictEqual(seen.map(({ call }) => String(call.id)), ["call-1", "call-2", "call-1"])
    }))

  test("continues the handler when the sender disconnects", () =>
    Effect.gen(function*() {
      const started = yield* Deferred.make<void>()
      const gate = yield* Deferred.make<void>()
      const done = yield* Deferred.make<void>()
      const url = signed(
        yield* serve(() =>
          Deferred.succeed(started, undefined).pipe(
            Effect.andThen(Deferred.await(gate)),
            Effect.andThen(Deferred.succeed(done, undefined))
          )
        )
      )
      const body = JSON.stringify(Webhook.payload(yield* retrieve("call-1")))
      const fiber = yield* Effect.forkChild(
        raw(url, [head(url, { "content-length": String(Buffer.byteLength(body)) }), body])
      )
      yield* Deferred.await(started)
      yield* Fiber.interrupt(fiber)
      yield* Deferred.succeed(gate, undefined)
      yield* Deferred.await(done)
    }))

  test("limits confirmations, and keeps their pause away from other requests", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const url = signed(yield* serve(handle))
      const call = yield* retrieve("call-1")
      const { inject } = yield* RevoxSimulator.RevoxSimulator
      yield* inject(Fault.rateLimit({ retryAfter: "61 seconds" }))
      assert.deepStrictEqual(yield* Webhook.deliver(url, call), [503])
      // Without separate limits, the pause of the client would delay this request for a minute.
      yield* retrieve("call-2")
      assert.deepStrictEqual(seen, [])
    }))

  test("never shows the secret in logs, spans and responses", () =>
    Effect.gen(function*() {
      const records: Array<string> = []
      const logger = Logger.make(({ cause, message }) => {
        records.push(`${JSON.stringify(message)} ${Cause.pretty(cause)}`)
      })
      const spans: Array<Tracer.NativeSpan> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      const url = yield* serve(() => Effect.fail("no")).pipe(
        Effect.provide(Logger.layer([logger])),
        Effect.provideService(Tracer.Tracer, tracer)
      )
      const call = yield* retrieve("call-1")
      yield* Webhook.deliver(signed(url), call)
      yield* Webhook.deliver(signed(url), call, { transformBody: () => "{" })
      yield* Webhook.deliver(`${url}?sig=${secret}&sig=x`, call)
      const text = JSON.stringify([
        records,
        spans.map(({ attributes, events, name, status }) => [
          name,
          [...attributes],
          events,
          status._tag === "Ended" && status.exit._tag === "Failure" ? Cause.pretty(status.exit.cause) : ""
        ])
      ])
      assert.isAtLeast(records.length, 3)
      assert.isTrue(spans.some(({ attributes }) => attributes.has("url.query")))
      assert.notInclude(text, secret)
    }))

  test("works as a function of a web request", () =>
    Effect.gen(function*() {
      const { handle, seen } = counter()
      const handler = HttpEffect.toWebHandler(yield* CallWebhook.make({ secret: Redacted.make(secret) }, handle))
      const body = JSON.stringify(Webhook.payload(yield* retrieve("call-1")))
      const post = (url: string, init: RequestInit) =>
        Effect.map(Effect.promise(() => handler(new Request(url, init))), ({ status }) => status)
      const headers = { "content-type": "application/json" }
      assert.strictEqual(yield* post(signed("https://app.test/hook"), { method: "POST", body, headers }), 204)
      assert.strictEqual(yield* post(signed("https://app.test/hook"), { method: "GET" }), 405)
      assert.strictEqual(yield* post(signed("https://app.test/hook"), { method: "POST", headers }), 422)
      assert.strictEqual(yield* post("https://app.test/hook", { method: "POST", body, headers }), 401)
      assert.lengthOf(seen, 1)
    }))

  test("hands over the payload as it came if confirmations are off", () =>
    Effect.gen(function*() {
      const before = yield* RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)
      const seen: Array<string> = []
      const handler = HttpEffect.toWebHandler(
        yield* CallWebhook.makeUnconfirmed(
          { secret: Redacted.make(secret) },
          (payload) => Effect.sync(() => seen.push(payload.call_order_id))
        )
      )
      const request = new Request(signed("https://app.test/hook"), {
        method: "POST",
        body: "{\"call_order_id\":\"a\",\"call_id\":\"b\",\"other\":1,\"result\":\"brand-new\"}"
      })
      request.headers.delete("content-type")
      assert.strictEqual((yield* Effect.promise(() => handler(request))).status, 204)
      assert.deepStrictEqual(seen, ["a"])
      const after = yield* RevoxSimulator.RevoxSimulator.use((simulator) => simulator.requests)
      assert.lengthOf(after, before.length)
    }))

  it.live.each<readonly [string, unknown]>([
    ["secret", { secret: Redacted.make("short") }],
    ["secret", { secret }],
    ["parameter", { parameter: "token" }],
    ["parameter", { parameter: "" }],
    ["maxBodySize", { maxBodySize: 0 }],
    ["bodyTimeout", { bodyTimeout: "2 hurs" }],
    // Nothing is confirmed, so there are no requests to limit.
    ["concurrency", { concurrency: 4 }],
    ["memory", { memory: -1 }],
    ["sercet", { sercet: 1 }]
  ])("rejects an invalid option %s", ([option, options]) =>
    Effect.gen(function*() {
      const all = Object.assign({ secret: Redacted.make(secret) }, options)
      const error = yield* Effect.flip(Effect.asVoid(CallWebhook.makeUnconfirmed(all, () => Effect.void)))
      assert.strictEqual(error.reason._tag === "InvalidOptionError" && error.reason.option, option)
      assert.notInclude(String(error), secret)
    }).pipe(Effect.scoped))

  it.live("rejects an invalid concurrency of confirmations", () =>
    Effect.gen(function*() {
      const options = { secret: Redacted.make(secret), concurrency: 1.5 }
      const error = yield* Effect.flip(Effect.asVoid(CallWebhook.make(options, () => Effect.void)))
      assert.strictEqual(error.reason._tag === "InvalidOptionError" && error.reason.option, "concurrency")
    }).pipe(Effect.scoped, Effect.provide(revox)))
})

import { RevoxClient, type RevoxError } from "@effect-revox/client"
import { Endpoint } from "@effect-revox/schema"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber, Layer, Redacted, Schema } from "effect"
import { FetchHttpClient, type HttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import * as Net from "node:net"
import { inMemory, retrieve as campaign, start } from "./utils/simulated.ts"
import * as SocketServer from "./utils/SocketServer.ts"

const params = { id: "1" }
const payload = { name: "November" }
const Payload = Schema.Struct({ name: Schema.String })
const Thing = Schema.Struct({ id: Schema.String })

const update = Endpoint.make("PATCH", "/things/:id", {
  summary: "Updates a thing.",
  payload: Payload,
  success: Thing,
  idempotent: true
})
const search = Endpoint.make("POST", "/things/search", {
  summary: "Searches things.",
  payload: Payload,
  success: Thing,
  idempotent: true
})
const create = Endpoint.make("POST", "/things", {
  summary: "Creates a thing.",
  payload: Payload,
  success: Thing,
  idempotent: false,
  recovery: "Look for the thing by its name."
})
const retrieve = Endpoint.make("GET", "/things/:id", { summary: "Retrieves a thing.", success: Thing })
const remove = Endpoint.make("DELETE", "/things/:id", { summary: "Deletes a thing.", success: Endpoint.Empty })

type Call = Effect.Effect<unknown, RevoxError.RevoxError, RevoxClient.RevoxClient>

type Behaviours = readonly [SocketServer.Behaviour, ...Array<SocketServer.Behaviour>]

const postOnce: Call = RevoxClient.execute(create, { payload })

/** The calls of the table, in the order of its columns: GET, PATCH, DELETE, idempotent POST, POST. */
const calls: ReadonlyArray<Call> = [
  RevoxClient.execute(retrieve, { params }),
  RevoxClient.execute(update, { params, payload }),
  RevoxClient.execute(remove, { params }),
  RevoxClient.execute(search, { payload }),
  postOnce
]

type HttpLayer = Layer.Layer<HttpClient.HttpClient>

const clients: Readonly<Record<string, HttpLayer>> = {
  undici: NodeHttpClient.layerUndici,
  "node:http": NodeHttpClient.layerNodeHttp,
  fetch: FetchHttpClient.layer
}

const layer = (baseUrl: string, httpClient: HttpLayer, timeout: number) =>
  RevoxClient.layer({ apiKey: Redacted.make("key"), baseUrl, maxRetries: 1, timeout }).pipe(Layer.provide(httpClient))

/** The result of a call: the number of received requests, then the delivery, `, retryable`, or `success`. */
const summarize = (
  call: Call,
  { baseUrl, requests }: SocketServer.SocketServer,
  httpClient: HttpLayer,
  timeout: number
) =>
  Effect.exit(Effect.provide(Effect.flip(call), layer(baseUrl, httpClient, timeout))).pipe(
    Effect.map(Exit.match({
      onSuccess: (error) => `${requests().length} ${error.delivery}${error.isRetryable ? ", retryable" : ""}`,
      onFailure: () => `${requests().length} success`
    }))
  )

/** The cells of a row. Each call has a separate server. */
const row = (
  behaviours: Behaviours,
  httpClient: HttpLayer,
  run = <A>(cell: Effect.Effect<A>, _server: SocketServer.SocketServer) => cell
) =>
  Effect.forEach(
    calls,
    (call) =>
      Effect.scoped(
        Effect.flatMap(
          SocketServer.make(behaviours),
          (server) => run(summarize(call, server, httpClient, 60_000), server)
        )
      ),
    { concurrency: "unbounded" }
  )

/** Runs an effect with a separate test clock, which advances by a minute whenever the server receives a request. */
const timingOut = Effect.fnUntraced(function*<A>(effect: Effect.Effect<A>, { requests }: SocketServer.SocketServer) {
  const clock = yield* TestClock.make({ warningDelay: "1 day" })
  const fiber = yield* Effect.forkChild(Effect.provideService(effect, Clock.Clock, clock))
  let received = 0
  while (fiber.pollUnsafe() === undefined) {
    yield* Effect.sleep("1 milli")
    yield* clock.adjust(requests().length > received ? "1 minute" : "100 millis")
    received = requests().length
  }
  return yield* Fiber.join(fiber)
}, Effect.scoped)

/** A server that cannot be reached, and the requests it would receive. */
const unreachable = (baseUrl: string, httpClient: HttpLayer) =>
  Effect.forEach(
    calls,
    (call) => summarize(call, { baseUrl, requests: () => [] }, httpClient, 60_000),
    { concurrency: "unbounded" }
  )

const all = (cell: string): ReadonlyArray<string> => calls.map(() => cell)
const idempotentOnly = (cell: string, post: string): ReadonlyArray<string> => [cell, cell, cell, cell, post]

/** A server that accepts connections and never completes the TLS handshake. */
const silentTls = Effect.acquireRelease(
  Effect.callback<Net.Server>((resume) => {
    const server = Net.createServer((socket) => {
      socket.on("error", () => {})
      socket.resume()
    })
    server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
  }),
  (server) => Effect.sync(() => server.close())
)

describe.concurrent.each(Object.entries(clients))("delivery over a socket, with %s", (_, httpClient) => {
  it.live.each<readonly [string, Behaviours, ReadonlyArray<string>]>([
    [
      "a reset before the headers",
      ["reset before the headers"],
      idempotentOnly("2 unknown, retryable", "1 unknown")
    ],
    ["a reset in the body", ["reset in the body"], idempotentOnly("2 unknown, retryable", "1 unknown")],
    ["307", [[307, { location: "/elsewhere" }]], all("1 unknown")],
    ["408", [[408]], idempotentOnly("2 unknown, retryable", "1 unknown")],
    ["409", [[409]], ["2 rejected, retryable", "1 rejected", "1 rejected", "1 rejected", "1 rejected"]],
    ["422", [[422]], all("1 rejected")],
    ["a 429 that requests a delay of two minutes", [[429, { "retry-after": "120" }]], all("1 rejected, retryable")],
    ["a 429, then a 422", [[429], [422]], all("2 rejected")],
    ["429 with x-should-retry: false", [[429, { "x-should-retry": "false" }]], all("1 rejected")],
    ["500", [[500]], idempotentOnly("2 unknown, retryable", "1 unknown")],
    ["501", [[501]], all("1 unknown")],
    [
      "503 with Retry-After",
      [[503, { "retry-after": "0" }]],
      idempotentOnly("2 unknown, retryable", "1 unknown")
    ],
    [
      "400 with x-should-retry: true",
      [[400, { "x-should-retry": "true" }]],
      idempotentOnly("2 rejected, retryable", "1 rejected")
    ],
    [
      "500 with x-should-retry: true",
      [[500, { "x-should-retry": "true" }]],
      idempotentOnly("2 unknown, retryable", "1 unknown")
    ],
    ["500 with x-should-retry: false", [[500, { "x-should-retry": "false" }]], all("1 unknown")],
    [
      "a successful response that is not JSON",
      [[200, {}, "<html>"]],
      ["1 accepted", "1 accepted", "1 success", "1 accepted", "1 accepted"]
    ],
    [
      "a rejected attempt after one of unknown outcome",
      ["reset before the headers", [422]],
      idempotentOnly("2 unknown", "1 unknown")
    ],
    [
      "a 404 after an attempt of unknown outcome",
      ["reset before the headers", [404]],
      ["2 unknown", "2 unknown", "2 success", "2 unknown", "1 unknown"]
    ],
    ["a 404", [[404]], all("1 rejected")],
    [
      "an attempt of unknown outcome after a 429",
      [[429], "reset before the headers"],
      idempotentOnly("3 unknown, retryable", "2 unknown")
    ]
  ])("after %s", ([_, behaviours, expected]) =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* row(behaviours, httpClient), expected)
    }))

  it.live("after a timeout", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(
        yield* row(["no response"], httpClient, timingOut),
        idempotentOnly("2 unknown, retryable", "1 unknown")
      )
    }))

  it.live("after a refused connection", () =>
    Effect.gen(function*() {
      const server = yield* SocketServer.make([[200]]).pipe(Effect.scoped)
      assert.deepStrictEqual(yield* unreachable(server.baseUrl, httpClient), all("0 not-sent, retryable"))
    }))
})

describe.concurrent("delivery over a connection that is never established", () => {
  it.live("after a host name that does not resolve", () =>
    Effect.gen(function*() {
      const lookup: Net.LookupFunction = (hostname, _, callback) =>
        callback(
          Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: "ENOTFOUND", syscall: "getaddrinfo" }),
          ""
        )
      for (
        const httpClient of [
          NodeHttpClient.layerUndiciOptions({ connect: { lookup } }),
          NodeHttpClient.layerNodeHttpOptions({ lookup })
        ]
      ) {
        assert.deepStrictEqual(
          yield* unreachable("https://revox.example.com/api", httpClient),
          all("0 not-sent, retryable")
        )
      }
    }))

  it.live("after a connect timeout", () =>
    Effect.gen(function*() {
      const port = SocketServer.portOf(yield* silentTls)
      const httpClient = NodeHttpClient.layerUndiciOptions({ connect: { timeout: 100 } })
      assert.deepStrictEqual(
        yield* unreachable(`https://127.0.0.1:${port}/api`, httpClient),
        all("0 not-sent, retryable")
      )
    }))
})

describe("delivery of a call that exceeds its total timeout", () => {
  const deliveryOf = (fiber: Fiber.Fiber<unknown, RevoxError.RevoxError>) =>
    Effect.map(Effect.flip(Fiber.join(fiber)), ({ delivery, reason }) => [reason._tag, delivery])

  it.effect("is unknown while a request is in flight, and not-sent before the first", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      yield* simulator.inject(Fault.stall())
      const first = yield* start(campaign)
      const waiting = yield* start(RevoxClient.withTotalTimeout(campaign, "5 seconds"))
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(yield* deliveryOf(first), ["TimeoutError", "unknown"])
      assert.deepStrictEqual(yield* deliveryOf(waiting), ["TimeoutError", "not-sent"])
      assert.lengthOf(yield* simulator.requests, 1)
    }).pipe(Effect.provide(inMemory({ totalTimeout: "10 seconds", maxConcurrentRequests: 1 }))))
})

describe("errors of requests whose outcome is unknown", () => {
  const failure = (call: Call, ...behaviours: Behaviours) =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* SocketServer.make(behaviours)
      return yield* Effect.flip(call).pipe(Effect.provide(layer(server.baseUrl, NodeHttpClient.layerUndici, 60_000)))
    }))

  it.live("advise what to check before a repeat", () =>
    Effect.gen(function*() {
      assert.include((yield* failure(postOnce, [500])).message, "Look for the thing by its name.")
      assert.notInclude((yield* failure(postOnce, [422])).message, "Look for the thing by its name.")
      const idempotent = RevoxClient.execute(search, { payload })
      assert.notInclude((yield* failure(idempotent, [500])).message, "acted on this request")
    }))

  it.live("contain the id of a response that cannot be decoded", () =>
    Effect.gen(function*() {
      for (const body of [`{"id":"thing-7","extra":1}`, `{"thing":{"id":"thing-7"}}`]) {
        const endpoint = Endpoint.withSuccess(create, Schema.Struct({ id: Schema.String, name: Schema.String }))
        const { reason } = yield* failure(RevoxClient.execute(endpoint, { payload }), [200, {}, body])
        assert.strictEqual(reason._tag === "InvalidResponseError" && reason.resourceId, "thing-7")
      }
    }))
})

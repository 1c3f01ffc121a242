import { Campaigns, RevoxClient } from "@effect-revox/client"
import { Api } from "@effect-revox/schema"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Fiber, Layer, Logger, Metric, Redacted, Tracer } from "effect"
import { TestClock } from "effect/testing"
import { inspect } from "node:util"
import { inMemory, retrieve, start } from "./utils/simulated.ts"

const secret = "sk-live-8f2c61"
const phone = "+33612345678"

/** A tracer that records all spans. */
const exporter = () => {
  const spans: Array<Tracer.NativeSpan> = []
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  return { spans, layer: Layer.succeed(Tracer.Tracer, tracer) }
}

/** All text in a span. */
const told = (span: Tracer.NativeSpan): string =>
  inspect({ name: span.name, attributes: [...span.attributes], events: span.events, status: span.status }, {
    depth: 20
  })

describe("spans", () => {
  it.effect("describe the call and each of its requests", () =>
    Effect.gen(function*() {
      const { layer, spans } = exporter()
      const fiber = yield* start(
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          yield* simulator.inject(Fault.status(503))
          const campaigns = yield* Campaigns.Campaigns
          return yield* campaigns.getRows("spring", { page: 0, page_size: 5, query: phone })
        }).pipe(
          Effect.provide(
            Layer.mergeAll(inMemory({ apiKey: Redacted.make(secret) }, { apiKey: Redacted.make(secret) }), layer)
          )
        )
      )
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(fiber)

      const all = spans
      const call = all.find((span) => span.name === "Campaigns.getRows")
      assert.strictEqual(call?.attributes.get("revox.campaign.id"), "spring")
      assert.strictEqual(call?.attributes.get("revox.attempts"), 2)
      assert.strictEqual(call?.attributes.get("revox.rows.page"), 0)
      assert.isNumber(call?.attributes.get("revox.rows.count"))

      const requests = all.filter((span) => span.attributes.has("http.request.method"))
      assert.deepStrictEqual(requests.map((span) => span.attributes.get("http.response.status_code")), [503, 200])
      for (const span of requests) {
        assert.strictEqual(span.kind, "client")
        assert.strictEqual(span.attributes.get("http.request.method"), "GET")
        assert.strictEqual(span.attributes.get("server.address"), "127.0.0.1")
        assert.strictEqual(span.attributes.get("url.path"), "/api/campaigns/spring/rows")
      }
    }))

  it.effect("contain neither the API key nor the searched phone number", () =>
    Effect.gen(function*() {
      const { layer, spans } = exporter()
      yield* Campaigns.Campaigns.use((campaigns) => campaigns.getRows("spring", { query: phone })).pipe(
        Effect.provide(
          Layer.mergeAll(inMemory({ apiKey: Redacted.make(secret) }, { apiKey: Redacted.make(secret) }), layer)
        )
      )
      const all = spans
      assert.isAbove(all.length, 1)
      for (const span of all) {
        assert.notInclude(told(span), secret)
        assert.notInclude(told(span), phone)
        assert.notInclude(told(span), encodeURIComponent(phone))
      }
    }))
})

describe("the trace of a request", () => {
  const headersOf = (effect: Effect.Effect<unknown, unknown, Campaigns.Campaigns | RevoxClient.RevoxClient>) =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      yield* effect
      return (yield* simulator.requests).map((request) => request.headers["traceparent"])
    }).pipe(Effect.provide(inMemory()))

  it.effect("is propagated to the server if the program has a tracer", () =>
    Effect.gen(function*() {
      const { layer, spans } = exporter()
      const [header] = yield* headersOf(retrieve).pipe(Effect.provide(layer))
      const call = spans.find((span) => span.name === "Campaigns.retrieve")
      assert.include(header, call?.traceId)
    }))

  it.effect("is propagated without a tracer if it has an external parent", () =>
    Effect.gen(function*() {
      const traceId = "4bf92f3577b34da6a3ce929d0e0e4736"
      const elsewhere = Tracer.externalSpan({ traceId, spanId: "00f067aa0ba902b7" })
      const handler = retrieve.pipe(Effect.withSpan("handler"), Effect.withParentSpan(elsewhere))
      const [header] = yield* headersOf(handler)
      assert.include(header, traceId)
    }))

  it.effect("is not started without a tracer or an external parent", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* headersOf(Effect.withSpan(retrieve, "caller")), [undefined])
      const execute = RevoxClient.execute(Api.campaigns.retrieve, { params: { id: "spring" } })
      assert.deepStrictEqual(yield* headersOf(execute), [undefined])
    }))
})

describe("the key", () => {
  it.effect("does not appear in logs, errors, JSON or inspection", () =>
    Effect.gen(function*() {
      const lines: Array<string> = []
      const logger = Logger.make((options) => {
        lines.push(inspect(Logger.formatStructured.log(options), { depth: 20 }), Logger.formatLogFmt.log(options))
      })
      const options: RevoxClient.Options = { apiKey: Redacted.make(secret), maxRetries: 0 }
      const failures = [
        Fault.status(500, { body: { error: { message: `no: ${secret}` } } }),
        Fault.status(200, { body: { campaign: { id: 1, echo: `Bearer ${secret}` } } }),
        Fault.redirect(`https://evil.example.com/?key=${secret}`),
        Fault.reset()
      ]
      const told = yield* Effect.forEach(failures, (fault) =>
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          yield* simulator.inject(fault)
          const exit = yield* Effect.exit(retrieve)
          const client = yield* RevoxClient.RevoxClient
          const error = exit._tag === "Failure" ? exit.cause : Cause.empty
          yield* Effect.logError("failed", error, client, options)
          return [
            inspect(exit, { depth: 20, showHidden: true }),
            JSON.stringify(exit),
            Cause.pretty(error),
            inspect(client, { depth: 20, showHidden: true }),
            JSON.stringify(options),
            inspect(options, { depth: 20 })
          ]
        }).pipe(Effect.provide(inMemory(options, { apiKey: Redacted.make(secret) })))).pipe(
          Effect.provide(Logger.layer([logger]))
        )
      const all = [...told.flat(), ...lines]
      assert.isAbove(lines.length, 4)
      assert.isTrue(all.some((text) => text.includes("InternalServerError")))
      for (const text of all) assert.notInclude(text, secret)
    }))

  it.effect("that is invalid is rejected, and does not appear in the error", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(
        Effect.provide(retrieve, inMemory({ apiKey: Redacted.make(`${secret}\r\nx-evil: 1`) }))
      )
      assert.strictEqual(error.reason._tag, "InvalidOptionError")
      assert.include(error.message, "apiKey")
      assert.notInclude(inspect(error, { depth: 20 }), secret)
    }))
})

describe("metrics", () => {
  it.effect("count calls by outcome, retries and rows, and time calls", () =>
    Effect.gen(function*() {
      const fiber = yield* start(
        Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          const campaigns = yield* Campaigns.Campaigns
          yield* campaigns.getRows("spring", { page_size: 20 })
          yield* simulator.inject(Fault.status(503), Fault.slowHeaders("2 seconds"))
          yield* campaigns.getRows("spring", { page_size: 5 })
          yield* Effect.flip(campaigns.retrieve("winter"))
        }).pipe(Effect.provide(inMemory()))
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)

      const snapshot = yield* Metric.snapshot
      const count = (id: string, attributes: Record<string, string>) =>
        snapshot.flatMap((metric) =>
          metric.id === id && metric.type === "Counter" &&
            Object.entries(attributes).every(([key, value]) => metric.attributes?.[key] === value)
            ? [Number(metric.state.count)]
            : []
        )
      assert.deepStrictEqual(
        count("revox_client_requests_total", { operation: "Campaigns.getRows", outcome: "success" }),
        [2]
      )
      assert.deepStrictEqual(
        count("revox_client_requests_total", { operation: "Campaigns.retrieve", outcome: "NotFoundError" }),
        [1]
      )
      assert.deepStrictEqual(count("revox_client_retries_total", { operation: "Campaigns.getRows" }), [1])
      assert.deepStrictEqual(count("revox_client_rows_decoded_total", {}), [25])
      const duration = snapshot.find((metric) =>
        metric.id === "revox_client_request_duration" && metric.attributes?.["operation"] === "Campaigns.getRows"
      )
      if (duration?.type !== "Histogram") return assert.fail("no histogram")
      assert.strictEqual(duration.state.count, 2)
      assert.isAtLeast(duration.state.max, 2400)
    }).pipe(Effect.provideService(Metric.MetricRegistry, new Map())))
})

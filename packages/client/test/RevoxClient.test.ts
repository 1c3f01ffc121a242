import { Campaigns, Revox, RevoxClient } from "@effect-revox/client"
import { Endpoint } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Duration, Effect, Fiber, Layer, Redacted, Schema } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import * as StubServer from "./utils/StubServer.ts"

const retrieve = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("campaign-1"))

/** The reason of a request, without retries, after the given response. */
const failure = Effect.fnUntraced(function*(response: () => Response) {
  const server = yield* StubServer.make([response], { maxRetries: 0 })
  return yield* retrieve.pipe(Effect.flip, Effect.provide(server.layer))
})

describe("RevoxClient", () => {
  describe("requests", () => {
    it.effect("have the API's base URL and the key as a bearer token", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, { campaign: StubServer.campaign })])
        const campaign = yield* retrieve.pipe(Effect.provide(server.layer))
        assert.strictEqual(campaign.name, "November")
        const [sent] = yield* server.sent
        assert.strictEqual(sent?.method, "GET")
        assert.strictEqual(sent?.url, "https://www.getrevox.com/api/campaigns/campaign-1")
        assert.strictEqual(sent?.headers["authorization"], "Bearer secret-key")
        assert.strictEqual(sent?.headers["accept"], "application/json")
      }))

    it.effect("have the base URL of the options, with or without a trailing slash", () =>
      Effect.gen(function*() {
        for (const baseUrl of ["http://127.0.0.1:4000/api", "http://127.0.0.1:4000/api/"]) {
          const server = yield* StubServer.make([StubServer.json(200, { campaign: StubServer.campaign })], { baseUrl })
          yield* retrieve.pipe(Effect.provide(server.layer))
          const [sent] = yield* server.sent
          assert.strictEqual(sent?.url, "http://127.0.0.1:4000/api/campaigns/campaign-1")
        }
      }))

    it.effect("execute endpoints that are declared outside of the SDK", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, { voices: ["marin"] })])
        const listVoices = Endpoint.make("GET", "/voices", {
          summary: "Lists the voices.",
          query: Schema.Struct({ provider: Schema.String }),
          success: Schema.Struct({ voices: Schema.Array(Schema.String) })
        })
        const voices = yield* RevoxClient.execute(listVoices, { query: { provider: "openai" } }).pipe(
          Effect.provide(server.layer)
        )
        assert.deepStrictEqual(voices, { voices: ["marin"] })
        const [sent] = yield* server.sent
        assert.strictEqual(sent?.url, "https://www.getrevox.com/api/voices?provider=openai")
      }))
  })

  describe("base URL", () => {
    it.effect.each([
      "http://www.getrevox.com/api",
      "http://127.0.0.1.example.com/api",
      "ftp://localhost/api",
      "https://user:password@www.getrevox.com/api",
      "not a url"
    ])("rejects %s, so that the key is not sent to it", (baseUrl) =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(200, {})], { baseUrl })
        const error = yield* retrieve.pipe(Effect.provide(server.layer), Effect.flip)
        assert.strictEqual(error.reason._tag, "InvalidOptionError")
        assert.deepStrictEqual(yield* server.sent, [])
      }))
  })

  it.effect("rejects an empty key", () =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([StubServer.json(200, {})], { apiKey: Redacted.make(" ") })
      const error = yield* retrieve.pipe(Effect.provide(server.layer), Effect.flip)
      assert.strictEqual(error.reason._tag, "InvalidOptionError")
    }))

  describe("errors", () => {
    it.effect.each(
      [
        [400, "BadRequestError", false],
        [401, "AuthenticationError", false],
        [403, "PermissionDeniedError", false],
        [404, "NotFoundError", false],
        [408, "UnexpectedStatusError", true],
        [409, "ConflictError", true],
        [418, "UnexpectedStatusError", false],
        [422, "UnprocessableEntityError", false],
        [429, "RateLimitError", true],
        [500, "InternalServerError", true],
        [501, "InternalServerError", false],
        [503, "InternalServerError", true],
        [505, "InternalServerError", false]
      ] as const
    )("status %i is a %s", ([status, tag, isRetryable]) =>
      Effect.gen(function*() {
        const error = yield* failure(
          StubServer.json(status, { error: { message: "as it is" } }, { "x-request-id": "request-1" })
        )
        assert.strictEqual(error._tag, "RevoxError")
        assert.strictEqual(error.operation, "Campaigns.retrieve")
        assert.strictEqual(error.reason._tag, tag)
        assert.strictEqual(error.isRetryable, isRetryable)
        assert.include(error.message, "as it is")
        if (!("status" in error.reason)) return assert.fail("the reason has no status")
        assert.strictEqual(error.reason.status, status)
        assert.strictEqual(error.reason.requestId, "request-1")
        assert.strictEqual(error.reason.attempts, 1)
      }))

    it.effect.each([
      [{ error: { message: "told" } }],
      [{ message: "told" }],
      [{ error: "told" }],
      [{ type: "about:blank", title: "told" }],
      [{ title: "Not Found", detail: "told" }]
    ])("take the message from %j", ([body]) =>
      Effect.gen(function*() {
        const error = yield* failure(StubServer.json(404, body))
        assert.include(error.message, "told")
      }))

    it.effect("contain an excerpt of a body that is not JSON", () =>
      Effect.gen(function*() {
        const error = yield* failure(() => new Response(`<html>${"x".repeat(5000)}</html>`, { status: 502 }))
        if (error.reason._tag !== "InternalServerError") return assert.fail(error.reason._tag)
        assert.match(error.reason.bodyExcerpt ?? "", /^<html>x+…$/)
        assert.isBelow(error.reason.bodyExcerpt?.length ?? 0, 600)
      }))

    it.effect("do not contain a key that the server echoes", () =>
      Effect.gen(function*() {
        const error = yield* failure(StubServer.json(401, { message: "bad key secret-key", sent: "Bearer secret-key" }))
        assert.notInclude(JSON.stringify(error), "secret-key")
        assert.notInclude(String(error), "secret-key")
      }))

    it.effect("contain the path at which a response does not match the schema", () =>
      Effect.gen(function*() {
        const error = yield* failure(StubServer.json(200, { campaign: { ...StubServer.campaign, name: 7 } }))
        assert.strictEqual(error.reason._tag, "InvalidResponseError")
        assert.include(error.message, `["campaign"]["name"]`)
      }))

    it.effect("report a response that is not JSON", () =>
      Effect.gen(function*() {
        for (const body of ["<html>Welcome</html>", "", `{"campaign":,}`]) {
          const error = yield* failure(() => new Response(body))
          assert.strictEqual(error.reason._tag, "InvalidResponseError")
          assert.include(error.message, "not JSON")
        }
      }))

    it.effect("can be caught by reason", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(404, {})], { maxRetries: 0 })
        const caught = yield* retrieve.pipe(
          Effect.catchReason("RevoxError", "NotFoundError", (reason) => Effect.succeed(reason.status)),
          Effect.provide(server.layer)
        )
        assert.strictEqual(caught, 404)
      }))
  })

  describe("retries", () => {
    it.effect("send a request twice more after a transient failure, with delays of 0.5 and 1 second", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([
          StubServer.json(503, {}),
          StubServer.json(500, {}),
          StubServer.json(200, { campaign: StubServer.campaign })
        ])
        const fiber = yield* retrieve.pipe(Effect.provide(server.layer), Effect.forkChild)
        yield* TestClock.adjust("399 millis")
        assert.lengthOf(yield* server.sent, 1)
        yield* TestClock.adjust("201 millis")
        assert.lengthOf(yield* server.sent, 2)
        yield* TestClock.adjust("1200 millis")
        assert.lengthOf(yield* server.sent, 3)
        assert.strictEqual((yield* Fiber.join(fiber)).id, "campaign-1")
      }))

    it.effect("fail after the last one, with the number of attempts", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(500, {})])
        const fiber = yield* retrieve.pipe(Effect.flip, Effect.provide(server.layer), Effect.forkChild)
        yield* TestClock.adjust("1 minute")
        const { reason } = yield* Fiber.join(fiber)
        assert.strictEqual(reason._tag === "InternalServerError" && reason.attempts, 3)
        assert.lengthOf(yield* server.sent, 3)
      }))

    it.effect("wait for at least the delay that the server requests", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([
          StubServer.json(429, {}, { "retry-after": "20" }),
          StubServer.json(200, { campaign: StubServer.campaign })
        ])
        const fiber = yield* retrieve.pipe(Effect.provide(server.layer), Effect.forkChild)
        yield* TestClock.adjust("19999 millis")
        assert.lengthOf(yield* server.sent, 1)
        yield* TestClock.adjust("101 millis")
        assert.lengthOf(yield* server.sent, 2)
        yield* Fiber.join(fiber)
      }))

    it.effect("do not wait for a requested delay of more than a minute, but report it in the error", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(429, {}, { "retry-after": "3600" })])
        const error = yield* retrieve.pipe(Effect.flip, Effect.provide(server.layer))
        assert.deepStrictEqual(error.retryAfter, Duration.hours(1))
        assert.lengthOf(yield* server.sent, 1)
      }))

    it.effect("skip permanent failures", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([StubServer.json(401, {})])
        yield* retrieve.pipe(Effect.flip, Effect.provide(server.layer))
        assert.lengthOf(yield* server.sent, 1)
      }))
  })

  describe("timeout", () => {
    it.effect("covers a body that never ends", () =>
      Effect.gen(function*() {
        const server = yield* StubServer.make([() => new Response(new ReadableStream({ start: () => {} }))], {
          maxRetries: 0,
          timeout: "10 seconds"
        })
        const fiber = yield* retrieve.pipe(Effect.flip, Effect.provide(server.layer), Effect.forkChild)
        yield* TestClock.adjust("10 seconds")
        const error = yield* Fiber.join(fiber)
        assert.strictEqual(error.reason._tag, "TimeoutError")
        assert.include(error.message, "10s")
      }))
  })

  describe("layerConfig", () => {
    const httpClient = (expected: string) =>
      Layer.succeed(
        HttpClient.HttpClient,
        HttpClient.make((request, url) => {
          assert.strictEqual(url.href, expected)
          assert.strictEqual(request.headers["authorization"], "Bearer from-the-environment")
          return Effect.succeed(HttpClientResponse.fromWeb(request, Response.json({ campaign: StubServer.campaign })))
        })
      )

    it.effect("reads REVOX_API_KEY and REVOX_BASE_URL", () =>
      retrieve.pipe(
        Effect.provide(
          Layer.provide(Revox.layerConfig(), httpClient("https://eu.getrevox.com/api/campaigns/campaign-1"))
        ),
        Effect.provideService(
          ConfigProvider.ConfigProvider,
          ConfigProvider.fromUnknown({
            REVOX_API_KEY: "from-the-environment",
            REVOX_BASE_URL: "https://eu.getrevox.com/api"
          })
        )
      ))

    it.effect("needs only the key", () =>
      retrieve.pipe(
        Effect.provide(
          Layer.provide(Revox.layerConfig(), httpClient("https://www.getrevox.com/api/campaigns/campaign-1"))
        ),
        Effect.provideService(
          ConfigProvider.ConfigProvider,
          ConfigProvider.fromUnknown({ REVOX_API_KEY: "from-the-environment" })
        )
      ))

    it.effect("fails without the key, and names it", () =>
      Effect.gen(function*() {
        const error = yield* retrieve.pipe(
          Effect.provide(Layer.provide(Revox.layerConfig(), httpClient(""))),
          Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown({})),
          Effect.flip
        )
        assert.strictEqual(error._tag, "ConfigError")
        assert.include(error.message, "REVOX_API_KEY")
      }))
  })
})

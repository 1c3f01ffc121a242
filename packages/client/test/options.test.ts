import { RequestPolicy, Revox, RevoxClient } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Config, ConfigProvider, Effect, Layer, Redacted, Scope } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { inMemory, retrieve } from "./utils/simulated.ts"

/** Invalid options, by name. */
const bad: ReadonlyArray<readonly [name: string, options: Partial<RevoxClient.Options>]> = [
  ["apiKey", { apiKey: Redacted.make("") }],
  ["apiKey", { apiKey: Redacted.make(" key") }],
  ["apiKey", { apiKey: Redacted.make("schlüssel") }],
  ["baseUrl", { baseUrl: "" }],
  ["baseUrl", { baseUrl: "www.getrevox.com/api" }],
  ["baseUrl", { baseUrl: "http://www.getrevox.com/api" }],
  ["baseUrl", { baseUrl: "https://key@www.getrevox.com/api" }],
  ["timeout", { timeout: 0 }],
  ["timeout", { timeout: "-1 seconds" }],
  ["timeout", { timeout: NaN }],
  ["totalTimeout", { totalTimeout: 0 }],
  ["maxRetries", { maxRetries: -1 }],
  ["maxRetries", { maxRetries: 0.5 }],
  ["maxRetries", { maxRetries: Infinity }],
  ["maxConcurrentRequests", { maxConcurrentRequests: 0 }],
  ["maxConcurrentRequests", { maxConcurrentRequests: 1.5 }],
  ["userAgent", { userAgent: "me\r\nx-evil: 1" }]
]

const anyHttpClient = Layer.succeed(
  HttpClient.HttpClient,
  HttpClient.make(() => Effect.die("unexpected request"))
)

const build = <A, E>(layer: Layer.Layer<A, E, HttpClient.HttpClient>) =>
  Effect.scoped(Layer.build(Layer.provide(layer, anyHttpClient)))

const options = (changes: Partial<RevoxClient.Options>): RevoxClient.Options => ({
  apiKey: Redacted.make("key"),
  ...changes
})

describe("options", () => {
  it.effect.each(bad)(
    "by value: an invalid %s fails, and the error names it",
    ([name, changes]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(build(Revox.layer(options(changes))))
        assert.strictEqual(error.reason._tag, "InvalidRequestError")
        assert.include(error.message, `["${name}"]`)
      })
  )

  it.effect.each(bad)(
    "by configuration: an invalid %s fails with a ConfigError that names it",
    ([name, changes]) =>
      Effect.gen(function*() {
        const layer = Revox.layerConfig(Config.succeed(options(changes)))
        const error = yield* Effect.flip(build(layer))
        assert.strictEqual(error._tag, "ConfigError")
        assert.include(error.message, `["${name}"]`)
      })
  )

  it.effect("by configuration: each option can be read from a variable", () =>
    Effect.gen(function*() {
      const layer = Revox.layerConfig({
        apiKey: Config.Redacted("KEY"),
        baseUrl: Config.String("URL"),
        timeout: Config.Duration("TIMEOUT"),
        totalTimeout: Config.Duration("TOTAL_TIMEOUT"),
        maxRetries: Config.Int("RETRIES"),
        maxConcurrentRequests: Config.Int("CONCURRENCY"),
        userAgent: Config.String("AGENT"),
        rateLimit: Config.map(Config.Int("RATE"), (limit) => RequestPolicy.rateLimit({ limit, window: "1 second" })),
        circuitBreaker: Config.succeed(
          RequestPolicy.circuitBreaker({ failureThreshold: 5, resetTimeout: "30 seconds" })
        ),
        transformClient: Config.succeed(HttpClient.mapRequest(HttpClientRequest.setHeader("x-tenant", "acme")))
      })
      const simulator = RevoxSimulator.layerMemory({ campaigns: [{ id: "spring" }] })
      const [requests] = yield* Effect.gen(function*() {
        yield* retrieve
        return yield* (yield* RevoxSimulator.RevoxSimulator).requests
      }).pipe(
        Effect.provide(
          Layer.provideMerge(
            Layer.unwrap(
              Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) =>
                Layer.provide(
                  layer,
                  ConfigProvider.layer(
                    ConfigProvider.fromUnknown({
                      KEY: Redacted.value(apiKey),
                      URL: baseUrl,
                      TIMEOUT: "5 seconds",
                      TOTAL_TIMEOUT: "1 minute",
                      RETRIES: "1",
                      CONCURRENCY: "4",
                      AGENT: "acme/1.0",
                      RATE: "10"
                    })
                  )
                ))
            ),
            simulator
          )
        )
      )
      assert.strictEqual(requests?.headers["user-agent"], "acme/1.0")
      assert.strictEqual(requests?.headers["x-tenant"], "acme")
    }))

  it.effect("by configuration: a missing variable fails, and the error names it", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(
        build(Layer.provide(Revox.layerConfig(), ConfigProvider.layer(ConfigProvider.fromUnknown({}))))
      )
      assert.include(error.message, "REVOX_API_KEY")
    }))

  it.effect("keep their defaults if they are undefined", () =>
    Effect.gen(function*() {
      yield* build(
        Revox.layer(
          options({
            baseUrl: undefined,
            timeout: undefined,
            maxRetries: undefined,
            maxConcurrentRequests: undefined,
            userAgent: undefined
          })
        )
      )
    }))

  it.effect("can be passed to make, without a layer", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const client = yield* RevoxClient.make(options({})).pipe(Effect.provide(anyHttpClient), Scope.provide(scope))
      assert.isFunction(client.execute)
    }))
})

describe("transformClient", () => {
  it.effect("transforms complete requests, for a client or inside an effect", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const header = (value: string) => HttpClient.mapRequest(HttpClientRequest.setHeader("x-trial", value))
      yield* retrieve
      yield* RevoxClient.withTransformClient(retrieve, header("region"))
      const seen = (yield* simulator.requests).map(({ headers }) => headers["x-trial"])
      assert.deepStrictEqual(seen, ["client http://127.0.0.1/api/campaigns/spring true", "region"])
    }).pipe(
      Effect.provide(inMemory({
        transformClient: HttpClient.mapRequest((request) =>
          HttpClientRequest.setHeader(
            request,
            "x-trial",
            `client ${request.url} ${request.headers["authorization"] !== undefined}`
          )
        )
      }))
    ))
})

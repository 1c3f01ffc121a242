import { Campaigns, RequestPolicy, Revox, RevoxClient } from "@effect-revox/client"
import { Api, CampaignRow, Options } from "@effect-revox/schema"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Config, ConfigProvider, type Duration, Effect, Function, Layer, Redacted, Scope } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import type { CircuitBreaker, RateLimiter } from "effect/persistence"
import { validate } from "../src/internal/settings.ts"
import { inMemory, retrieve } from "./utils/simulated.ts"

const time = "expected a duration longer than zero, such as \"30 seconds\", got"
const finite = "expected a finite duration, such as \"30 seconds\", got"
const key = "expected a Redacted of visible ASCII characters, got"

const rateLimit = (limit: number, window: Duration.Input) => ({ rateLimit: RequestPolicy.rateLimit({ limit, window }) })

const circuitBreaker = (failureThreshold: number, resetTimeout: Duration.Input) => ({
  circuitBreaker: RequestPolicy.circuitBreaker({ failureThreshold, resetTimeout })
})

const rateLimitPolicy = "expected a policy of RequestPolicy, got"

const circuitBreakerPolicy = "expected a policy of RequestPolicy, got"

const rateLimitWith = (options: unknown) => ({ rateLimit: RequestPolicy.rateLimit(Function.cast(options)) })

const limiter: RateLimiter.RateLimiter = Function.cast({ consume: () => Effect.die("unexpected request") })

const breaker: CircuitBreaker.CircuitBreaker = Function.cast({ execute: () => Effect.die("unexpected request") })

/** Values that JavaScript can pass despite the types. */
const untyped = (options: object): Partial<RevoxClient.Options> => options

/** Invalid options, by name, and the expected problem. */
const bad: ReadonlyArray<readonly [name: string, options: Partial<RevoxClient.Options>, problem: string]> = [
  ["apiKey", { apiKey: Redacted.make("") }, `${key} a Redacted of other content.`],
  ["apiKey", { apiKey: Redacted.make("a key") }, `${key} a Redacted of other content.`],
  ["apiKey", { apiKey: Redacted.make("schlüssel") }, `${key} a Redacted of other content.`],
  ["apiKey", untyped({ apiKey: "key" }), `${key} a string.`],
  ["apiKey", untyped({ apiKey: 123_456_789 }), `${key} a number.`],
  ["apiKey", { apiKey: Redacted.make("a\nb") }, `${key} a Redacted of other content.`],
  ["baseUrl", { baseUrl: "" }, "expected a valid URL string, got an empty string."],
  ["baseUrl", { baseUrl: "www.getrevox.com/api" }, "expected a valid URL string, got a string."],
  [
    "baseUrl",
    { baseUrl: "http://www.getrevox.com/api" },
    "expected an https URL (plain http is for loopback addresses only), got a string."
  ],
  ["baseUrl", { baseUrl: "https://key@www.getrevox.com/api" }, "expected a URL without credentials, got a string."],
  ["baseUrl", { baseUrl: "https://x.test/api?a=1" }, "expected a URL without a query and a fragment, got a string."],
  ["baseUrl", { baseUrl: "https://x.test/api#a" }, "expected a URL without a query and a fragment, got a string."],
  ["timeout", { timeout: 0 }, `${time} 0.`],
  ["timeout", { timeout: "-1 seconds" }, `${time} a string.`],
  ["timeout", { timeout: NaN }, `${time} NaN.`],
  ["timeout", untyped({ timeout: "2 hurs" }), `${time} a string.`],
  ["timeout", untyped({ timeout: null }), `${time} null.`],
  ["totalTimeout", { totalTimeout: 0 }, `${time} 0.`],
  ["maxRetries", { maxRetries: -1 }, "expected an integer of 0 or more, got -1."],
  ["maxRetries", { maxRetries: 0.5 }, "expected an integer of 0 or more, got 0.5."],
  ["maxRetries", { maxRetries: Infinity }, "expected an integer of 0 or more, got Infinity."],
  ["maxRetries", untyped({ maxRetries: "3" }), "expected an integer of 0 or more, got a string."],
  ["maxConcurrentRequests", { maxConcurrentRequests: 0 }, "expected an integer of 1 or more, got 0."],
  ["maxConcurrentRequests", { maxConcurrentRequests: 1.5 }, "expected an integer of 1 or more, got 1.5."],
  [
    "userAgent",
    { userAgent: "me\r\nx-evil: 1" },
    "expected a header of printable ASCII characters, got a string."
  ],
  ["rateLimit.limit", rateLimit(0, "1 second"), "expected an integer of 1 or more, got 0."],
  ["rateLimit.limit", rateLimit(-1, "1 second"), "expected an integer of 1 or more, got -1."],
  ["rateLimit.limit", rateLimit(NaN, "1 second"), "expected an integer of 1 or more, got NaN."],
  ["rateLimit.window", rateLimit(1, 0), `${time} 0.`],
  ["rateLimit.window", rateLimit(1, Infinity), `${finite} Infinity.`],
  ["circuitBreaker.failureThreshold", circuitBreaker(0, "1 second"), "expected an integer of 1 or more, got 0."],
  ["circuitBreaker.resetTimeout", circuitBreaker(1, -1), `${time} -1.`],
  ["rateLimit", untyped({ rateLimit: { limit: 10, window: "1 second" } }), `${rateLimitPolicy} an object.`],
  ["rateLimit", untyped({ rateLimit: 10 }), `${rateLimitPolicy} 10.`],
  ["rateLimit", untyped({ rateLimit: null }), `${rateLimitPolicy} null.`],
  ["rateLimit", untyped({ rateLimit: RequestPolicy.rateLimit }), `${rateLimitPolicy} a function.`],
  ["rateLimit.burst", rateLimitWith({ limit: 1, window: "1 second", burst: 2 }), "there is no such option."],
  ["rateLimit.key", rateLimitWith({ limit: 1, window: "1 second", key: 5 }), "expected text, got a number."],
  ["rateLimit", rateLimitWith(null), "expected object, got null."],
  [
    "rateLimit.limiter",
    { rateLimit: RequestPolicy.sharedRateLimit(Function.cast({}), { limit: 1, window: "1 second" }) },
    "expected a RateLimiter, got an object."
  ],
  ["rateLimit.limit", { rateLimit: RequestPolicy.sharedRateLimit(limiter, Function.cast(null)) }, "is required."],
  [
    "rateLimit.limit",
    { rateLimit: RequestPolicy.sharedRateLimit(limiter, { limit: 0, window: "1 second" }) },
    "expected an integer of 1 or more, got 0."
  ],
  ["circuitBreaker", untyped({ circuitBreaker: {} }), `${circuitBreakerPolicy} an object.`],
  ["circuitBreaker", untyped({ circuitBreaker: true }), `${circuitBreakerPolicy} true.`],
  [
    "circuitBreaker.breaker",
    { circuitBreaker: RequestPolicy.sharedCircuitBreaker(Function.cast(null)) },
    "expected a CircuitBreaker, got null."
  ],
  [
    "circuitBreaker.name",
    { circuitBreaker: RequestPolicy.sharedCircuitBreaker(breaker, Function.cast({ name: "revox" })) },
    "there is no such option."
  ],
  ["transformClient", untyped({ transformClient: {} }), "expected a function, got an object."],
  ["transformClient", untyped({ transformClient: null }), "expected a function, got null."],
  ["concurrency", untyped({ concurrency: 4 }), "there is no such option."]
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
    "by value: an invalid %s fails, and the error names it: %j",
    ([name, changes, problem]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(build(Revox.layer(options(changes))))
        assert.deepStrictEqual(error.reason, new Options.InvalidOptionError({ option: name, problem }))
        assert.strictEqual(error.message, `RevoxClient.make: Invalid option ${name}: ${problem}`)
        assert.deepStrictEqual([error.delivery, error.isRetryable], ["not-sent", false])
      })
  )

  it.effect.each(bad)(
    "by configuration: an invalid %s fails with a ConfigError that names it: %j",
    ([name, changes, problem]) =>
      Effect.gen(function*() {
        const layer = Revox.layerConfig(Config.succeed(options(changes)))
        const error = yield* Effect.flip(build(layer))
        assert.strictEqual(error._tag, "ConfigError")
        assert.include(error.message, `Invalid option ${name}: ${problem}`)
      })
  )

  it.effect.each<readonly [Record<string, string>, string]>([
    [{}, "REVOX_API_KEY is not set: set it to your API key."],
    [{ REVOX_API_KEY: "" }, "REVOX_API_KEY is not set: set it to your API key."],
    [{ REVOX_API_KEY: "a key" }, `REVOX_API_KEY: ${key} a Redacted of other content.`],
    [
      { REVOX_API_KEY: "key", REVOX_BASE_URL: "x.test/api" },
      "REVOX_BASE_URL: expected a valid URL string, got a string."
    ]
  ])("by environment: %j fails with %j", ([variables, expected]) =>
    Effect.gen(function*() {
      const layer = Layer.provide(Revox.layerConfig(), ConfigProvider.layer(ConfigProvider.fromUnknown(variables)))
      const error = yield* Effect.flip(build(layer))
      assert.strictEqual(error.message, `SchemaError(${expected})`)
    }))

  it.effect.each<readonly [string, Partial<Config.Wrap<RevoxClient.Options>>, string]>([
    [
      "the path of a variable",
      { baseUrl: Config.String("URL") },
      "URL: Invalid option baseUrl: expected a valid URL string, got a string."
    ],
    [
      "a nested path",
      { maxRetries: Config.nested(Config.Int("RETRIES"), "REVOX") },
      "REVOX.RETRIES: Invalid option maxRetries: expected an integer of 0 or more, got -1."
    ],
    [
      "the path of a fallback",
      { baseUrl: Config.orElse(Config.String("OTHER_URL"), () => Config.String("URL")) },
      "URL: Invalid option baseUrl: expected a valid URL string, got a string."
    ],
    [
      "the path of a variable of a policy",
      { rateLimit: Config.map(Config.Int("RATE"), (limit) => RequestPolicy.rateLimit({ limit, window: "1 second" })) },
      "RATE: Invalid option rateLimit.limit: expected an integer of 1 or more, got 0."
    ],
    [
      "no path of a value that is not configured",
      { maxRetries: Config.withDefault(Config.Int("UNSET"), -1) },
      "Invalid option maxRetries: expected an integer of 0 or more, got -1."
    ]
  ])("by configuration: an error has %s", ([_, configs, expected]) =>
    Effect.gen(function*() {
      const variables = { KEY: "key", URL: "x.test/api", RATE: "0", REVOX: { RETRIES: "-1" } }
      const layer = Revox.layerConfig(Function.cast({ apiKey: Config.Redacted("KEY"), ...configs }))
      const error = yield* Effect.flip(
        build(Layer.provide(layer, ConfigProvider.layer(ConfigProvider.fromUnknown(variables))))
      )
      assert.strictEqual(error.message, `SchemaError(${expected})`)
    }))

  it.effect.each<readonly [string, unknown, string]>([
    ["options", null, "expected object, got null."],
    ["operation", { operation: 5 }, "expected text, got a number."],
    ["attributes", { attributes: {} }, "expected a function, got an object."],
    ["retries", { retries: 3 }, "there is no such option."]
  ])(
    "of a call: an invalid %s fails, and the error names it: %j",
    ([option, options, problem]) =>
      Effect.gen(function*() {
        const request = { params: { id: "spring" } }
        const errors = [
          yield* Effect.flip(RevoxClient.execute(Api.campaigns.retrieve, request, Function.cast(options))),
          yield* Effect.flip(RevoxClient.executeResponse(Api.campaigns.retrieve, request, Function.cast(options)))
        ]
        for (const { reason } of errors) {
          assert.deepStrictEqual(reason, new Options.InvalidOptionError({ option, problem }))
        }
      }).pipe(Effect.provide(inMemory({})))
  )

  it.effect.each<readonly [string, unknown, string]>([
    ["options", null, "expected object, got null."],
    ["schema", { schema: { id: "text" } }, "expected a schema, got an object."],
    ["schema", { schema: null }, "expected a schema, got null."],
    ["shcema", { shcema: CampaignRow.CampaignRow }, "there is no such option."]
  ])(
    "of a method with a schema: an invalid %s fails, and the error names it: %j",
    ([option, given, problem]) =>
      Effect.gen(function*() {
        const campaigns = yield* Campaigns.Campaigns
        const options = Function.cast<unknown, { readonly schema: typeof CampaignRow.CampaignRow }>(given)
        const reasons = [
          yield* Effect.flip(campaigns.retrieve("spring", options)),
          yield* Effect.flip(campaigns.getRows("spring", {}, options)),
          yield* Effect.flip(campaigns.getRowsWithText("spring", {}, options))
        ].map(({ operation, reason }) => [operation, reason])
        const reason = new Options.InvalidOptionError({ option, problem })
        assert.deepStrictEqual(reasons, [
          ["Campaigns.retrieve", reason],
          ["Campaigns.getRows", reason],
          ["Campaigns.getRows", reason]
        ])
      }).pipe(Effect.provide(inMemory({})))
  )

  it.effect.each<readonly [string, object, string]>([
    ["timeout", { timeout: "2 hurs" }, `${time} a string.`],
    ["maxRetries", { maxRetries: -1 }, "expected an integer of 0 or more, got -1."],
    ["transformClient", { transformClient: {} }, "expected a function, got an object."],
    ["retries", { retries: 3 }, "there is no such option."]
  ])(
    "of an override: an invalid %s fails, and the error names it: %j",
    ([option, overrides, problem]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(Effect.provideService(retrieve, RevoxClient.CurrentOverrides, overrides))
        assert.deepStrictEqual(error.reason, new Options.InvalidOptionError({ option, problem }))
      }).pipe(Effect.provide(inMemory({})))
  )

  it.effect("of rows may be null, as none", () =>
    Effect.gen(function*() {
      const { rows } = yield* Campaigns.Campaigns.use(({ getRows }) => getRows("spring", Function.cast(null)))
      assert.lengthOf(rows, 20)
    }).pipe(Effect.provide(inMemory({}))))

  it.effect("by environment: white space around the key is removed", () =>
    Effect.gen(function*() {
      const { apiKey } = yield* validate({ apiKey: Redacted.make(" key\r\n") })
      assert.strictEqual(Redacted.value(apiKey), "key")
    }))

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

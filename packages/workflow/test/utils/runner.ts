/** Program that runs exports until it is killed, on a shared PostgreSQL database or on an embedded one. */
import * as RequestPolicy from "@effect-revox/client/RequestPolicy"
import * as Revox from "@effect-revox/client/Revox"
import * as CampaignExports from "@effect-revox/workflow/CampaignExports"
import * as Embedded from "@effect-revox/workflow/Embedded"
import * as Runner from "@effect-revox/workflow/Runner"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeRedis from "@effect/platform-node/NodeRedis"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import * as RateLimiter from "effect/persistence/RateLimiter"

/** Request rate limit that all runners share. */
const rateLimit = Effect.gen(function*() {
  const url = yield* Config.option(Config.String("REDIS_URL"))
  if (Option.isNone(url)) return undefined
  const limiter = yield* Layer.build(
    RateLimiter.layer.pipe(
      Layer.provide(RateLimiter.layerStoreRedis({ prefix: "effect-revox-test:" })),
      Layer.provide(NodeRedis.layer({ url: url.value }))
    )
  )
  return RequestPolicy.sharedRateLimit(yield* Effect.provide(RateLimiter.RateLimiter, Layer.succeedContext(limiter)), {
    limit: yield* Config.Int("RATE_LIMIT"),
    window: "1 second",
    key: yield* Config.String("RATE_LIMIT_KEY")
  })
})

const revox = Layer.unwrap(Effect.gen(function*() {
  const apiKey = yield* Config.Redacted("REVOX_API_KEY")
  const baseUrl = yield* Config.String("REVOX_BASE_URL")
  return Revox.layer({ apiKey, baseUrl, rateLimit: yield* rateLimit })
})).pipe(Layer.provide(NodeHttpClient.layerUndici))

const distributed = Effect.gen(function*() {
  const port = yield* Config.Int("RUNNER_PORT")
  const url = yield* Config.Redacted("DATABASE_URL")
  return Runner.layer({ pagesPerStep: 4 }).pipe(
    Layer.provide(Runner.destinations),
    Layer.provide(NodeClusterSocket.layer({
      storage: "sql",
      shardingConfig: {
        ...Runner.sharding,
        entityMessagePollInterval: Duration.millis(200),
        refreshAssignmentsInterval: Duration.millis(500),
        shardLockRefreshInterval: Duration.seconds(1),
        shardLockExpiration: Duration.seconds(5),
        runnerHealthCheckInterval: Duration.seconds(1),
        runnerAddress: Option.some(RunnerAddress.make("127.0.0.1", port))
      }
    })),
    Layer.provide(PgClient.layer({ url, maxConnections: 5, connectTimeout: "1 minute" }))
  )
})

const embedded = (directory: string) => Embedded.layer({ directory, pollInterval: "100 millis", pagesPerStep: 4 })

const program = Effect.gen(function*() {
  const directory = yield* Config.option(Config.String("RUNNER_DIRECTORY"))
  const runner = Option.isSome(directory) ? Layer.orDie(embedded(directory.value)) : Layer.orDie(yield* distributed)
  return yield* Effect.gen(function*() {
    const exports = yield* CampaignExports.CampaignExports
    yield* Console.log("ready")
    // Starts the given exports and waits for their results.
    const campaigns = yield* Config.Array(Schema.String, "RUNNER_CAMPAIGNS").pipe(Config.withDefault([]))
    yield* Effect.forEach(
      campaigns,
      (campaignId) =>
        exports.start({ campaignId, destination: { name: "sql" }, maxPollInterval: "500 millis", pageSize: 25 }).pipe(
          Effect.flatMap(({ id }) => exports.result(id))
        ),
      { concurrency: "unbounded" }
    )
    if (campaigns.length > 0) yield* Console.log("done")
    return yield* Effect.never
  }).pipe(Effect.provide(runner.pipe(Layer.provide(revox))))
})

program.pipe(
  Effect.provide([NodeServices.layer, Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])]),
  NodeRuntime.runMain
)

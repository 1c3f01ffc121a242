/**
 * Measures the cost of waiting campaigns on one runner. Starts `REVOX_WAITING` exports (default: 10,000) on a new
 * database. Their campaigns are polled every five minutes and never complete. No HTTP request is sent, so only the
 * engine is measured. Requires `REVOX_TEST_DATABASE_URL`.
 */
import { Campaigns, RevoxError } from "@effect-revox/client"
import { CampaignExports, Runner } from "@effect-revox/workflow"
import { NodeClusterSocket, NodeRuntime, NodeServices } from "@effect/platform-node"
import { PgClient } from "@effect/sql-pg"
import { Clock, Config, Console, Duration, Effect, Layer, Logger, Option, Random, Redacted, References } from "effect"
import { RunnerAddress } from "effect/cluster"
import { SqlClient } from "effect/sql"
import { freePort, freshDatabase } from "../packages/workflow/test/utils/processes.ts"

const pause = Duration.minutes(5)

/** Delays the next poll by about five minutes, as after a poll of a running campaign. */
const service = (onPoll: () => void) =>
  Layer.mock(Campaigns.Campaigns, {
    retrieve: () =>
      Effect.gen(function*() {
        onPoll()
        const millis = Duration.toMillis(pause) * (0.8 + 0.4 * (yield* Random.next))
        return yield* new RevoxError.RevoxError({
          operation: "Campaigns.retrieve",
          reason: new RevoxError.RateLimitError({
            message: "later",
            status: 429,
            attempts: 1,
            delivery: "rejected",
            isRetryable: true,
            retryAfter: Duration.millis(millis)
          })
        })
      })
  })

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0)

const program = Effect.gen(function*() {
  const count = yield* Config.withDefault(Config.Int("REVOX_WAITING"), 10_000)
  const minutes = yield* Config.withDefault(Config.Int("REVOX_WAITING_MINUTES"), 5)
  const url = yield* freshDatabase(yield* Config.String("REVOX_TEST_DATABASE_URL"))
  const port = yield* freePort
  let polls = 0

  const runner = Runner.layer().pipe(
    Layer.provide(Runner.destinations),
    Layer.provide(NodeClusterSocket.layer({
      storage: "sql",
      shardingConfig: { ...Runner.sharding, runnerAddress: Option.some(RunnerAddress.make("127.0.0.1", port)) }
    })),
    Layer.provideMerge(PgClient.layer({ url: Redacted.make(url), maxConnections: 10 })),
    Layer.provide(service(() => {
      polls += 1
    }))
  )

  yield* Effect.gen(function*() {
    const exports = yield* CampaignExports.CampaignExports
    const sql = yield* SqlClient.SqlClient

    /** The resources used so far. */
    const usage = Effect.gen(function*() {
      const [database] = yield* sql<{ commits: number; bytes: number; rows: number }>`
        SELECT xact_commit::float8 AS commits, pg_database_size(current_database())::float8 AS bytes,
          (SELECT count(*)::float8 FROM cluster_messages) AS rows
        FROM pg_stat_database WHERE datname = current_database()`
      yield* Effect.sync(() => globalThis.gc?.())
      const { heapUsed, rss } = process.memoryUsage()
      const cpu = process.cpuUsage()
      return {
        commits: database?.commits ?? 0,
        bytes: database?.bytes ?? 0,
        messages: database?.rows ?? 0,
        heapUsed,
        rss,
        cpu: (cpu.user + cpu.system) / 1000,
        polls,
        at: yield* Clock.currentTimeMillis
      }
    })

    const before = yield* usage
    yield* Console.log(`before: ${megabytes(before.rss)} MB resident, ${megabytes(before.heapUsed)} MB of heap`)
    yield* Effect.forEach(
      Array.from({ length: count }, (_, index) => `campaign-${index}`),
      (campaignId) => exports.start({ campaignId, destination: { name: "sql" }, maxConsecutiveFailures: 1_000_000 }),
      { concurrency: 16, discard: true }
    )
    const started = yield* usage
    const took = (started.at - before.at) / 1000
    yield* Console.log(`${count} started in ${took.toFixed(0)} s, ${(count / took).toFixed(0)} per second`)
    // Each campaign is polled once, and then sleeps.
    yield* Effect.sleep("45 seconds")
    for (let minute = 1; minute <= minutes; minute++) {
      const from = yield* usage
      yield* Effect.sleep("1 minute")
      const to = yield* usage
      const seen = to.polls - from.polls
      const cost = seen === 0 ? "" : `, ${((to.commits - from.commits) / seen).toFixed(1)} transactions and ` +
        `${((to.cpu - from.cpu) / seen).toFixed(1)} ms of CPU per poll, ${
          ((to.messages - from.messages) / seen).toFixed(1)
        } messages kept`
      yield* Console.log(
        `minute ${minute}: ${seen} polls, ${to.commits - from.commits} transactions${cost}; ` +
          `${megabytes(to.rss)} MB resident, ${megabytes(to.heapUsed)} MB of heap, ` +
          `${megabytes(to.bytes)} MB of database, CPU ${((to.cpu - from.cpu) / 600).toFixed(0)}%`
      )
    }
  }).pipe(Effect.provide(runner))
}).pipe(Effect.scoped)

program.pipe(
  Effect.provide([NodeServices.layer, Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])]),
  Effect.provideService(References.MinimumLogLevel, "Error"),
  NodeRuntime.runMain
)

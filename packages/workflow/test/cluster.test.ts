import { RevoxSimulator } from "@effect-revox/testing"
import { CampaignExports, CampaignRuns } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { eventually } from "../../testing/test/utils/eventually.ts"
import { client, freePort, freshDatabase, spawnRunner } from "./utils/processes.ts"

// Vitest needs to know whether to skip a test before any effect, and so any Config, runs.
const { REVOX_TEST_DATABASE_URL: database, REVOX_TEST_REDIS_URL: redis } = process.env
const isSkipped = database === undefined || redis === undefined
if (isSkipped) {
  process.stderr.write(
    "NOTICE: runner tests skipped: set REVOX_TEST_DATABASE_URL and REVOX_TEST_REDIS_URL to run them\n"
  )
}

/** Shared limit of requests per second. The exports need more requests than it allows. */
const perSecond = 3

describe("Runner (REVOX_TEST_DATABASE_URL, REVOX_TEST_REDIS_URL)", () => {
  it.live.skipIf(isSkipped)(
    "three processes share the exports and one rate limit, and a killed one is replaced",
    () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const url = yield* freshDatabase(database ?? "")
        const start = Effect.gen(function*() {
          const env = {
            DATABASE_URL: url,
            REDIS_URL: redis ?? "",
            RATE_LIMIT: String(perSecond),
            RATE_LIMIT_KEY: url,
            RUNNER_PORT: String(yield* freePort)
          }
          const runner = yield* spawnRunner(env)
          yield* runner.printed("ready")
          return runner
        })
        const runners = yield* Effect.all([start, start, start], { concurrency: "unbounded" })
        const began = yield* Clock.currentTimeMillis
        const campaigns = yield* Effect.forEach(
          Array.from({ length: 6 }),
          (_, index) => simulator.addCampaign({ rows: 400 + index, duration: `${1 + index} seconds` })
        )
        yield* Effect.gen(function*() {
          const exports = yield* CampaignExports.CampaignExports
          const started = yield* Effect.forEach(
            campaigns,
            (campaignId) =>
              exports.start({ campaignId, destination: { name: "sql" }, maxPollInterval: "1 second", pageSize: 100 })
          )
          // Two clients start the same export independently.
          const again = yield* exports.start({
            campaignId: campaigns[0] ?? "",
            destination: { name: "sql" },
            maxPollInterval: "1 second",
            pageSize: 100
          })
          assert.strictEqual(again.id, started[0]?.id)
          // Kills a runner while it exports.
          yield* eventually(simulator.traffic, ({ requests }) => requests > 20)
          yield* runners[0].kill9
          const results = yield* Effect.forEach(started, ({ id }) => exports.result(id), { concurrency: "unbounded" })
          assert.deepStrictEqual(results.map(({ rows }) => rows), [400, 401, 402, 403, 404, 405])

          const sql = yield* SqlClient.SqlClient
          for (const campaignId of campaigns) {
            const lines = yield* sql<{ id: string }>`SELECT id FROM revox_rows WHERE campaign_id = ${campaignId}`
            assert.deepStrictEqual(
              lines.map(({ id }) => id).sort(),
              [...(yield* simulator.expectedRows(campaignId))].sort()
            )
          }
        }).pipe(Effect.provide(client(url)))

        // Requests may arrive late but never early, so the limit bounds the number received since the first.
        for (const { index, receivedAt } of yield* simulator.requests) {
          assert.isAtMost(index + 1, perSecond + Math.ceil(perSecond * (receivedAt - began) / 1000))
        }
      }).pipe(Effect.scoped, Effect.provide(Layer.merge(RevoxSimulator.layer(), NodeServices.layer)))
  )

  it.live.skipIf(isSkipped)("a client starts a run, which a runner executes", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const url = yield* freshDatabase(database ?? "")
      yield* Effect.gen(function*() {
        const runs = yield* CampaignRuns.CampaignRuns
        const { id } = yield* runs.start({
          key: "spring",
          campaign: { assistant_id: "assistant-1", name: "Spring" },
          launch: "create",
          contacts: [{ to_phone_number: "+33184801001", prompt_variables: {} }],
          export: { destination: { name: "sql" }, maxPollInterval: "1 second" }
        })
        assert.deepStrictEqual((yield* runs.list()).map((run) => run.status), ["queued"])
        assert.lengthOf(yield* simulator.requests, 0)
        const runner = yield* spawnRunner({ DATABASE_URL: url, RUNNER_PORT: String(yield* freePort) })
        yield* runner.printed("ready")
        assert.strictEqual((yield* runs.result(id)).rows, 1)
      }).pipe(Effect.provide(client(url)))
    }).pipe(
      Effect.scoped,
      Effect.provide(
        Layer.merge(RevoxSimulator.layer({ createdCampaigns: { duration: "1 second" } }), NodeServices.layer)
      )
    ))
})

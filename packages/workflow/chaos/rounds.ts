import { RevoxSimulator } from "@effect-revox/testing"
import { CampaignExports, Embedded } from "@effect-revox/workflow"
import { Clock, Effect, Exit, Random, Scope } from "effect"
import { SqlClient } from "effect/sql"
import { temporary } from "../test/utils/embedded.ts"
import { client, freePort, freshDatabase, spawnRunner } from "../test/utils/processes.ts"

/** Result of a round. */
export interface Round {
  readonly database: string
  readonly exports: number
  readonly kills: number
  readonly restarts: number
  readonly rows: number
  readonly lost: number
  readonly duplicated: number
  readonly seconds: number
}

/** Adds campaigns that complete within seconds. */
const addCampaigns = (count: number) =>
  Effect.forEach(
    Array.from({ length: count }),
    Effect.fnUntraced(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const rows = yield* Random.nextIntBetween(100, 600)
      const duration = yield* Random.nextIntBetween(100, 3000)
      return yield* simulator.addCampaign({ rows, duration })
    })
  )

/** Counts the rows that are missing from the table, and those that are duplicated or unexpected. */
const compare = Effect.fnUntraced(function*(campaigns: ReadonlyArray<string>) {
  const sql = yield* SqlClient.SqlClient
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const figures = { rows: 0, lost: 0, duplicated: 0 }
  for (const campaignId of campaigns) {
    const expected = new Set<string>(yield* simulator.expectedRows(campaignId))
    const lines = yield* sql<{ id: string }>`SELECT id FROM revox_rows WHERE campaign_id = ${campaignId}`
    const members = yield* sql<{ id: string }>`SELECT m.row_id AS id FROM revox_export_rows m
      JOIN revox_exports e ON e.id = m.export_id
      WHERE e.campaign_id = ${campaignId} AND e.status = 'complete'`
    const found = new Set(lines.map(({ id }) => id))
    figures.rows += lines.length
    figures.lost += [...expected].filter((id) => !found.has(id)).length + Math.max(0, expected.size - members.length)
    figures.duplicated += lines.length - [...found].filter((id) => expected.has(id)).length +
      Math.max(0, members.length - expected.size)
  }
  return figures
})

interface Live {
  readonly scope: Scope.Closeable
  readonly runner: Effect.Success<ReturnType<typeof spawnRunner>>
}

/** Starts a runner, which is killed when the script ends at the latest. */
const live = Effect.fnUntraced(function*(env: Readonly<Record<string, string>>) {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const runner = yield* Scope.provide(spawnRunner(env), scope)
  return { scope, runner }
})

const kill = ({ runner, scope }: Live) => Effect.andThen(runner.kill9, Scope.close(scope, Exit.void))

/** Runs rounds with three runners that share a PostgreSQL database. */
export const clusterRounds = Effect.fnUntraced(function*<E, R>(
  server: string,
  count: number,
  note: (round: Round) => Effect.Effect<void, E, R>
) {
  const url = yield* freshDatabase(server)
  const start = Effect.gen(function*() {
    const started = yield* live({ DATABASE_URL: url, RUNNER_PORT: String(yield* freePort) })
    yield* started.runner.printed("ready")
    return started
  })
  const runners = new Set(yield* Effect.all([start, start, start], { concurrency: "unbounded" }))

  const round = Effect.gen(function*() {
    const began = yield* Clock.currentTimeMillis
    const service = yield* CampaignExports.CampaignExports
    const campaigns = yield* addCampaigns(3)
    const started = yield* Effect.forEach(
      campaigns,
      (campaignId) =>
        service.start({ campaignId, destination: { name: "sql" }, maxPollInterval: "500 millis", pageSize: 25 })
    )
    let kills = 0
    let restarts = 0
    const planned = yield* Random.nextIntBetween(1, 3)
    while (kills < planned) {
      yield* Effect.sleep(yield* Random.nextIntBetween(0, 2500))
      const index = yield* Random.nextIntBetween(0, runners.size - 1)
      const victim = [...runners][index]
      if (victim === undefined || runners.size === 1) break
      runners.delete(victim)
      yield* kill(victim)
      kills += 1
      if (yield* Random.nextBoolean) {
        runners.add(yield* start)
        restarts += 1
      }
    }
    yield* Effect.forEach(started, ({ id }) => service.result(id), { concurrency: "unbounded" }).pipe(
      Effect.timeout("10 minutes")
    )
    const figures = yield* compare(campaigns)
    while (runners.size < 3) runners.add(yield* start)
    const seconds = ((yield* Clock.currentTimeMillis) - began) / 1000
    yield* note({ database: "PostgreSQL", exports: campaigns.length, kills, restarts, ...figures, seconds })
  })

  yield* Effect.repeat(round, { times: count - 1 }).pipe(Effect.provide(client(url)))
})

/** Number of rounds that run at the same time. They wait most of the time. */
export const roundsAtOnce = 4

/** Runs rounds with one process on an embedded database. Rounds share nothing but the server, and run at the same time. */
export const embeddedRounds = Effect.fnUntraced(function*<E, R>(
  seed: string,
  count: number,
  note: (round: Round) => Effect.Effect<void, E, R>
) {
  const round = Effect.fnUntraced(function*() {
    const directory = yield* temporary
    const began = yield* Clock.currentTimeMillis
    const campaigns = yield* addCampaigns(2)
    const start = live({ RUNNER_DIRECTORY: directory, RUNNER_CAMPAIGNS: campaigns.join(",") })
    const kills = yield* Random.nextIntBetween(1, 3)
    for (let index = 0; index < kills; index++) {
      const victim = yield* start
      // Sometimes kills the process before it is ready.
      if (yield* Random.nextBoolean) yield* victim.runner.printed("ready")
      yield* Effect.sleep(yield* Random.nextIntBetween(0, 2500))
      yield* kill(victim)
    }
    const last = yield* start
    yield* Effect.timeout(last.runner.printed("done"), "10 minutes")
    yield* kill(last)
    const figures = yield* Effect.provide(compare(campaigns), Embedded.database({ directory }))
    const seconds = ((yield* Clock.currentTimeMillis) - began) / 1000
    yield* note({
      database: "embedded",
      exports: campaigns.length,
      kills: kills + 1,
      restarts: kills,
      ...figures,
      seconds
    })
  }, Effect.scoped)
  yield* Effect.forEach(
    Array.from({ length: count }),
    (_, index) => Random.withSeed(round(), `${seed} embedded ${index}`),
    { concurrency: roundsAtOnce, discard: true }
  )
})

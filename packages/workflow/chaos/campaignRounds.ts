import { RevoxSimulator } from "@effect-revox/testing"
import { Embedded, RunJob, RunStore } from "@effect-revox/workflow"
import { Clock, Effect, Exit, Option, Random, Scope } from "effect"
import { SqlClient } from "effect/sql"
import { jobOf, numbersOf } from "../test/utils/campaignRuns.ts"
import { temporary } from "../test/utils/embedded.ts"
import { spawnRunner } from "../test/utils/processes.ts"
import { roundsAtOnce } from "./rounds.ts"

/** Result of a round. */
export interface CampaignRound {
  readonly runs: number
  readonly kills: number
  readonly complete: number
  readonly unknown: number
  readonly campaigns: number
  readonly rows: number
  readonly problems: ReadonlyArray<string>
  readonly seconds: number
}

const sorted = (values: ReadonlyArray<string>): string => [...values].sort().join(",")

/** Checks one run: at most one campaign, with each contact once, and each row exported once. */
const check = Effect.fnUntraced(function*(key: string) {
  const sql = yield* SqlClient.SqlClient
  const store = yield* RunStore.make
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const problems: Array<string> = []
  const expect = (holds: boolean, problem: string) => {
    if (!holds) problems.push(`${key}: ${problem}`)
  }
  const run = Option.getOrUndefined(yield* store.get(key))
  const name = RunJob.campaignName(jobOf(key))
  const campaigns = (yield* simulator.campaigns).filter((campaign) => campaign.name === name)
  const isUnknown = run?.error?._tag === "CreateOutcomeUnknownError"
  expect(run !== undefined, "the run is lost")
  expect(campaigns.length <= 1, `${campaigns.length} campaigns`)
  expect(isUnknown || campaigns.length === 1, `${campaigns.length} campaigns, and the run is ${run?.status}`)
  let rowCount = 0
  for (const campaign of campaigns) {
    const rows = yield* simulator.rows(campaign.id, 0, 1000)
    expect(sorted(rows.map((row) => row.phone_number)) === sorted(numbersOf(key)), "the rows are not the contacts")
    if (run?.status !== "complete") continue
    const lines = yield* sql<{ id: string }>`SELECT id FROM revox_rows WHERE campaign_id = ${campaign.id}`
    rowCount += lines.length
    const expected = yield* simulator.expectedRows(campaign.id)
    expect(
      sorted(lines.map(({ id }) => id)) === sorted(expected),
      `${lines.length} of ${expected.length} rows exported`
    )
  }
  return { problems, isUnknown, isComplete: run?.status === "complete", campaigns: campaigns.length, rows: rowCount }
})

/**
 * Runs rounds with campaign runs of one process, which is killed several times. Rounds share nothing but the server, and
 * run at the same time.
 */
export const campaignRounds = Effect.fnUntraced(function*<E, R>(
  seed: string,
  count: number,
  note: (round: CampaignRound) => Effect.Effect<void, E, R>
) {
  const round = (index: number) =>
    Effect.gen(function*() {
      const directory = yield* temporary
      const began = yield* Clock.currentTimeMillis
      const keys = yield* Effect.forEach(
        [1, 2, 3],
        (number) => Effect.map(Random.nextIntBetween(0, 1e6), (random) => `round-${index}-${number}-${random}`)
      )
      const start = Effect.gen(function*() {
        const scope = yield* Scope.fork(yield* Effect.scope)
        const env = { RUNNER_DIRECTORY: directory, RUNNER_KEYS: keys.join(",") }
        const runner = yield* Scope.provide(spawnRunner(env, "campaignRunner.ts"), scope)
        return { runner, kill: Effect.andThen(runner.kill9, Scope.close(scope, Exit.void)) }
      })
      const kills = yield* Random.nextIntBetween(1, 4)
      for (let kill = 0; kill < kills; kill++) {
        const victim = yield* start
        // Sometimes kills the process before it is ready.
        if ((yield* Random.nextIntBetween(0, 4)) > 0) yield* victim.runner.printed("ready")
        yield* Effect.sleep(yield* Random.nextIntBetween(0, 2500))
        yield* victim.kill
      }
      const last = yield* start
      yield* Effect.timeout(last.runner.printed("done"), "10 minutes")
      yield* last.kill
      const checked = yield* Effect.provide(Effect.forEach(keys, check), Embedded.database({ directory }))
      const sum = (f: (one: (typeof checked)[number]) => number) => checked.reduce((total, one) => total + f(one), 0)
      yield* note({
        runs: keys.length,
        kills,
        complete: sum(({ isComplete }) => isComplete ? 1 : 0),
        unknown: sum(({ isUnknown }) => isUnknown ? 1 : 0),
        campaigns: sum(({ campaigns }) => campaigns),
        rows: sum(({ rows }) => rows),
        problems: checked.flatMap(({ problems }) => problems),
        seconds: ((yield* Clock.currentTimeMillis) - began) / 1000
      })
    }).pipe(Effect.scoped, Random.withSeed(`${seed} ${index}`))
  yield* Effect.forEach(Array.from({ length: count }, (_, index) => index + 1), round, {
    concurrency: roundsAtOnce,
    discard: true
  })
})

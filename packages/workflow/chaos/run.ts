/**
 * Kills runners with SIGKILL at random times, while they wait and while they export. Then checks that the table contains
 * each row exactly once.
 *
 * - `REVOX_CHAOS_SEED`: repeats the random decisions of a run
 * - `REVOX_CHAOS_ROUNDS`: number of rounds. Default: 20.
 * - `REVOX_TEST_DATABASE_URL`: PostgreSQL server for the cluster rounds. Without it, only the embedded database is tested.
 */
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Clock, Config, Console, Effect, Layer, Option, Random, Schema } from "effect"
import { clusterRounds, embeddedRounds, type Round } from "./rounds.ts"

class RowsWereLost
  extends Schema.TaggedError<RowsWereLost>()("RowsWereLost", { lost: Schema.Int, duplicated: Schema.Int })
{
  override get message(): string {
    return `${this.lost} rows were lost, ${this.duplicated} are duplicated or unexpected`
  }
}

const line = (cells: ReadonlyArray<string | number>): string => `| ${cells.join(" | ")} |`

const sum = (rounds: ReadonlyArray<Round>, count: (round: Round) => number): number =>
  rounds.reduce((total, round) => total + count(round), 0)

const program = Effect.gen(function*() {
  const seed = yield* Config.withDefault(
    Config.String("REVOX_CHAOS_SEED"),
    String(yield* Random.nextIntBetween(0, 1e9))
  )
  const count = yield* Config.withDefault(Config.Int("REVOX_CHAOS_ROUNDS"), 20)
  const database = yield* Config.option(Config.String("REVOX_TEST_DATABASE_URL"))
  yield* Console.log(`REVOX_CHAOS_SEED=${seed}`)
  if (Option.isNone(database)) {
    yield* Console.log("NOTICE: cluster rounds skipped: set REVOX_TEST_DATABASE_URL to run them")
  }
  const inCluster = Option.isSome(database) ? Math.ceil(count * 0.7) : 0

  yield* Console.log(
    line(["round", "database", "exports", "kills", "restarts", "rows", "lost", "duplicated", "seconds"])
  )
  yield* Console.log(line(Array.from({ length: 9 }, () => "---")))
  const rounds: Array<Round> = []
  const note = (round: Round) => {
    rounds.push(round)
    const { database, exports, kills, lost, restarts, rows, seconds, duplicated } = round
    return Console.log(
      line([rounds.length, database, exports, kills, restarts, rows, lost, duplicated, seconds.toFixed(1)])
    )
  }
  const start = yield* Clock.currentTimeMillis
  yield* Effect.all([
    Option.isSome(database)
      ? Random.withSeed(clusterRounds(database.value, inCluster, note), `${seed} cluster`)
      : Effect.void,
    embeddedRounds(seed, count - inCluster, note)
  ], { concurrency: "unbounded" })

  const lost = sum(rounds, (round) => round.lost)
  const duplicated = sum(rounds, (round) => round.duplicated)
  yield* Console.log(line([
    "all",
    "",
    sum(rounds, (round) => round.exports),
    sum(rounds, (round) => round.kills),
    sum(rounds, (round) => round.restarts),
    sum(rounds, (round) => round.rows),
    lost,
    duplicated,
    (((yield* Clock.currentTimeMillis) - start) / 1000).toFixed(1)
  ]))
  if (lost + duplicated > 0) return yield* new RowsWereLost({ lost, duplicated })
  yield* Console.log(`${rounds.length} passed, 0 failed`)
})

program.pipe(
  Effect.provide(Layer.merge(RevoxSimulator.layer(), NodeServices.layer)),
  Effect.scoped,
  NodeRuntime.runMain
)

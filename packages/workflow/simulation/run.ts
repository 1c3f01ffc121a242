/**
 * Deterministic simulation of campaign runs and exports: engine, storage, server and clock in memory. A seed chooses the
 * moments at which processes are killed, the faults before and after the server acts, delays and clock jumps.
 *
 * - `REVOX_SIMULATION_SEEDS`: number of seeds. Default: 2000.
 * - `REVOX_SIMULATION_FIRST_SEED`: the first seed. Default: 1.
 * - `REVOX_SIMULATION_SEED`: replays one seed, and prints its trace
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Config, Console, Effect, Option, Path, Schema } from "effect"
import { ChildProcessSpawner } from "effect/process"
import { availableParallelism } from "node:os"
import { node } from "../../../scripts/internal/childProcess.ts"
import { deterministicDigests } from "./digests.ts"
import { simulate } from "./scenarios.ts"
import { Trace } from "./world.ts"

class InvariantsViolated extends Schema.TaggedError<InvariantsViolated>()("InvariantsViolated", {
  problem: Schema.String
}) {
  override get message(): string {
    return this.problem
  }
}

/** Replays one seed. */
const replay = Effect.fnUntraced(function*(seed: number) {
  const output = yield* Console.Console
  const { name, problems, status } = yield* Effect.provideService(simulate(seed), Trace, (line) => output.log(line))
  yield* Console.log(`${name}: ${status}`)
  if (problems.length > 0) return yield* new InvariantsViolated({ problem: problems.join("; ") })
})

/** Simulates seeds one after the other. */
const simulateRange = Effect.fnUntraced(function*(first: number, count: number) {
  const failed: Array<number> = []
  const statuses = new Map<string, number>()
  let kills = 0
  for (let seed = first; seed < first + count; seed++) {
    const finding = yield* simulate(seed)
    kills += finding.kills
    const label = `${finding.name}: ${finding.status}`
    statuses.set(label, (statuses.get(label) ?? 0) + 1)
    if (finding.problems.length > 0) {
      failed.push(seed)
      yield* Console.log(`seed ${seed} (${label}): ${finding.problems.join("; ")}`)
    }
  }
  for (const [status, number] of [...statuses].sort()) yield* Console.log(`${String(number).padStart(6)} ${status}`)
  yield* Console.log(`seeds ${first} to ${first + count - 1}: ${kills} kills, ${failed.length} failed`)
  if (failed.length === 0) return
  return yield* new InvariantsViolated({
    problem: `invariants violated: replay with REVOX_SIMULATION_SEED=${failed[0]} pnpm test:simulation`
  })
})

/** Simulates seeds in several processes, one for each processor. */
const simulateAll = Effect.fnUntraced(function*(first: number, count: number) {
  const spawner = yield* ChildProcessSpawner.ChildProcessSpawner
  const path = yield* Path.Path
  const file = yield* path.fromFileUrl(new URL("run.ts", import.meta.url))
  const size = Math.ceil(count / availableParallelism())
  const starts = Array.from({ length: Math.ceil(count / size) }, (_, index) => first + index * size)
  const codes = yield* Effect.forEach(
    starts,
    (start) =>
      spawner.exitCode(node([file], {
        env: {
          REVOX_SIMULATION_FIRST_SEED: String(start),
          REVOX_SIMULATION_SEEDS: String(Math.min(size, first + count - start)),
          REVOX_SIMULATION_WORKER: "true"
        },
        extendEnv: true,
        stdout: "inherit",
        stderr: "inherit"
      })),
    { concurrency: "unbounded" }
  )
  if (codes.some((code) => code !== 0)) return yield* new InvariantsViolated({ problem: "invariants violated" })
})

const program = Effect.gen(function*() {
  const single = yield* Config.option(Config.Int("REVOX_SIMULATION_SEED"))
  const first = yield* Config.withDefault(Config.Int("REVOX_SIMULATION_FIRST_SEED"), 1)
  const count = yield* Config.withDefault(Config.Int("REVOX_SIMULATION_SEEDS"), 2000)
  const isWorker = yield* Config.withDefault(Config.Boolean("REVOX_SIMULATION_WORKER"), false)
  if (Option.isNone(single) && !isWorker) {
    const start = performance.now()
    yield* simulateAll(first, count)
    return yield* Console.log(`${count} seeds, 0 failed, ${((performance.now() - start) / 1000).toFixed(1)} seconds`)
  }
  yield* deterministicDigests
  yield* Option.isSome(single) ? replay(single.value) : simulateRange(first, count)
})

program.pipe(Effect.provide(NodeServices.layer), NodeRuntime.runMain)

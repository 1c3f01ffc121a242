/**
 * Deterministic simulation of campaign runs and exports: engine, storage, server and clock in memory. A seed chooses the
 * moments at which processes are killed, the faults before and after the server acts, delays and clock jumps.
 *
 * - `REVOX_SIMULATION_SEEDS`: number of seeds. Default: 2000.
 * - `REVOX_SIMULATION_SEED`: replays one seed, and prints its trace
 */
import { NodeRuntime } from "@effect/platform-node"
import { Config, Console, Effect, Option, Schema } from "effect"
import { deterministicDigests } from "./digests.ts"
import { simulate } from "./scenarios.ts"
import { Trace } from "./world.ts"

class InvariantsViolated extends Schema.TaggedError<InvariantsViolated>()("InvariantsViolated", {
  seeds: Schema.Array(Schema.Number)
}) {
  override get message(): string {
    return `invariants violated: replay with REVOX_SIMULATION_SEED=${this.seeds[0]}`
  }
}

const program = Effect.gen(function*() {
  yield* deterministicDigests
  const single = yield* Config.option(Config.Int("REVOX_SIMULATION_SEED"))
  if (Option.isSome(single)) {
    const output = yield* Console.Console
    const finding = yield* Effect.provideService(simulate(single.value), Trace, (line) => output.log(line))
    yield* Console.log(`${finding.name}: ${finding.status}`)
    yield* Effect.forEach(finding.problems, (problem) => Console.log(`PROBLEM: ${problem}`), { discard: true })
    if (finding.problems.length > 0) return yield* new InvariantsViolated({ seeds: [single.value] })
    return
  }
  const count = yield* Config.withDefault(Config.Int("REVOX_SIMULATION_SEEDS"), 2000)
  const first = yield* Config.withDefault(Config.Int("REVOX_SIMULATION_FIRST_SEED"), 1)
  const start = performance.now()
  const failed: Array<number> = []
  const statuses = new Map<string, number>()
  let kills = 0
  for (let seed = first; seed < first + count; seed++) {
    const began = performance.now()
    const finding = yield* simulate(seed)
    if (performance.now() - began > 5000) yield* Console.log(`seed ${seed} took ${performance.now() - began} ms`)
    kills += finding.kills
    const label = `${finding.name}: ${finding.status}`
    statuses.set(label, (statuses.get(label) ?? 0) + 1)
    if (finding.problems.length > 0) {
      failed.push(seed)
      yield* Console.log(`seed ${seed} (${label}): ${finding.problems.join("; ")}`)
    }
  }
  for (const [status, number] of [...statuses].sort()) yield* Console.log(`${String(number).padStart(6)} ${status}`)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  yield* Console.log(`${count} seeds, ${kills} kills, ${failed.length} failed, ${seconds} seconds`)
  if (failed.length > 0) return yield* new InvariantsViolated({ seeds: failed })
})

NodeRuntime.runMain(program)

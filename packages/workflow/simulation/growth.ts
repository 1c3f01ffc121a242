/**
 * Measures the messages that the engine stores for one export that polls its campaign, with and without `EngineHistory`.
 *
 * - `REVOX_GROWTH_POLLS`: number of polls. Default: 10,000.
 * - `REVOX_GROWTH_CLEAR`: whether `EngineHistory` deletes messages. Default: true.
 */
import { CampaignExports } from "@effect-revox/workflow"
import { NodeRuntime } from "@effect/platform-node"
import { Config, Console, Effect } from "effect"
import { deterministicDigests } from "./digests.ts"
import { inProcess, isolated, makeWorld, pollUntil } from "./world.ts"

const measure = Effect.fnUntraced(function*(polls: number, isCleared: boolean, note: (line: string) => void) {
  const weather = { writeFaults: 0, readFaults: 0, maxDelay: 0 }
  const historyInterval = isCleared ? "10 minutes" : "10000 days"
  const world = yield* makeWorld(weather, { historyInterval, logLimit: 100 })
  const campaignId = yield* world.simulator.addCampaign({ rows: 1, duration: "10000 days" })
  const { requests } = world.storage.driver
  yield* inProcess(
    world,
    undefined,
    Infinity,
    Effect.gen(function*() {
      const exports = yield* CampaignExports.CampaignExports
      const { id } = yield* exports.start({ campaignId, destination: { name: "shelf" }, maxPollInterval: "20 seconds" })
      for (let share = 1; share <= 10; share++) {
        const target = polls * share / 10
        yield* pollUntil(exports.get(id), ({ campaign }) => (campaign?.pollCount ?? 0) >= target)
        const bytes = [...requests.values()].reduce(
          (sum, { envelope, replies }) => sum + JSON.stringify([envelope, replies]).length,
          0
        )
        note(`| ${target} | ${isCleared ? "yes" : "no"} | ${requests.size} | ${Math.round(bytes / 1024)} kB |`)
      }
    })
  )
})

const program = Effect.gen(function*() {
  yield* deterministicDigests
  const polls = yield* Config.withDefault(Config.Int("REVOX_GROWTH_POLLS"), 10_000)
  const isCleared = yield* Config.withDefault(Config.Boolean("REVOX_GROWTH_CLEAR"), true)
  const output = yield* Console.Console
  yield* isolated("growth", measure(polls, isCleared, (line) => output.log(line)))
})

NodeRuntime.runMain(program)

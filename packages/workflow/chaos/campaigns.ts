/**
 * Kills runners of campaign runs with SIGKILL at random times, while the server resets connections after it has acted.
 * Then checks that no run has more than one campaign, that each contact is in it once, and that each row is exported once.
 *
 * - `REVOX_CHAOS_SEED`: repeats the random decisions of a run
 * - `REVOX_CHAOS_ROUNDS`: number of rounds. Default: 20.
 */
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Config, Console, Effect, Layer, Random, Schema } from "effect"
import { type CampaignRound, campaignRounds } from "./campaignRounds.ts"

class ContactsWereHarmed extends Schema.TaggedError<ContactsWereHarmed>()("ContactsWereHarmed", {
  problems: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return this.problems.join("\n")
  }
}

const line = (cells: ReadonlyArray<string | number>): string => `| ${cells.join(" | ")} |`

const header = ["round", "runs", "kills", "complete", "unknown outcome", "campaigns", "rows", "problems", "seconds"]

const isWrite = (fault: Fault.Fault) => Fault.when(fault, ({ method }) => method === "POST")

/** Half of the writes lose their response, some before and most after the server acts. */
const faults = (seed: number) => [
  isWrite(Fault.randomly(Fault.always(Fault.reset()), 0.25, seed)),
  isWrite(Fault.randomly(Fault.always(Fault.beforeHandling(Fault.reset())), 0.1, seed + 1)),
  isWrite(Fault.randomly(Fault.always(Fault.status(503)), 0.1, seed + 2)),
  Fault.randomly(Fault.always(Fault.status(429)), 0.05, seed + 3)
]

const program = Effect.gen(function*() {
  const seed = yield* Config.withDefault(
    Config.String("REVOX_CHAOS_SEED"),
    String(yield* Random.nextIntBetween(0, 1e9))
  )
  const count = yield* Config.withDefault(Config.Int("REVOX_CHAOS_ROUNDS"), 20)
  yield* Console.log(`REVOX_CHAOS_SEED=${seed}`)
  yield* Console.log(line(header))
  yield* Console.log(line(header.map(() => "---")))
  const rounds: Array<CampaignRound> = []
  const note = (round: CampaignRound) => {
    rounds.push(round)
    const { campaigns, complete, kills, problems, rows, runs, seconds, unknown } = round
    const cells = [rounds.length, runs, kills, complete, unknown, campaigns, rows, problems.length, seconds.toFixed(1)]
    return Console.log(line(cells))
  }
  const simulator = yield* RevoxSimulator.RevoxSimulator
  yield* simulator.inject(...faults(yield* Random.withSeed(Random.nextIntBetween(0, 1e6), seed)))
  yield* campaignRounds(seed, count, note)
  const problems = rounds.flatMap((round) => round.problems)
  if (problems.length > 0) return yield* new ContactsWereHarmed({ problems })
  yield* Console.log(`${rounds.length} passed, 0 failed`)
})

program.pipe(
  Effect.provide(Layer.merge(
    RevoxSimulator.layer({ createdCampaigns: { duration: "2 seconds", extraction: "none" } }),
    NodeServices.layer
  )),
  Effect.scoped,
  NodeRuntime.runMain
)

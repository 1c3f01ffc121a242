/** Waits for many campaigns at once, and goes on with each as soon as it is over, whatever becomes of the others. */
import { CampaignCompletion, CampaignRows } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Array, Console, Effect, Schedule, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// Simulated time flies here; with the service, leave the schedule out. One constant, so that all share their polls.
const schedule = Schedule.spaced("100 millis")

const finish = Effect.fnUntraced(function*(id: string) {
  const campaign = yield* CampaignCompletion.awaitCompletion(id, { timeout: "6 hours", schedule })
  const rows = yield* CampaignRows.stream(campaign.id).pipe(Stream.runCount)
  return { id, outcome: `${rows} rows` }
})

// A campaign that was called off, or takes too long, is an outcome as well: the others go on.
const outcomeOf = (id: string) =>
  finish(id).pipe(
    Effect.catchTags({
      CompletionError: ({ reason }) => Effect.succeed({ id, outcome: reason._tag }),
      RevoxError: ({ reason }) => Effect.succeed({ id, outcome: reason._tag }),
      RowsError: ({ reason }) => Effect.succeed({ id, outcome: reason._tag })
    })
  )

const outcomes = (ids: ReadonlyArray<string>) =>
  Stream.fromIterable(ids).pipe(
    // Waiting costs a request now and then, so all of them wait at once; who is done first comes first.
    Stream.mapEffect(outcomeOf, { concurrency: "unbounded", unordered: true })
  )

const program = Effect.gen(function*() {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const quick = yield* simulator.addCampaign({ rows: 20, duration: "2 minutes" })
  const cancelled = yield* simulator.addCampaign({ duration: "10 minutes", cancelAt: "4 minutes" })
  const slow = yield* simulator.addCampaign({ rows: 300, duration: "20 minutes" })
  const names = new Map([[slow, "slow"], [cancelled, "cancelled"], [quick, "quick"]].map(([id, name]) => [id, name]))

  const ids = Array.append([...names.keys()], "not-there").filter((id) => id !== undefined)
  yield* Stream.runForEach(outcomes(ids), ({ id, outcome }) => Console.log(`${names.get(id) ?? id}: ${outcome}`))
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)

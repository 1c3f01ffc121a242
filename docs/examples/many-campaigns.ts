/** Waits for many campaigns concurrently, and reads each one as soon as it completes. */
import { CampaignCompletion, CampaignRows } from "@effect-revox/streams"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRuntime } from "@effect/platform-node"
import { Array, Console, Effect, Schedule, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// Short delays, because the simulated campaigns are fast.
const schedule = Schedule.spaced("100 millis")

const finish = Effect.fnUntraced(function*(id: string, options: CampaignCompletion.Options) {
  const campaign = yield* CampaignCompletion.awaitCompletion(id, options)
  const rows = yield* CampaignRows.stream(campaign.id).pipe(Stream.runCount)
  return { id, outcome: `${rows} rows` }
})

// Turns failures into outcomes, so that a cancelled or slow campaign does not stop the others.
const outcomeOf = (id: string, options: CampaignCompletion.Options) =>
  finish(id, options).pipe(
    Effect.catchTags({
      CompletionError: ({ reason }) => Effect.succeed({ id, outcome: reason._tag }),
      RevoxError: ({ reason }) => Effect.succeed({ id, outcome: reason._tag }),
      RowsError: ({ reason }) => Effect.succeed({ id, outcome: reason._tag })
    })
  )

const outcomes = (ids: ReadonlyArray<string>, options: CampaignCompletion.Options) =>
  Stream.fromIterable(ids).pipe(
    // Waiting takes few requests, so all campaigns wait concurrently. Results are emitted in order of completion.
    Stream.mapEffect((id) => outcomeOf(id, options), { concurrency: "unbounded", unordered: true })
  )

const program = Effect.gen(function*() {
  const simulator = yield* RevoxSimulator.RevoxSimulator
  const quick = yield* simulator.addCampaign({ rows: 20, duration: "2 minutes" })
  const cancelled = yield* simulator.addCampaign({ duration: "10 minutes", cancelAt: "4 minutes" })
  const slow = yield* simulator.addCampaign({ rows: 300, duration: "20 minutes" })
  const names = new Map([[slow, "slow"], [cancelled, "cancelled"], [quick, "quick"]].map(([id, name]) => [id, name]))

  const ids = Array.append([...names.keys()], "not-found").filter((id) => id !== undefined)
  yield* Stream.runForEach(
    outcomes(ids, { timeout: "6 hours", schedule }),
    ({ id, outcome }) => Console.log(`${names.get(id) ?? id}: ${outcome}`)
  )
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)

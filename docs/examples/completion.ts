/** Waits for a campaign, shows its progress, and handles campaigns that do not complete. */
import { CampaignCompletion } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Duration, Effect, Fiber, Option, Schedule, Stream } from "effect"
import { RevoxSimulator } from "@effect-revox/testing"
import { RevoxLive } from "./support/simulated.ts"

// Short delays, because the simulated campaign is fast.
const schedule = Schedule.spaced("100 millis")

const percent = (fraction: number) => `${Math.floor(fraction * 100)}%`

const left = (time: Duration.Duration) => `, ${Math.round(Duration.toMillis(time))} ms left`

const showProgress = (id: string, options: CampaignCompletion.Options) =>
  CampaignCompletion.watch(id, options).pipe(
    Stream.runForEach(({ campaign, progress, timeLeft }) => {
      const share = Option.match(progress, { onNone: () => "", onSome: percent })
      return Console.log(`${campaign.status} ${share}${Option.match(timeLeft, { onNone: () => "", onSome: left })}`)
    })
  )

const extracted = CampaignCompletion.awaitCompletion("spring", { until: "extracted", timeout: "2 hours" })

const outcomeOf = (id: string) =>
  CampaignCompletion.awaitCompletion(id, { onDraft: "fail", timeout: "2 hours" }).pipe(
    Effect.as("completed"),
    Effect.catchReasons("CompletionError", {
      CampaignDraftError: () => Effect.succeed("it was never started"),
      CampaignCancelledError: () => Effect.succeed("it was cancelled"),
      CompletionTimeoutError: ({ lastCampaign }) => Effect.succeed(`it is still ${lastCampaign?.status}`)
    })
  )

const program = Effect.gen(function*() {
  // Both wait for the same campaign with the same schedule, so they share one polling loop.
  const watching = yield* Effect.forkChild(showProgress("autumn", { schedule }))
  yield* CampaignCompletion.awaitCompletion("autumn", { timeout: "2 hours", schedule })
  yield* Fiber.join(watching)
  const { status, structured_output_extraction } = yield* extracted
  yield* Console.log(`${status}, extraction ${structured_output_extraction}`)

  const simulator = yield* RevoxSimulator.RevoxSimulator
  const draft = yield* simulator.addCampaign({ status: "draft" })
  yield* Console.log(`the other one: ${yield* outcomeOf(draft)}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)

/** Waits for a campaign, watches it on the way, and says why a wait is over when it is not completed. */
import { CampaignCompletion } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Duration, Effect, Fiber, Option, Schedule, Stream } from "effect"
import { RevoxSimulator } from "@effect-revox/testing"
import { RevoxLive } from "./support/simulated.ts"

// Simulated time flies here. With the service, leave the schedule out: it polls at once, then every 5 to 45 seconds.
const schedule = Schedule.spaced("100 millis")

const percent = (fraction: number) => `${Math.floor(fraction * 100)}%`

const left = (time: Duration.Duration) => `, ${Math.round(Duration.toMillis(time))} ms left`

const progress = CampaignCompletion.watch("autumn", { schedule }).pipe(
  Stream.runForEach(({ campaign, progress, timeLeft }) => {
    const share = Option.match(progress, { onNone: () => "", onSome: percent })
    return Console.log(`${campaign.status} ${share}${Option.match(timeLeft, { onNone: () => "", onSome: left })}`)
  })
)

const program = Effect.gen(function*() {
  // Both look at the same campaign under the same schedule: they share one poll.
  const watching = yield* Effect.forkChild(progress)
  const extracted = yield* CampaignCompletion.awaitCompletion("autumn", {
    until: "extracted",
    timeout: "2 hours",
    schedule
  })
  yield* Fiber.join(watching)
  yield* Console.log(`${extracted.status}, extraction ${extracted.structured_output_extraction}`)

  const simulator = yield* RevoxSimulator.RevoxSimulator
  const draft = yield* simulator.addCampaign({ status: "draft" })
  const outcome = yield* CampaignCompletion.awaitCompletion(draft, { onDraft: "fail" }).pipe(
    Effect.as("completed"),
    Effect.catchReasons("CompletionError", {
      CampaignDraftError: () => Effect.succeed("nobody started it"),
      CampaignCancelledError: () => Effect.succeed("it was called off"),
      CompletionTimeoutError: ({ lastCampaign }) => Effect.succeed(`it is still ${lastCampaign?.status}`)
    })
  )
  yield* Console.log(`the other one: ${outcome}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)

/** Replaces the loops and exceptions of programs that use the official SDKs. */
import { Campaigns } from "@effect-revox/client"
import { CampaignCompletion, CampaignRows } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// One page, as with the official SDKs.
const page = Campaigns.Campaigns.use((campaigns) =>
  campaigns.getRows("spring", { page: 0, page_size: 100, result: "human" })
)

// Instead of a loop over pages.
const numbers = CampaignRows.stream("spring", { result: "human" }).pipe(
  Stream.map((row) => row.phone_number),
  Stream.runCollect
)

// Instead of a loop that sleeps and polls the status.
const completed = CampaignCompletion.awaitCompletion("spring", { timeout: "2 hours" })

// Instead of rescue, except and catch.
const status = (id: string) =>
  Campaigns.Campaigns.use((campaigns) => campaigns.retrieve(id)).pipe(
    Effect.map((campaign) => String(campaign.status)),
    Effect.catchReasons("RevoxError", {
      NotFoundError: () => Effect.succeed("not found"),
      RateLimitError: () => Effect.succeed("too many requests"),
      ConnectionError: () => Effect.succeed("unreachable")
    })
  )

const program = Effect.gen(function*() {
  const { rows, total } = yield* page
  yield* Console.log(`a page: ${rows.length} of ${total}`)
  yield* Console.log(`all of them: ${(yield* numbers).length}`)
  yield* Console.log(`spring: ${(yield* completed).status}`)
  yield* Console.log(`winter: ${yield* status("winter")}`)
})

program.pipe(Effect.provide(RevoxLive), NodeRuntime.runMain)

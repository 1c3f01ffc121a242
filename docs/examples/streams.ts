/** Waits for a campaign, then reads all of its rows. */
import { CampaignCompletion, CampaignExport, CampaignRows } from "@effect-revox/streams"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Schedule, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

// Short delays for the simulator. Omit the schedule in production.
const schedule = Schedule.spaced("100 millis")

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped()

  const campaign = yield* CampaignCompletion.awaitCompletion("autumn", { timeout: "2 hours", schedule })
  const reached = yield* CampaignRows.stream(campaign.id, { result: "human" }).pipe(Stream.runCount)
  const { audit } = yield* CampaignExport.toNdjsonFile(campaign.id, `${directory}/rows.ndjson`)
  yield* Console.log(`${campaign.status}: ${audit.received} rows exported`)
  yield* Console.log(reached > 0 ? "some people were reached" : "no one was reached")
})

program.pipe(Effect.scoped, Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)

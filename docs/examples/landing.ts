/** The program of the start page: waits for a campaign, counts the people who were reached, and exports all rows. */
import { Revox } from "@effect-revox/client"
import { CampaignCompletion, CampaignExport, CampaignRows } from "@effect-revox/streams"
import { NodeHttpClient, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, Layer, Stream } from "effect"

const program = Effect.gen(function*() {
  const campaign = yield* CampaignCompletion.awaitCompletion("demo", { timeout: "2 hours" })
  const reached = yield* CampaignRows.stream(campaign.id, { result: "human" }).pipe(Stream.runCount)
  const { audit } = yield* CampaignExport.toCsvFile(campaign.id, "rows.csv")
  yield* Console.log(`${reached} of ${audit.received} people were reached`)
})

// REVOX_API_KEY and REVOX_BASE_URL come from the environment.
const RevoxLive = Layer.provide(Revox.layerConfig(), NodeHttpClient.layerUndici)

program.pipe(Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)

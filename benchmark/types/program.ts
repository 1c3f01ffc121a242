import * as Campaigns from "@effect-revox/client/Campaigns"
import * as Revox from "@effect-revox/client/Revox"
import * as CampaignCompletion from "@effect-revox/streams/CampaignCompletion"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

export const program = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const campaign = yield* campaigns.retrieve("campaign-id")
  yield* CampaignCompletion.awaitCompletion(campaign.id, { timeout: "2 hours" })
  yield* CampaignRows.stream(campaign.id, { result: "human" }).pipe(
    Stream.runForEach((row) => Effect.log(row.phone_number, row.call?.status))
  )
}).pipe(
  Effect.catchReason("RevoxError", "NotFoundError", () => Effect.log("There is no such campaign.")),
  Effect.provide(Layer.provide(Revox.layerConfig(), FetchHttpClient.layer))
)

/** Watches a campaign until it completes, then streams its rows, from the simulator or from Revox. */
import { Campaigns, Revox } from "@effect-revox/client"
import { CampaignCompletion, CampaignRows } from "@effect-revox/streams"
import { NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Option, Stream } from "effect"

const id = process.argv[2] ?? "demo"

const percent = (part: number) => `${Math.floor(part * 100)}%`

const program = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const campaign = yield* campaigns.retrieve(id)
  yield* Console.log(`${campaign.name}: ${campaign.status}`)

  // Polls immediately, then every 5 to 45 seconds, until the campaign is completed.
  yield* CampaignCompletion.watch(id, { timeout: "2 hours" }).pipe(
    Stream.runForEach(({ campaign, progress }) =>
      Console.log(`${campaign.status} ${Option.match(progress, { onNone: () => "", onSome: percent })}`)
    )
  )

  // Lazy: three rows cost one request.
  yield* CampaignRows.stream(id, { result: "human" }).pipe(
    Stream.take(3),
    Stream.runForEach((row) => Console.log(`${row.phone_number} ${row.call?.status ?? "not called"}`))
  )

  // All rows, over all pages. Fails with `MissingRowsError` if any row is missing.
  const count = yield* CampaignRows.stream(id).pipe(Stream.runCount)
  yield* Console.log(`${count} rows`)
}).pipe(
  Effect.catchReason("RevoxError", "NotFoundError", () => Console.error(`Campaign ${id} was not found.`)),
  Effect.catchReason("RevoxError", "AuthenticationError", () => Console.error("The API key is missing or invalid."))
)

// REVOX_API_KEY and REVOX_BASE_URL come from the environment.
const services = Layer.provide(Revox.layerConfig(), NodeHttpClient.layerUndici)

program.pipe(Effect.provide(services), NodeRuntime.runMain)

/**
 * The program that runs in the browser: the program of the README, and requests that browsers handle differently. It
 * sends its result to the server of the page.
 */
import { Campaigns, Revox } from "@effect-revox/client"
import { CampaignRows } from "@effect-revox/streams"
import { Effect, Layer, Redacted, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

const services = Revox.layer({
  apiKey: Redacted.make("test-key"),
  baseUrl: `${globalThis.location.origin}/api`,
  maxRetries: 0
}).pipe(Layer.provide(FetchHttpClient.layer))

const program = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const campaign = yield* campaigns.retrieve("spring")
  const rows = yield* Stream.runCollect(CampaignRows.stream("spring", { pageSize: 50 }))
  const missing = yield* Effect.flip(campaigns.retrieve("winter"))
  const redirected = yield* Effect.flip(campaigns.retrieve("redirected"))
  return {
    campaign: campaign.id,
    rows: new Set(rows.map((row) => row.id)).size,
    missing: missing.reason._tag,
    redirected: redirected.reason._tag
  }
}).pipe(
  Effect.provide(services),
  Effect.catchCause((cause) => Effect.succeed({ failed: String(cause) }))
)

void Effect.runPromise(program).then((result) =>
  globalThis.fetch("/result", { method: "POST", body: JSON.stringify(result) })
)

/** Uses the client alone: retrieves a campaign and a page of rows, with custom schemas and a custom endpoint. */
import { Campaigns, Revox, RevoxClient } from "@effect-revox/client"
import { Campaign, CampaignRow, Endpoint } from "@effect-revox/schema"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, type Redacted, Schema } from "effect"

const read = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const campaign = yield* campaigns.retrieve("spring")
  const page = yield* campaigns.getRows("spring", {
    page: 0,
    page_size: 20,
    result: "human",
    statuses: ["completed"]
  })
  return { campaign: campaign.name, total: page.total, rows: page.rows.length }
})

// Extend a schema with a field that this version does not know, and pass it to the client.
const CampaignWithNotes = Campaign.Campaign.pipe(
  Schema.fieldsAssign({ notes: Schema.optionalKey(Schema.String) })
)
const withNotes = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring", { schema: CampaignWithNotes }))

// An endpoint that the SDK does not have, with a schema for its response.
const rawRows = Endpoint.make("GET", "/campaigns/:id/rows", {
  summary: "Retrieves rows without decoding them.",
  query: Schema.Struct({ page: Schema.Int, page_size: Schema.Int }),
  success: Schema.Struct({ total: Schema.Finite, rows: Schema.Array(CampaignRow.Raw) })
})
const raw = Effect.gen(function*() {
  const { attempts, headers, status, value } = yield* RevoxClient.executeResponse(rawRows, {
    params: { id: "spring" },
    query: { page: 0, page_size: 5 }
  })
  return `${value.rows.length} of ${value.total}, status ${status}, ${headers["content-type"]}, ${attempts} attempt`
})

const program = Effect.gen(function*() {
  const { campaign, rows, total } = yield* read
  yield* Console.log(`${campaign}: ${rows} of ${total} rows`)
  const { notes = "no notes" } = yield* withNotes
  yield* Console.log(notes)
  yield* Console.log(yield* raw)
})

// Explicit options instead of environment variables.
const revoxLayer = (apiKey: Redacted.Redacted, baseUrl?: string) =>
  Revox.layer({
    apiKey,
    baseUrl,
    timeout: "30 seconds",
    totalTimeout: "2 minutes",
    maxConcurrentRequests: 8
  }).pipe(Layer.provide(NodeHttpClient.layerUndici))

const services = Layer.unwrap(
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => revoxLayer(apiKey, baseUrl))
)

const Simulator = RevoxSimulator.layer({ campaigns: [{ id: "spring", rows: 200, status: "completed" }] })

program.pipe(
  Effect.provide(Layer.provide(services, Simulator)),
  NodeRuntime.runMain
)

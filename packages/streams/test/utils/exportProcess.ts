/** A program that exports a campaign. A test kills and restarts its process. */
import { Revox } from "@effect-revox/client"
import { CampaignExport } from "@effect-revox/streams"
import { NodeHttpClient, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect, Layer, Redacted } from "effect"

const [baseUrl, id = "", path = ""] = process.argv.slice(2)

CampaignExport.toCsvFile(id, path, { pageSize: 20, prefetch: 2, checkpointEvery: 1 }).pipe(
  Effect.provide(
    Layer.merge(
      NodeServices.layer,
      Revox.layer({ apiKey: Redacted.make("test-key"), baseUrl }).pipe(Layer.provide(NodeHttpClient.layerUndici))
    )
  ),
  NodeRuntime.runMain
)

/** A service that runs durable exports, starts them over HTTP, reports its health and stops on SIGTERM. */
import { Revox } from "@effect-revox/client"
import { CampaignExports, Embedded } from "@effect-revox/workflow"
import { NodeHttpClient, NodeHttpServer, NodeRuntime, NodeServices } from "@effect/platform-node"
import { Config, Effect, Layer } from "effect"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { createServer } from "node:http"

// Starts the export of a campaign. Starting it twice is harmless.
const Start = HttpRouter.add(
  "POST",
  "/exports/:campaign",
  Effect.gen(function*() {
    const { campaign = "" } = yield* HttpRouter.params
    const exports = yield* CampaignExports.CampaignExports
    const { id } = yield* exports.start({ campaignId: campaign, destination: { name: "sql" }, timeout: "3 days" })
    return HttpServerResponse.text(id, { status: 202 })
  })
)

// Responds with 503 while the database of the exports is unavailable.
const Health = HttpRouter.add(
  "GET",
  "/health",
  Effect.gen(function*() {
    const exports = yield* CampaignExports.CampaignExports
    yield* exports.list({ limit: 1 })
    return HttpServerResponse.text("ok")
  }).pipe(Effect.catch((error) => Effect.succeed(HttpServerResponse.text(error.message, { status: 503 }))))
)

const Exports = Layer.unwrap(
  Effect.map(Config.String("REVOX_DATA_DIR"), (directory) => Embedded.layer({ directory }))
).pipe(
  Layer.provide(Revox.layerConfig()),
  Layer.provide([NodeHttpClient.layerUndici, NodeServices.layer])
)

const Server = Layer.unwrap(
  Effect.map(Config.Int("PORT"), (port) => NodeHttpServer.layer(createServer, { port }))
)

HttpRouter.serve(Layer.mergeAll(Start, Health)).pipe(
  Layer.provide([Exports, Server]),
  Layer.launch,
  NodeRuntime.runMain
)

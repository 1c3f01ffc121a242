/**
 * What stands in for the service in these examples: the simulator, with the campaigns that they read. A program of yours
 * has `Revox.layerConfig()` over `FetchHttpClient.layer` in its place.
 */
import { Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { Layer } from "effect"

const Simulator = RevoxSimulator.layer({
  // Ten minutes of a campaign go by in a second.
  speed: 600,
  campaigns: [
    { id: "spring", rows: 2500, status: "completed" },
    { id: "autumn", rows: 40, duration: "30 minutes", extraction: "5 minutes" }
  ]
})

/** The services of the client, with the simulator behind them. */
export const RevoxLive = Revox.layerConfig().pipe(
  Layer.provide(RevoxSimulator.layerConfig),
  Layer.provide(NodeHttpClient.layerUndici),
  Layer.provideMerge(Simulator)
)

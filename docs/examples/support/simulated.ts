/**
 * What stands in for the service in these examples: the simulator, with the campaigns that they read. A program of yours
 * has `Revox.layerConfig()` over `FetchHttpClient.layer` in its place.
 */
import { Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { Clock, Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"

/** Two minutes of simulated time pass with each request, so that a campaign ends after a few of them. */
const Simulator = Layer.unwrap(
  Effect.map(TestClock.make({ warningDelay: "1 day" }), (clock) =>
    Layer.effectDiscard(
      RevoxSimulator.RevoxSimulator.use((simulator) =>
        Effect.forkScoped(Stream.runForEach(simulator.requestStream, () => clock.adjust("2 minutes")))
      )
    ).pipe(
      Layer.provideMerge(RevoxSimulator.layer({
        campaigns: [
          { id: "spring", rows: 2500, status: "completed" },
          { id: "autumn", rows: 40, duration: "30 minutes", extraction: "5 minutes" }
        ]
      })),
      Layer.provide(Layer.succeed(Clock.Clock, clock))
    ))
)

/** The services of the client, with the simulator behind them. */
export const RevoxLive = Revox.layerConfig().pipe(
  Layer.provide(RevoxSimulator.layerConfig),
  Layer.provide(NodeHttpClient.layerUndici),
  Layer.provideMerge(Simulator)
)

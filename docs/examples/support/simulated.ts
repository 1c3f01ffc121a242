/**
 * The simulator, with the campaigns that the examples read. In production, use `Revox.layerConfig()` with
 * `FetchHttpClient.layer` instead.
 */
import { Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient } from "@effect/platform-node"
import { Clock, Effect, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"

/** Advances simulated time by two minutes with each request, so that a campaign completes after a few requests. */
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

/** The services of the client, connected to the simulator. */
export const RevoxLive = Revox.layerConfig().pipe(
  Layer.provide(RevoxSimulator.layerConfig),
  Layer.provide(NodeHttpClient.layerUndici),
  Layer.provideMerge(Simulator)
)

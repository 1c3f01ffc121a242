/** Configures a client from the environment, with a rate limit and a circuit breaker, and prints its metrics. */
import { Campaigns, RequestPolicy, Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { Config, Console, Effect, Layer, Metric } from "effect"

const RevoxLive = Revox.layerConfig({
  apiKey: Config.Redacted("REVOX_API_KEY"),
  baseUrl: Config.withDefault(Config.String("REVOX_BASE_URL"), undefined),
  timeout: Config.withDefault(Config.Duration("REVOX_TIMEOUT"), "30 seconds"),
  rateLimit: Config.succeed(RequestPolicy.rateLimit({ limit: 10, window: "1 second" })),
  circuitBreaker: Config.succeed(RequestPolicy.circuitBreaker({ failureThreshold: 5, resetTimeout: "30 seconds" }))
})

const program = Effect.gen(function*() {
  const campaigns = yield* Campaigns.Campaigns
  const { name, status } = yield* campaigns.retrieve("spring")
  yield* Console.log(`${name} is ${status}`)
  const metrics = yield* Metric.snapshot
  yield* Console.log(metrics.filter(({ id }) => id.startsWith("revox_")).map(({ id }) => id).sort().join("\n"))
})

const Simulator = RevoxSimulator.layer({ campaigns: [{ id: "spring", status: "completed" }] })

program.pipe(
  Effect.provide(
    RevoxLive.pipe(
      // The base URL and API key of the simulator, instead of those of the environment.
      Layer.provide(RevoxSimulator.layerConfig),
      Layer.provide([Simulator, NodeHttpClient.layerUndici])
    )
  ),
  NodeRuntime.runMain
)

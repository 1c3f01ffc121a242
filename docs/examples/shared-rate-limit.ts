/**
 * Shares the rate limit of one API key between two clients through Redis. `REDIS_URL` is the URL of the server.
 */
import { Campaigns, RequestPolicy, Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRedis, NodeRuntime } from "@effect/platform-node"
import { Config, Console, Duration, Effect, Layer, Random } from "effect"
import { RateLimiter } from "effect/persistence"

const Limiter = Layer.unwrap(
  Effect.map(Config.String("REDIS_URL"), (url) =>
    RateLimiter.layer.pipe(
      Layer.provide(RateLimiter.layerStoreRedis()),
      Layer.provide(NodeRedis.layer({ url }))
    ))
)

// Clients with the same `key` and the same store share the limit.
const client = (key: string) =>
  Layer.unwrap(
    Effect.gen(function*() {
      const limiter = yield* RateLimiter.RateLimiter
      return Revox.layerConfig({
        apiKey: Config.Redacted("REVOX_API_KEY"),
        baseUrl: Config.withDefault(Config.String("REVOX_BASE_URL"), undefined),
        rateLimit: Config.succeed(RequestPolicy.sharedRateLimit(limiter, { key, limit: 5, window: "1 second" }))
      })
    })
  )

const program = Effect.gen(function*() {
  const key = `revox-example-${yield* Random.nextInt}`
  const ask = Effect.forEach(
    Array.from({ length: 8 }),
    () => Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("spring")),
    { concurrency: "unbounded" }
  )
  const machine = Effect.provide(ask, Layer.fresh(client(key)))
  const [time] = yield* Effect.timed(Effect.all([machine, machine], { concurrency: 2 }))
  // Five requests are sent at once, and the other eleven at five per second.
  yield* Console.log(`16 requests took ${Duration.toSeconds(time) > 1.9 ? "more than 1.9" : "less than 1.9"} seconds`)
})

const Simulator = RevoxSimulator.layer({ campaigns: [{ id: "spring", status: "completed" }] })

program.pipe(
  Effect.provide([
    Limiter,
    RevoxSimulator.layerConfig.pipe(Layer.provide(Simulator), Layer.merge(NodeHttpClient.layerUndici))
  ]),
  NodeRuntime.runMain
)

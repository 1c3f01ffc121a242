import { Policy } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRedis } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Random } from "effect"
import { RateLimiter } from "effect/persistence"
import { retrieve, revox } from "./utils/simulated.ts"

// Whether a test is skipped has to be known before any effect, and so any Config, runs.
const url = process.env["REVOX_TEST_REDIS_URL"]

/** A limiter of its own connection, as another machine has it. */
const limiter = RateLimiter.layer.pipe(
  Layer.provide(RateLimiter.layerStoreRedis({ prefix: "effect-revox-test:" })),
  Layer.provide(NodeRedis.layer({ url: url ?? "" }))
)

describe("Policy.sharedRateLimit over Redis (REVOX_TEST_REDIS_URL)", () => {
  it.live.skipIf(url === undefined)("is one budget for two machines", () =>
    Effect.gen(function*() {
      const key = `test-${yield* Random.nextInt}`
      const machine = Effect.gen(function*() {
        const rateLimit = Policy.sharedRateLimit(yield* RateLimiter.RateLimiter, { limit: 5, window: "1 second", key })
        yield* Effect.forEach(Array.from({ length: 5 }), () => retrieve, { concurrency: "unbounded" }).pipe(
          Effect.provide(revox({ rateLimit }))
        )
      }).pipe(Effect.provide(Layer.fresh(limiter)))
      yield* Effect.all([machine, machine], { concurrency: "unbounded" })

      const requests = yield* (yield* RevoxSimulator.RevoxSimulator).requests
      const times = requests.map(({ receivedAt }) => receivedAt)
      assert.lengthOf(times, 10)
      // Five at once, and five more one after the other, 200 ms apart.
      assert.isAtLeast(Math.max(...times) - Math.min(...times), 900)
    }).pipe(
      Effect.scoped,
      Effect.provide(RevoxSimulator.layerMemory({ campaigns: [{ id: "spring" }] }))
    ))

  it.live.skipIf(url === undefined)("lets requests through when the store is away", () =>
    Effect.gen(function*() {
      const away = RateLimiter.layer.pipe(
        Layer.provide(RateLimiter.layerStoreRedis()),
        Layer.provide(NodeRedis.layer({ url: url ?? "", commandOptions: { timeout: 1 } }))
      )
      const closed = yield* Effect.scoped(Effect.map(Layer.build(away), (context) => context))
      const rateLimit = Policy.sharedRateLimit(
        yield* Effect.provide(RateLimiter.RateLimiter, Layer.succeedContext(closed)),
        { limit: 5, window: "1 second" }
      )
      const campaign = yield* Effect.provide(retrieve, revox({ rateLimit }))
      assert.strictEqual(campaign.id, "spring")
    }).pipe(Effect.provide(RevoxSimulator.layerMemory({ campaigns: [{ id: "spring" }] }))))
})

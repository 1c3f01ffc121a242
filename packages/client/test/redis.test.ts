import { RequestPolicy } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeRedis } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Random, Ref } from "effect"
import { RateLimiter } from "effect/persistence"
import { TestClock } from "effect/testing"
import { eventually } from "../../testing/test/utils/eventually.ts"
import { retrieve, revox } from "./utils/simulated.ts"

// Vitest decides whether to skip a test before any effect, such as a Config, can run.
const url = process.env["REVOX_TEST_REDIS_URL"]

/** A limiter with a separate connection, like that of another machine. */
const limiter = RateLimiter.layer.pipe(
  Layer.provide(RateLimiter.layerStoreRedis({ prefix: "effect-revox-test:" })),
  Layer.provide(NodeRedis.layer({ url: url ?? "" }))
)

describe("RequestPolicy.sharedRateLimit over Redis (REVOX_TEST_REDIS_URL)", () => {
  it.effect.skipIf(url === undefined)("shares one limit between two machines", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const key = `test-${yield* Random.nextInt}`
      const delays = yield* Ref.make<ReadonlyArray<number>>([])
      const machine = Effect.gen(function*() {
        const limiter = yield* RateLimiter.RateLimiter
        const observed: RateLimiter.RateLimiter = {
          ...limiter,
          consume: (options) =>
            Effect.tap(
              limiter.consume(options),
              ({ delay }) => Ref.update(delays, (all) => [...all, Duration.toMillis(delay)])
            )
        }
        const rateLimit = RequestPolicy.sharedRateLimit(observed, { limit: 5, window: "1 hour", key })
        yield* Effect.forEach(Array.from({ length: 5 }), () => retrieve, { concurrency: "unbounded" }).pipe(
          Effect.provide(revox({ rateLimit }))
        )
      }).pipe(Effect.provide(Layer.fresh(limiter)))
      const machines = yield* Effect.forkChild(Effect.all([machine, machine], { concurrency: "unbounded" }))

      const all = yield* TestClock.withLive(eventually(Ref.get(delays), ({ length }) => length === 10))
      // Five at once, and one more every twelve minutes, on any machine.
      assert.lengthOf(all.filter((delay) => delay === 0), 5)
      yield* TestClock.withLive(eventually(simulator.traffic, ({ requests }) => requests === 5))
      yield* TestClock.adjust("1 hour")
      yield* Fiber.join(machines)
      assert.strictEqual((yield* simulator.traffic).requests, 10)
    }).pipe(Effect.provide(RevoxSimulator.layerMemory({ campaigns: [{ id: "spring" }] }))))

  it.live.skipIf(url === undefined)(
    "sends requests without a limit when the store is unavailable",
    () =>
      Effect.gen(function*() {
        const away = RateLimiter.layer.pipe(
          Layer.provide(RateLimiter.layerStoreRedis()),
          Layer.provide(NodeRedis.layer({ url: url ?? "", commandOptions: { timeout: 1 } }))
        )
        const closed = yield* Effect.scoped(Effect.map(Layer.build(away), (context) => context))
        const rateLimit = RequestPolicy.sharedRateLimit(
          yield* Effect.provide(RateLimiter.RateLimiter, Layer.succeedContext(closed)),
          { limit: 5, window: "1 second" }
        )
        const campaign = yield* Effect.provide(retrieve, revox({ rateLimit }))
        assert.strictEqual(campaign.id, "spring")
      }).pipe(Effect.provide(RevoxSimulator.layerMemory({ campaigns: [{ id: "spring" }] })))
  )
})

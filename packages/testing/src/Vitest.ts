/**
 * Tests against a simulator in three lines. Needs `@effect/vitest`.
 *
 * **Example** (A pipeline that survives a 503)
 *
 * ```ts
 * import { Revox } from "@effect-revox/client"
 * import { CampaignRows } from "@effect-revox/streams"
 * import { Fault } from "@effect-revox/testing"
 * import { simulated } from "@effect-revox/testing/Vitest"
 * import { Effect, Stream } from "effect"
 *
 * const countRows = (campaignId: string) =>
 *   CampaignRows.stream(campaignId).pipe(Stream.runCount, Effect.provide(Revox.layerConfig()))
 *
 * simulated("survives a 503", { campaigns: [{ id: "spring" }], faults: [Fault.status(503)] }, () => countRows("spring"))
 * ```
 *
 * @since 0.1.0
 */
import { it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import type { HttpClient } from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import * as RevoxSimulator from "./RevoxSimulator.ts"

/**
 * What the body of a test gets and may need. Configuration is there as well: `REVOX_BASE_URL` and `REVOX_API_KEY` are
 * the simulator's, so `Revox.layerConfig()` finds it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Body<A, E> {
  (
    simulator: RevoxSimulator.RevoxSimulator["Service"]
  ): Effect.Effect<A, E, RevoxSimulator.RevoxSimulator | HttpClient | Scope.Scope>
}

/**
 * A test against a simulator behind a real socket, with fetch for a client, on the clock of the world.
 *
 * @category tests
 * @since 0.1.0
 */
export const itSimulated = <A, E>(
  name: string,
  options: RevoxSimulator.Options,
  body: Body<A, E>,
  timeout?: number
): void =>
  it.live(name, () =>
    RevoxSimulator.RevoxSimulator.use(body).pipe(
      Effect.provide(
        RevoxSimulator.layerConfig.pipe(
          Layer.provideMerge(RevoxSimulator.layer(options)),
          Layer.merge(FetchHttpClient.layer)
        )
      )
    ), timeout)

/**
 * A test against a simulator in memory, under `TestClock`: delays, retries and whole lives of campaigns take no time.
 *
 * @category tests
 * @since 0.1.0
 */
export const itSimulatedInMemory = <A, E>(
  name: string,
  options: RevoxSimulator.Options,
  body: Body<A, E>,
  timeout?: number
): void =>
  it.effect(name, () =>
    RevoxSimulator.RevoxSimulator.use(body).pipe(
      Effect.provide(RevoxSimulator.layerConfig.pipe(Layer.provideMerge(RevoxSimulator.layerMemory(options))))
    ), timeout)

/**
 * Lets time pass on the `TestClock` of a test, step by step.
 *
 * **When to use**
 *
 * Use in place of one long `TestClock.adjust` where requests are made on the way: in one leap a request that is under way
 * would find its own time limit passed.
 *
 * @category tests
 * @since 0.1.0
 */
export const advanceClock = Effect.fnUntraced(function*(duration: Duration.Input, step: Duration.Input = "5 seconds") {
  const stepMillis = Duration.toMillis(step)
  for (let rest = Duration.toMillis(duration); rest > 0; rest -= stepMillis) {
    yield* TestClock.adjust(Math.min(rest, stepMillis))
  }
})

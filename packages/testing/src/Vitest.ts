/**
 * Vitest helpers that run tests against a simulator. Requires `@effect/vitest`.
 *
 * **Example** (Testing that a pipeline survives a 503)
 *
 * ```ts
 * import { Revox } from "@effect-revox/client"
 * import { CampaignRows } from "@effect-revox/streams"
 * import { Fault } from "@effect-revox/testing"
 * import { itSimulated } from "@effect-revox/testing/Vitest"
 * import { Effect, Stream } from "effect"
 *
 * const countRows = (campaignId: string) =>
 *   CampaignRows.stream(campaignId).pipe(Stream.runCount, Effect.provide(Revox.layerConfig()))
 *
 * itSimulated(
 *   "survives a 503",
 *   { campaigns: [{ id: "spring" }], faults: [Fault.status(503)] },
 *   () => countRows("spring")
 * )
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
import { validateSteps } from "./internal/settings.ts"
import * as RevoxSimulator from "./RevoxSimulator.ts"

/**
 * Body of a test, with the simulator as its argument and the services that it may require. `REVOX_BASE_URL` and
 * `REVOX_API_KEY` are set in the configuration, so `Revox.layerConfig()` connects to the simulator.
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
 * Registers a test against a simulator over HTTP. It runs in real time, with an `HttpClient` that uses `fetch`.
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
 * Registers a test against a simulator in memory. It runs on `TestClock`, so that delays, retries and complete
 * campaigns take no real time.
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
 * Advances the `TestClock` of a test in steps. Default step: 5 seconds.
 *
 * **When to use**
 *
 * Use instead of one long `TestClock.adjust` if requests are sent during that time. A single adjustment would exceed
 * the timeout of a request in flight.
 *
 * @category tests
 * @since 0.1.0
 */
export const advanceClock = Effect.fnUntraced(function*(duration: Duration.Input, step: Duration.Input = "5 seconds") {
  yield* validateSteps({ duration, step })
  const stepMillis = Duration.toMillis(step)
  for (let rest = Duration.toMillis(duration); rest > 0; rest -= stepMillis) {
    yield* TestClock.adjust(Math.min(rest, stepMillis))
  }
})

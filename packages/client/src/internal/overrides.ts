import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import type * as HttpClient from "effect/http/HttpClient"

/**
 * Settings that replace the options of the client inside an effect.
 *
 * @category models
 * @since 0.1.0
 */
export interface Overrides {
  /** Timeout of one request. */
  readonly timeout?: Duration.Input
  /** Timeout of one call, retries included. */
  readonly totalTimeout?: Duration.Input
  /** Maximum number of retries of a call. */
  readonly maxRetries?: number
  /** Transforms the `HttpClient`. */
  readonly transformClient?: (client: HttpClient.HttpClient) => HttpClient.HttpClient
}

/** The default: all settings come from the options of the client. */
export const noOverrides: Overrides = {}

/**
 * The overrides of the current fiber, which functions such as `withTimeout` set.
 *
 * @category overriding
 * @since 0.1.0
 */
export const CurrentOverrides = Context.Reference<Overrides>("@effect-revox/client/CurrentOverrides", {
  defaultValue: () => noOverrides
})

const override = <A, E, R>(effect: Effect.Effect<A, E, R>, overrides: Overrides): Effect.Effect<A, E, R> =>
  Effect.updateService(effect, CurrentOverrides, (current) => ({ ...current, ...overrides }))

/**
 * Overrides the timeout of each request inside an effect.
 *
 * **Example** (Failing fast in a user interface)
 *
 * ```ts
 * import { Campaigns, RevoxClient } from "@effect-revox/client"
 *
 * const campaign = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("campaign-id")).pipe(
 *   RevoxClient.withTimeout("2 seconds"),
 *   RevoxClient.withMaxRetries(0)
 * )
 * ```
 *
 * @category overriding
 * @since 0.1.0
 */
export const withTimeout: {
  /** Overrides the timeout of each request inside an effect. */
  (timeout: Duration.Input): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Overrides the timeout of each request inside an effect. */
  <A, E, R>(effect: Effect.Effect<A, E, R>, timeout: Duration.Input): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, timeout: Duration.Input) => override(effect, { timeout }))

/**
 * Overrides the timeout of each call inside an effect, including its retries and the delays between them.
 *
 * @category overriding
 * @since 0.1.0
 */
export const withTotalTimeout: {
  /** Overrides the timeout of each call inside an effect, retries included. */
  (totalTimeout: Duration.Input): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Overrides the timeout of each call inside an effect, retries included. */
  <A, E, R>(effect: Effect.Effect<A, E, R>, totalTimeout: Duration.Input): Effect.Effect<A, E, R>
} = dual(
  2,
  <A, E, R>(effect: Effect.Effect<A, E, R>, totalTimeout: Duration.Input) => override(effect, { totalTimeout })
)

/**
 * Overrides the maximum number of retries of each call inside an effect.
 *
 * @category overriding
 * @since 0.1.0
 */
export const withMaxRetries: {
  /** Overrides the maximum number of retries of each call inside an effect. */
  (maxRetries: number): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Overrides the maximum number of retries of each call inside an effect. */
  <A, E, R>(effect: Effect.Effect<A, E, R>, maxRetries: number): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, maxRetries: number) => override(effect, { maxRetries }))

/**
 * Transforms the `HttpClient` for the requests inside an effect, for example to add a header.
 *
 * **Details**
 *
 * The transformed client receives complete requests, with the base URL and the API key.
 *
 * @category overriding
 * @since 0.1.0
 */
export const withTransformClient: {
  /** Transforms the `HttpClient` for the requests inside an effect. */
  (
    transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Transforms the `HttpClient` for the requests inside an effect. */
  <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ): Effect.Effect<A, E, R>
} = dual(
  2,
  <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    transformClient: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ) => override(effect, { transformClient })
)

import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
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

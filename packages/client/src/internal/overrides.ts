import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as HttpClient from "effect/http/HttpClient"

/** Settings that replace the options of the client inside an effect. */
export interface Overrides {
  readonly timeout?: Duration.Input
  readonly totalTimeout?: Duration.Input
  readonly maxRetries?: number
  readonly transformClient?: (client: HttpClient.HttpClient) => HttpClient.HttpClient
}

/** The default: all settings come from the options of the client. */
export const noOverrides: Overrides = {}

export const CurrentOverrides = Context.Reference<Overrides>("@effect-revox/client/CurrentOverrides", {
  defaultValue: () => noOverrides
})

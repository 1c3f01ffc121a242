import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as HttpClient from "effect/http/HttpClient"

/** What a region of code wants otherwise than the options of the client say. */
export interface Overrides {
  readonly timeout?: Duration.Input
  readonly totalTimeout?: Duration.Input
  readonly maxRetries?: number
  readonly transformClient?: (client: HttpClient.HttpClient) => HttpClient.HttpClient
}

/** What every region wants that says nothing: the options of the client. */
export const noOverrides: Overrides = {}

export const CurrentOverrides = Context.Reference<Overrides>("@effect-revox/client/CurrentOverrides", {
  defaultValue: () => noOverrides
})

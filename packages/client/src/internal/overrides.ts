import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as HttpClient from "effect/http/HttpClient"

/** What a region of code wants otherwise than the options of the client say. */
export interface Overrides {
  readonly timeout?: Duration.Input
  readonly deadline?: Duration.Input
  readonly retries?: number
  readonly transformClient?: (client: HttpClient.HttpClient) => HttpClient.HttpClient
}

export const CurrentOverrides = Context.Reference<Overrides>("@effect-revox/client/CurrentOverrides", {
  defaultValue: () => ({})
})

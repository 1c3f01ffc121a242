import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { campaigns } from "../connected.ts"
import * as Identity from "./identity.ts"

/** The service of this command. Its client is created once, since the API key may come from standard input. */
export const connectOnce = Effect.gen(function*() {
  // The client outlives an attempt to start the export, after which another process may have to be replaced.
  const scope = yield* Effect.scope
  return {
    baseUrl: yield* Identity.baseUrl,
    campaigns: yield* Effect.cached(Scope.provide(Layer.build(campaigns), scope))
  }
})

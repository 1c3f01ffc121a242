import * as Endpoint from "@effect-revox/schema/Endpoint"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import type { SimulatedResponse } from "../SimulatedResponse.ts"
import type { ServedEndpoint } from "./handler.ts"
import * as Response from "./response.ts"

/**
 * Writes the bodies of an endpoint's successful responses. JSON is written as handlers return it, since the simulator
 * also sends fields that the schemas do not list yet.
 */
export const encodeResponse = (
  endpoint: ServedEndpoint
): (body: unknown) => Effect.Effect<SimulatedResponse> => {
  const { contentType, kind } = Endpoint.successBody(endpoint)
  switch (kind) {
    case "empty":
      return () => Effect.succeed(Response.empty(204))
    case "json":
      return (body) => Effect.succeed(Response.json(200, body))
    case "text":
      return (body) => Effect.succeed(Response.text(200, `${contentType}; charset=utf-8`, String(body)))
    case "bytes":
      return (body) =>
        Predicate.isUint8Array(body)
          ? Effect.succeed(Response.bytes(200, contentType, body))
          : Effect.die(`${endpoint.method} ${endpoint.path} is declared to return bytes`)
  }
}

import * as Endpoint from "@effect-revox/schema/Endpoint"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as SimulatedResponse from "../SimulatedResponse.ts"
import type { ServedEndpoint } from "./handler.ts"

const empty: SimulatedResponse.SimulatedResponse = {
  status: 204,
  headers: {},
  body: new Uint8Array(0),
  delivery: SimulatedResponse.immediate
}

/**
 * Writes the bodies of an endpoint's successful responses. JSON is written as handlers return it, since the simulator
 * also sends fields that the schemas do not list yet.
 */
export const encodeResponse = (
  endpoint: ServedEndpoint
): (body: unknown) => Effect.Effect<SimulatedResponse.SimulatedResponse> => {
  const { contentType, kind } = Endpoint.successBody(endpoint)
  switch (kind) {
    case "empty":
      return () => Effect.succeed(empty)
    case "json":
      return (body) => Effect.succeed(SimulatedResponse.json(200, body))
    case "text":
      return (body) => Effect.succeed(SimulatedResponse.text(200, `${contentType}; charset=utf-8`, String(body)))
    case "bytes":
      return (body) =>
        Predicate.isUint8Array(body)
          ? Effect.succeed(SimulatedResponse.bytes(200, contentType, body))
          : Effect.die(`${endpoint.method} ${endpoint.path} is declared to return bytes`)
  }
}

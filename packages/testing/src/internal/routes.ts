import * as Effect from "effect/Effect"
import * as Struct from "effect/Struct"
import type { SimulatedResponse } from "../SimulatedResponse.ts"
import type { ApiError } from "./apiError.ts"
import type { RawRequest } from "./decodeRequest.ts"
import { decodeRequest } from "./decodeRequest.ts"
import { encodeResponse } from "./encodeResponse.ts"
import type { Endpoints, Handler, Handlers, ServedEndpoint } from "./handler.ts"
import type { RequestContext } from "./requestContext.ts"
import type { Pattern } from "./routing.ts"
import { segmentsOf } from "./routing.ts"

/** An endpoint with its handler. */
export interface Route<out Id extends string | undefined, out R> extends Pattern {
  readonly id: Id
  readonly serve: (request: RawRequest) => Effect.Effect<SimulatedResponse, ApiError, R | RequestContext>
}

const makeRoute = <Id extends string, E extends ServedEndpoint, R>(
  id: Id,
  endpoint: E,
  handler: Handler<E, R>
): Route<Id, R> => {
  const decode = decodeRequest(endpoint)
  const encode = encodeResponse(endpoint)
  return {
    id,
    method: endpoint.method,
    segments: segmentsOf(endpoint.path),
    serve: (request) => decode(request).pipe(Effect.flatMap(handler), Effect.flatMap(encode))
  }
}

/** Returns the routes of a group of endpoints. */
export const make = <const Name extends string, Group extends Endpoints, R = never>(
  name: Name,
  endpoints: Group,
  handlers: Handlers<Group, R>
): ReadonlyArray<Route<`${Name}.${keyof Group & string}`, R>> =>
  Struct.keys(endpoints).map((key) => makeRoute(`${name}.${key}` as const, endpoints[key], handlers[key]))

import type { Endpoint, Method, QuerySchema } from "@effect-revox/schema/Endpoint"
import type * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { ApiError } from "./apiError.ts"
import type { RequestContext } from "./requestContext.ts"

type Codec = Schema.Codec<unknown, unknown>

/** An endpoint whose schemas need no services. */
export interface ServedEndpoint extends
  Endpoint<
    Method,
    string,
    { readonly [name: string]: Codec },
    (QuerySchema & Codec) | undefined,
    Codec | undefined,
    Codec
  >
{}

type Decoded<S extends Schema.Constraint | undefined> = S extends Schema.Constraint ? S["Type"] : undefined

/** A request to an endpoint, decoded. The query and the payload are `undefined` for endpoints that declare none. */
export interface ReceivedRequest<E extends ServedEndpoint> {
  readonly params: { readonly [Name in keyof E["params"]]: E["params"][Name]["Type"] }
  readonly query: Decoded<E["query"]>
  readonly payload: Decoded<E["payload"]>
}

/** Serves an endpoint: returns the body of the response as it is sent, or fails with the error that is sent. */
export type Handler<E extends ServedEndpoint, R = never> = (
  request: ReceivedRequest<E>
) => Effect.Effect<E["success"]["Encoded"], ApiError, R | RequestContext>

/** Endpoints by name. */
export type Endpoints = Readonly<Record<string, ServedEndpoint>>

/** A handler for each endpoint. */
export type Handlers<Group extends Endpoints, R = never> = {
  readonly [Name in keyof Group]: Handler<Group[Name], R>
}

/**
 * Declarations of API endpoints.
 *
 * An endpoint is declared once, as a plain value: its method, path, parameters, bodies, and whether it is safe to
 * repeat. The client executes it, the simulator serves it, and OpenAPI is generated from it. The endpoints of the Revox
 * API are in the modules of `@effect-revox/schema/api`; you can declare others yourself.
 *
 * **Example** (Declaring an endpoint that the SDK does not have)
 *
 * ```ts
 * import { Endpoint } from "@effect-revox/schema"
 * import { Schema } from "effect"
 *
 * const archive = Endpoint.make("POST", "/campaigns/:id/archive", {
 *   summary: "Archives a campaign.",
 *   params: { id: Schema.String },
 *   payload: Schema.Struct({ reason: Schema.String }),
 *   success: Endpoint.Empty,
 *   idempotent: true
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as Types from "effect/Types"

/**
 * The HTTP methods of endpoints.
 *
 * @category models
 * @since 0.1.0
 */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

/**
 * A schema of query parameters: a struct of numbers, booleans, strings and arrays of them. Arrays are sent as one
 * parameter, joined with commas.
 *
 * @category models
 * @since 0.1.0
 */
export interface QuerySchema extends Schema.Constraint {
  /** The schema of each parameter. */
  readonly fields: Schema.Struct.Fields
}

/**
 * A declared endpoint. Made by {@link make}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Endpoint<
  out M extends Method,
  out Path extends string,
  out Params extends Schema.Struct.Fields,
  out Query extends QuerySchema | undefined,
  out Payload extends Schema.Constraint | undefined,
  out Success extends Schema.Constraint
> {
  /** The HTTP method. */
  readonly method: M
  /** The path below the base URL, with its parameters: `/campaigns/:id`. */
  readonly path: Path
  /** Summary of the endpoint, as one sentence. */
  readonly summary: string
  /** The schemas of the path parameters. */
  readonly params: Params
  /** The schema of the query parameters. */
  readonly query: Query
  /** The schema of the JSON body of requests. */
  readonly payload: Payload
  /** The schema of the body of successful responses: JSON, `Empty`, `Text` or `bytes`. */
  readonly success: Success
  /** Whether repeating a request has the same effect as sending it once. The client retries only then. */
  readonly idempotent: boolean
  /** Whether the method or the path is not publicly documented, only inferred. */
  readonly provisional: boolean
  /** The names of query parameters and fields of the body that must not appear in logs, spans and errors. */
  readonly redacted: ReadonlyArray<string>
  /** Whether the response is the resource with the `:id` of the path. The client fails if it has another id. */
  readonly returnsResource: boolean
  /** Advice for callers that repeat the request after an attempt whose outcome is unknown. */
  readonly recovery: string | undefined
}

/**
 * Any endpoint.
 *
 * @category models
 * @since 0.1.0
 */
export interface Any extends
  Endpoint<
    Method,
    string,
    Schema.Struct.Fields,
    QuerySchema | undefined,
    Schema.Constraint | undefined,
    Schema.Constraint
  >
{}

/**
 * The names of the parameters in a path: `"id"` in `/campaigns/:id/rows`.
 *
 * @category type-level
 * @since 0.1.0
 */
export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | PathParams<`/${Rest}`>
  : Path extends `${string}:${infer Name}` ? Name
  : never

type StringParams<Path extends string> = { readonly [Name in PathParams<Path>]: Schema.String }

type ParamsRequest<Params extends Schema.Struct.Fields> = keyof Params extends never ? unknown
  : { readonly params: { readonly [K in keyof Params]: Params[K]["Encoded"] } }

type QueryRequest<Query extends QuerySchema | undefined> = Query extends QuerySchema
  ? {} extends Query["Type"] ? { readonly query?: Query["Type"] } : { readonly query: Query["Type"] }
  : unknown

type PayloadRequest<Payload extends Schema.Constraint | undefined> = Payload extends Schema.Constraint
  ? { readonly payload: Payload["Type"] }
  : unknown

/**
 * A request to an endpoint: those of `params`, `query` and `payload` that the endpoint declares. Path parameters are
 * plain strings.
 *
 * @category type-level
 * @since 0.1.0
 */
export type Request<E extends Any> = Types.Simplify<
  ParamsRequest<E["params"]> & QueryRequest<E["query"]> & PayloadRequest<E["payload"]>
>

/**
 * The decoded body of a successful response.
 *
 * @category type-level
 * @since 0.1.0
 */
export type Success<E extends Any> = E["success"]["Type"]

type EncodingServices<S> = S extends Schema.Constraint ? S["EncodingServices"] : never

/**
 * The services that the schemas of an endpoint need to encode its requests and decode its responses.
 *
 * @category type-level
 * @since 0.1.0
 */
export type Services<E extends Any> =
  | E["params"][keyof E["params"]]["DecodingServices"]
  | EncodingServices<E["query"]>
  | EncodingServices<E["payload"]>
  | E["success"]["DecodingServices"]

const pathParams = (path: string): ReadonlyArray<string> =>
  Array.from(path.matchAll(/:([^/]+)/g), ([, name = ""]) => name)

/**
 * The options of {@link make}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<
  Path extends string,
  Params extends Schema.Struct.Fields,
  Query extends QuerySchema | undefined,
  Payload extends Schema.Constraint | undefined,
  Success extends Schema.Constraint
> {
  /** Summary of the endpoint, as one sentence. */
  readonly summary: string
  /** A schema for each `:name` in the path, whose encoded side is a string. Default: any string. */
  readonly params?: Params & { readonly [Name in PathParams<Path>]: Schema.Constraint }
  /** The schema of the query parameters. Default: no query. */
  readonly query?: Query
  /** The schema of the JSON body of requests. Default: no body. */
  readonly payload?: Payload
  /** The schema of the body of successful responses: JSON, `Empty`, `Text` or `bytes`. */
  readonly success: Success
  /** Whether the method or the path is not publicly documented, only inferred. Default: `false`. */
  readonly provisional?: boolean
  /**
   * The names of query parameters and fields of the body that must not appear in logs, spans and errors. Default: none.
   */
  readonly redacted?: ReadonlyArray<string>
  /**
   * Whether the response is the resource with the `:id` of the path, bare or in an envelope. The client fails if it has
   * another id. Default: `false`.
   */
  readonly returnsResource?: boolean
  /** Advice for callers that repeat the request after an attempt whose outcome is unknown, as a sentence. */
  readonly recovery?: string
}

/**
 * Declares a `GET`, `PUT` or `DELETE` endpoint, which is idempotent by default.
 *
 * **Details**
 *
 * `idempotent` decides whether the client can retry a request. It defaults to `true` for `GET`, `PUT` and `DELETE`, and
 * is required for `POST` and `PATCH`.
 *
 * @category constructors
 * @since 0.1.0
 */
export function make<
  M extends "GET" | "PUT" | "DELETE",
  Path extends `/${string}`,
  Success extends Schema.Constraint,
  Params extends Schema.Struct.Fields = StringParams<Path>,
  Query extends QuerySchema | undefined = undefined,
  Payload extends Schema.Constraint | undefined = undefined
>(
  method: M,
  path: Path,
  options: Options<Path, Params, Query, Payload, Success> & {
    /** Whether repeating a request has the same effect as sending it once. Default: `true`. */
    readonly idempotent?: boolean
  }
): Endpoint<M, Path, Params, Query, Payload, Success>
/**
 * Declares a `POST` or `PATCH` endpoint, with the required option `idempotent`.
 *
 * @category constructors
 * @since 0.1.0
 */
export function make<
  M extends "POST" | "PATCH",
  Path extends `/${string}`,
  Success extends Schema.Constraint,
  Params extends Schema.Struct.Fields = StringParams<Path>,
  Query extends QuerySchema | undefined = undefined,
  Payload extends Schema.Constraint | undefined = undefined
>(
  method: M,
  path: Path,
  options: Options<Path, Params, Query, Payload, Success> & {
    /** Whether repeating a request has the same effect as sending it once. */
    readonly idempotent: boolean
  }
): Endpoint<M, Path, Params, Query, Payload, Success>
export function make(
  method: Method,
  path: string,
  options:
    & Options<string, Schema.Struct.Fields, QuerySchema | undefined, Schema.Constraint | undefined, Schema.Constraint>
    & { readonly idempotent?: boolean }
): Any {
  return {
    method,
    path,
    summary: options.summary,
    params: options.params ?? Object.fromEntries(pathParams(path).map((name) => [name, Schema.String])),
    query: options.query,
    payload: options.payload,
    success: options.success,
    idempotent: options.idempotent ?? true,
    provisional: options.provisional ?? false,
    redacted: options.redacted ?? [],
    returnsResource: options.returnsResource ?? false,
    recovery: options.recovery
  }
}

/**
 * Returns the endpoint with another schema for successful responses, such as one with your own fields.
 *
 * @category combinators
 * @since 0.1.0
 */
export const withSuccess = <
  M extends Method,
  Path extends string,
  Params extends Schema.Struct.Fields,
  Query extends QuerySchema | undefined,
  Payload extends Schema.Constraint | undefined,
  Success extends Schema.Constraint
>(
  self: Endpoint<M, Path, Params, Query, Payload, Schema.Constraint>,
  success: Success
): Endpoint<M, Path, Params, Query, Payload, Success> => ({ ...self, success })

export { type BodyKind, bytes, Empty, successBody, Text } from "./internal/responseBody.ts"

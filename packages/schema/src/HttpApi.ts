/**
 * The endpoints of the Revox API as an `HttpApi` of `effect/http-api`: a typed client, typed handlers and OpenAPI.
 *
 * **When to use**
 *
 * Use `HttpApiClient` with {@link api} for a client without retries, `HttpApiBuilder` to serve endpoints,
 * and `OpenApi.fromApi` to generate an OpenAPI document. The services of `@effect-revox/client` also retry, limit rates
 * and classify errors, and do not load `effect/http-api`.
 *
 * **Example** (Generating an OpenAPI document)
 *
 * ```ts
 * import { api } from "@effect-revox/schema/HttpApi"
 * import { OpenApi } from "effect/http-api"
 *
 * const document = OpenApi.fromApi(api)
 * ```
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Context from "effect/Context"
import * as HttpApi from "effect/http-api/HttpApi"
import type * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as HttpApiSecurity from "effect/http-api/HttpApiSecurity"
import * as OpenApi from "effect/http-api/OpenApi"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as UrlParams from "effect/http/UrlParams"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as Api from "./Api.ts"
import type * as Endpoint from "./Endpoint.ts"
import * as InternalEndpoint from "./internal/httpApi/endpoint.ts"
import { tidy } from "./internal/httpApi/openApi.ts"

/**
 * An error response of the API: 400, 401, 403, 404, 409, 422, 429 or 500.
 *
 * **Details**
 *
 * The API documents no bodies of error responses. In JSON it is `{ "error": { "message": "..." } }` here, one of the
 * usual forms. A response with another status or body fails with the `HttpClientError` of the status.
 *
 * @category errors
 * @since 0.1.0
 */
export class ErrorResponse extends Schema.TaggedError<ErrorResponse>()("ErrorResponse", {
  /** The status code of the response. */
  status: Schema.Literals([400, 401, 403, 404, 409, 422, 429, 500]),
  /** The message of the response. */
  message: Schema.String
}) {}

const ErrorBody = Schema.Struct({ error: Schema.Struct({ message: Schema.String }) }).annotate({
  identifier: "ErrorBody",
  description: "The API does not document the bodies of error responses. This is one of the usual forms."
})

type ErrorCodec = Schema.Codec<ErrorResponse, typeof ErrorBody.Encoded>

const errorResponse = (status: ErrorResponse["status"], description: string): ErrorCodec =>
  ErrorBody.pipe(
    Schema.decodeTo(
      Schema.toType(ErrorResponse).check(Schema.makeFilter((error) => error.status === status)),
      SchemaTransformation.transform({
        decode: ({ error }) => new ErrorResponse({ status, message: error.message }),
        encode: ({ message }) => ({ error: { message } })
      })
    )
  ).annotate({ httpApiStatus: status, description })

const unauthorized = errorResponse(401, "The API key is missing or wrong.")

const errors = [
  errorResponse(400, "The request is malformed."),
  errorResponse(403, "The API key does not permit this operation."),
  errorResponse(404, "The resource does not exist, or the API key does not permit access to it."),
  errorResponse(409, "The request conflicts with the state of the resource."),
  errorResponse(422, "The request is well-formed, and its content is invalid."),
  errorResponse(429, "Too many requests. `Retry-After`, if present, is the time to wait before the next one."),
  errorResponse(500, "The server failed.")
]

/**
 * The bearer authentication of all endpoints. Clients provide {@link layerClient}. Servers provide a layer that checks
 * the key and fails with an {@link ErrorResponse} of status 401.
 *
 * @category services
 * @since 0.1.0
 */
export class Authorization extends HttpApiMiddleware.Service<Authorization>()(
  "@effect-revox/schema/HttpApi/Authorization",
  {
    security: { bearer: HttpApiSecurity.bearer },
    error: unauthorized,
    requiredForClient: true
  }
) {}

/**
 * Returns a layer that sends the requests of an `HttpApiClient` with an API key, and redacts in spans and errors the
 * query parameters that an endpoint declares as `redacted`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerClient = (
  apiKey: Redacted.Redacted<string>
): Layer.Layer<HttpApiMiddleware.ForClient<Authorization>> =>
  HttpApiMiddleware.layerClient(
    Authorization,
    ({ endpoint, next, request }) =>
      request.pipe(
        HttpClientRequest.bearerToken(apiKey),
        HttpClientRequest.setUrlParams(
          UrlParams.redact(request.urlParams, Context.get(endpoint.annotations, InternalEndpoint.RedactedParameters))
        ),
        next
      )
  )

/**
 * The endpoints of an API, by group and name.
 *
 * @category models
 * @since 0.1.0
 */
export type Groups = Readonly<Record<string, Readonly<Record<string, Endpoint.Any>>>>

type Codec<S extends Schema.Constraint> = Schema.Codec<
  S["Type"],
  S["Encoded"],
  S["DecodingServices"],
  S["EncodingServices"]
>

type Params<E extends Endpoint.Any> = keyof E["params"] extends never ? never : Schema.Struct<E["params"]>

type Query<E extends Endpoint.Any> = E["query"] extends infer Q extends Endpoint.QuerySchema ? Schema.Codec<
    Q["Type"],
    { readonly [name: string]: string },
    Q["DecodingServices"],
    Q["EncodingServices"]
  >
  : never

type Payload<E extends Endpoint.Any> = E["payload"] extends infer P extends Schema.Constraint ? Codec<P> : never

/**
 * The `HttpApiEndpoint` of an endpoint.
 *
 * @category type-level
 * @since 0.1.0
 */
export type FromEndpoint<Name extends string, E extends Endpoint.Any> = HttpApiEndpoint.HttpApiEndpoint<
  Name,
  E["method"],
  E["path"],
  Params<E>,
  Query<E>,
  Payload<E>,
  never,
  Codec<E["success"]>,
  ErrorCodec,
  Authorization
>

/**
 * The `HttpApiGroup` of a record of endpoints.
 *
 * @category type-level
 * @since 0.1.0
 */
export type FromGroup<Name extends string, Endpoints extends Groups[string]> = HttpApiGroup.HttpApiGroup<
  Name,
  { [K in keyof Endpoints & string]: FromEndpoint<K, Endpoints[K]> }[keyof Endpoints & string]
>

/**
 * The `HttpApi` of groups of endpoints.
 *
 * @category type-level
 * @since 0.1.0
 */
export type FromGroups<Id extends string, G extends Groups> = HttpApi.HttpApi<
  Id,
  { [K in keyof G & string]: FromGroup<K, G[K]> }[keyof G & string]
>

const fromGroup = (name: string, endpoints: Groups[string]): HttpApiGroup.Constraint => {
  const group = HttpApiGroup.make(name)
  const added: ReadonlyArray<HttpApiEndpoint.Constraint> = Object.entries(endpoints).map(([name, endpoint]) =>
    InternalEndpoint.make(name, endpoint, errors)
  )
  return Arr.isReadonlyArrayNonEmpty(added) ? group.add(...added).middleware(Authorization) : group
}

/**
 * Returns the `HttpApi` of groups of endpoints.
 *
 * **Details**
 *
 * All endpoints share the error responses {@link ErrorResponse} and the bearer {@link Authorization}. Documented bounds
 * are part of OpenAPI and are not enforced on responses.
 *
 * `OpenApi.fromApi` adds `x-idempotent` to each operation and `x-provisional` to those whose method or path is
 * inferred.
 *
 * **Example** (Serving an endpoint that the SDK does not have)
 *
 * ```ts
 * import { Endpoint } from "@effect-revox/schema"
 * import { fromGroups } from "@effect-revox/schema/HttpApi"
 * import { Effect } from "effect"
 * import { HttpApiBuilder } from "effect/http-api"
 *
 * const archive = Endpoint.make("POST", "/campaigns/:id/archive", {
 *   summary: "Archives a campaign.",
 *   success: Endpoint.Empty,
 *   idempotent: true
 * })
 *
 * const api = fromGroups("archive", { campaigns: { archive } })
 *
 * const handlers = HttpApiBuilder.group(api, "campaigns", (handlers) =>
 *   handlers.handle("archive", ({ params }) => Effect.log(`Archived ${params.id}`)))
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export function fromGroups<const Id extends string, const G extends Groups>(
  identifier: Id,
  groups: G
): FromGroups<Id, G>
export function fromGroups(identifier: string, groups: Groups): HttpApi.Constraint {
  const api = HttpApi.make(identifier).annotate(OpenApi.Transform, tidy)
  const added: ReadonlyArray<HttpApiGroup.Constraint> = Object.entries(groups).map(([name, endpoints]) =>
    fromGroup(name, endpoints)
  )
  return Arr.isReadonlyArrayNonEmpty(added) ? api.add(...added) : api
}

/**
 * The `HttpApi` of all endpoints of the Revox API.
 *
 * **Example** (Requesting a campaign)
 *
 * ```ts
 * import { CampaignId } from "@effect-revox/schema/Ids"
 * import { api, layerClient } from "@effect-revox/schema/HttpApi"
 * import { Config, Effect, Layer } from "effect"
 * import { HttpApiClient } from "effect/http-api"
 *
 * const program = Effect.gen(function*() {
 *   const client = yield* HttpApiClient.make(api, { baseUrl: "https://www.getrevox.com/api" })
 *   return yield* client.campaigns.retrieve({ params: { id: CampaignId.make("campaign-1") } })
 * }).pipe(Effect.provide(Layer.unwrap(Effect.map(Config.Redacted("REVOX_API_KEY"), layerClient))))
 * ```
 *
 * @category constants
 * @since 0.1.0
 */
export const api: FromGroups<"revox", typeof Api> = fromGroups("revox", Api).annotateMerge(OpenApi.annotations({
  title: "Revox voice-campaign API",
  description: "Generated from the endpoints that effect-revox declares. Not an official document of the service.",
  version: "1",
  servers: [{ url: "https://www.getrevox.com/api" }]
}))

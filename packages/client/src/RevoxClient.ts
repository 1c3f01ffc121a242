/**
 * The transport: base URL, authentication, time limits, retries and errors of every request.
 *
 * @since 0.1.0
 */
import type * as Endpoint from "@effect-revox/schema/Endpoint"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import type * as Headers from "effect/http/Headers"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Execute from "./internal/execute.ts"
import { CurrentOverrides, type Overrides } from "./internal/overrides.ts"
import { Settings } from "./internal/settings.ts"
import * as Transport from "./internal/transport.ts"
import type { RequestPolicy } from "./RequestPolicy.ts"
import { InvalidRequestError, RevoxError } from "./RevoxError.ts"

/**
 * The options of a client.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** The API key. It is sent to the base URL and shown nowhere. */
  readonly apiKey: Redacted.Redacted<string>
  /** Where the API is: https, or http on a loopback address. Default `https://www.getrevox.com/api`. */
  readonly baseUrl?: string | undefined
  /** How long one request may take, the body included. Default 60 seconds. */
  readonly timeout?: Duration.Input | undefined
  /** How long all requests of a call may take together, with the pauses between them. Default `Infinity`. */
  readonly totalTimeout?: Duration.Input | undefined
  /** How often a request that may succeed later is sent again, 0 or more. Default 2, as in the official SDKs. */
  readonly maxRetries?: number | undefined
  /** How many requests may be under way at once. Default as many as there are. */
  readonly maxConcurrentRequests?: number | undefined
  /** What the client calls itself. Default `effect-revox`. Browsers use a name of their own. */
  readonly userAgent?: string | undefined
  /** A limit on the rate of requests, retries included: `RequestPolicy.rateLimit`, `RequestPolicy.sharedRateLimit`. Default none. */
  readonly rateLimit?: RequestPolicy | undefined
  /** What stops requests to a server that is down: `RequestPolicy.circuitBreaker`, `RequestPolicy.sharedCircuitBreaker`. Default none. */
  readonly circuitBreaker?: RequestPolicy | undefined
  /** A last hand on the `HttpClient`: it sees requests as they are sent, with the base URL and the key. */
  readonly transformClient?: ((client: HttpClient.HttpClient) => HttpClient.HttpClient) | undefined
}

/**
 * The options of one call of {@link RevoxClient}.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExecuteOptions<A> {
  /** The name of the call in errors, spans and metrics. Default: the method and path, such as `GET /campaigns/:id`. */
  readonly operation?: string | undefined
  /** Attributes of the call's span, from the decoded response. */
  readonly attributes?: ((value: A) => Readonly<Record<string, unknown>>) | undefined
}

/**
 * A decoded response.
 *
 * @category models
 * @since 0.1.0
 */
export interface Response<A> {
  /** The decoded body. */
  readonly value: A
  /** The HTTP status: 200 to 299, or 404 when a retried `DELETE` finds nothing left to delete. */
  readonly status: number
  /** The headers, with names in lower case. */
  readonly headers: Headers.Headers
  /** Number of requests sent, retries included. */
  readonly attempts: number
}

/**
 * Executes endpoints. Most programs use a service such as `Campaigns`; this service also executes endpoints that you
 * declare yourself, with the same retries, errors and telemetry.
 *
 * @effect-expect-leaking Endpoint.Services<E>
 * @category services
 * @since 0.1.0
 */
export class RevoxClient extends Context.Service<RevoxClient, {
  /** Executes an endpoint and returns the decoded body of its response. */
  readonly execute: <E extends Endpoint.Any>(
    endpoint: E,
    request: Endpoint.Request<E>,
    options?: ExecuteOptions<Endpoint.Success<E>>
  ) => Effect.Effect<Endpoint.Success<E>, RevoxError, Endpoint.Services<E>>
  /** Executes an endpoint and returns its response: the decoded body, the status and the headers. */
  readonly executeResponse: <E extends Endpoint.Any>(
    endpoint: E,
    request: Endpoint.Request<E>,
    options?: ExecuteOptions<Endpoint.Success<E>>
  ) => Effect.Effect<Response<Endpoint.Success<E>>, RevoxError, Endpoint.Services<E>>
}>()("@effect-revox/client/RevoxClient") {}

/**
 * Executes an endpoint and returns the decoded body of its response.
 *
 * **Details**
 *
 * The request is validated and encoded before anything is sent: invalid parameters and bodies fail with
 * `InvalidRequestError`, which names the field. Endpoints that are not idempotent are sent again only when the server
 * certainly did not act on them.
 *
 * **Example** (Executing an endpoint that you declare)
 *
 * ```ts
 * import { RevoxClient } from "@effect-revox/client"
 * import { Endpoint } from "@effect-revox/schema"
 * import { Schema } from "effect"
 *
 * const listVoices = Endpoint.make("GET", "/voices", {
 *   summary: "Lists the voices.",
 *   success: Schema.Struct({ voices: Schema.Array(Schema.Struct({ id: Schema.String, name: Schema.String })) })
 * })
 *
 * const voices = RevoxClient.execute(listVoices, {})
 * ```
 *
 * @category running
 * @since 0.1.0
 */
export const execute = <E extends Endpoint.Any>(
  endpoint: E,
  request: Endpoint.Request<E>,
  options?: ExecuteOptions<Endpoint.Success<E>>
): Effect.Effect<Endpoint.Success<E>, RevoxError, RevoxClient | Endpoint.Services<E>> =>
  RevoxClient.use((client) => client.execute(endpoint, request, options))

/**
 * Executes an endpoint and returns its response: the decoded body, the status and the headers.
 *
 * @category running
 * @since 0.1.0
 */
export const executeResponse = <E extends Endpoint.Any>(
  endpoint: E,
  request: Endpoint.Request<E>,
  options?: ExecuteOptions<Endpoint.Success<E>>
): Effect.Effect<Response<Endpoint.Success<E>>, RevoxError, RevoxClient | Endpoint.Services<E>> =>
  RevoxClient.use((client) => client.executeResponse(endpoint, request, options))

const prepare = (options: Options): Effect.Effect<typeof Settings.Type, Schema.SchemaError> =>
  Schema.decodeEffect(Settings)(options)

const fromSettings = Effect.fnUntraced(function*(settings: typeof Settings.Type, options: Options) {
  const executeResponse = Execute.make(yield* Transport.make(settings, options), settings.apiKey)
  return RevoxClient.of({
    execute: (endpoint, request, options) =>
      Effect.map(executeResponse(endpoint, request, options), (response) => response.value),
    executeResponse
  })
})

/**
 * Makes a client over whatever `HttpClient` the application has. Options that make no sense fail with
 * `InvalidRequestError`, which names them.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  options: Options
): Effect.Effect<RevoxClient["Service"], RevoxError, HttpClient.HttpClient | Scope.Scope> =>
  prepare(options).pipe(
    Effect.mapError(({ message }) =>
      new RevoxError({
        operation: "RevoxClient.make",
        reason: new InvalidRequestError({ message: `An option cannot be used. ${message}` })
      })
    ),
    Effect.flatMap((settings) => fromSettings(settings, options))
  )

/**
 * A client by value.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<RevoxClient, RevoxError, HttpClient.HttpClient> =>
  Layer.effect(RevoxClient, make(options))

/**
 * A client by configuration. What is missing, or makes no sense, is a `ConfigError` that names it.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options: Config.Wrap<Options>
): Layer.Layer<RevoxClient, Config.ConfigError, HttpClient.HttpClient> =>
  Layer.effect(
    RevoxClient,
    Effect.flatMap(Config.unwrap(options), (options) =>
      prepare(options).pipe(
        Effect.mapError((error) => new Config.ConfigError(error)),
        Effect.flatMap((settings) => fromSettings(settings, options))
      ))
  )

const override = <A, E, R>(effect: Effect.Effect<A, E, R>, overrides: Overrides): Effect.Effect<A, E, R> =>
  Effect.updateService(effect, CurrentOverrides, (current) => ({ ...current, ...overrides }))

/**
 * Lets the requests of a region of code take another time than the options of the client say.
 *
 * **Example** (Waiting no longer than a person does)
 *
 * ```ts
 * import { Campaigns, RevoxClient } from "@effect-revox/client"
 *
 * const campaign = Campaigns.Campaigns.use((campaigns) => campaigns.retrieve("campaign-id")).pipe(
 *   RevoxClient.withTimeout("2 seconds"),
 *   RevoxClient.withRetries(0)
 * )
 * ```
 *
 * @category overriding
 * @since 0.1.0
 */
export const withTimeout: {
  (timeout: Duration.Input): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(effect: Effect.Effect<A, E, R>, timeout: Duration.Input): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, timeout: Duration.Input) => override(effect, { timeout }))

/**
 * Lets each call in a region of code take another time altogether, with its retries and pauses.
 *
 * @category overriding
 * @since 0.1.0
 */
export const withTotalTimeout: {
  (totalTimeout: Duration.Input): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(effect: Effect.Effect<A, E, R>, totalTimeout: Duration.Input): Effect.Effect<A, E, R>
} = dual(
  2,
  <A, E, R>(effect: Effect.Effect<A, E, R>, totalTimeout: Duration.Input) => override(effect, { totalTimeout })
)

/**
 * Lets the requests of a region of code be sent again more or less often.
 *
 * @category overriding
 * @since 0.1.0
 */
export const withMaxRetries: {
  (maxRetries: number): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(effect: Effect.Effect<A, E, R>, maxRetries: number): Effect.Effect<A, E, R>
} = dual(2, <A, E, R>(effect: Effect.Effect<A, E, R>, maxRetries: number) => override(effect, { maxRetries }))

/**
 * Lets a hand on the `HttpClient` for the requests of a region of code, such as a header for a trial. It sees requests
 * as they are sent, with the base URL and the key.
 *
 * @category overriding
 * @since 0.1.0
 */
export const withTransformClient: {
  (
    transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ): Effect.Effect<A, E, R>
} = dual(
  2,
  <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    transformClient: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  ) => override(effect, { transformClient })
)

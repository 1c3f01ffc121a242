/**
 * The HTTP client of the API: base URL, authentication, timeouts, retries and errors of every request.
 *
 * @since 0.1.0
 */
import type * as Endpoint from "@effect-revox/schema/Endpoint"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { required, toConfigError, withPath } from "./internal/config.ts"
import * as Execute from "./internal/execute.ts"
import { validate, validateExecution } from "./internal/settings.ts"
import * as Transport from "./internal/transport.ts"
import type { RequestPolicy } from "./RequestPolicy.ts"
import { RevoxError } from "./RevoxError.ts"

/**
 * The options of a client.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** API key, sent as a bearer token to the base URL only. It does not appear in errors, spans or logs. */
  readonly apiKey: Redacted.Redacted<string>
  /** Base URL of the API: https, or http on a loopback address. Default: `https://www.getrevox.com/api`. */
  readonly baseUrl?: string | undefined
  /** Timeout of one request, including its body. Default: 60 seconds. */
  readonly timeout?: Duration.Input | undefined
  /** Timeout of one call, including its retries and the delays between them. Default: `Infinity`. */
  readonly totalTimeout?: Duration.Input | undefined
  /**
   * Maximum number of retries of a call: 0 or more. Default: 2, as in the official SDKs.
   *
   * Repeats after a 429 do not count, and a call fails at its tenth 429. With 0, they are disabled, too.
   */
  readonly maxRetries?: number | undefined
  /** Maximum number of requests in flight: 1 or more. Default: unbounded. */
  readonly maxConcurrentRequests?: number | undefined
  /** `User-Agent` header of requests. Browsers replace it. Default: `effect-revox`. */
  readonly userAgent?: string | undefined
  /**
   * Maximum size of a response body in bytes, after decompression: 1 to 536870888. Larger bodies fail with
   * `InvalidResponseError` before they are read to the end. Default: 256 MiB.
   */
  readonly maxBodySize?: number | undefined
  /** Rate limit, including retries: `RequestPolicy.rateLimit` or `RequestPolicy.sharedRateLimit`. Default: none. */
  readonly rateLimit?: RequestPolicy | undefined
  /** Circuit breaker: `RequestPolicy.circuitBreaker` or `RequestPolicy.sharedCircuitBreaker`. Default: none. */
  readonly circuitBreaker?: RequestPolicy | undefined
  /** Transforms the `HttpClient`. The client receives complete requests, with the base URL and the API key. */
  readonly transformClient?: ((client: HttpClient.HttpClient) => HttpClient.HttpClient) | undefined
}

/**
 * The options of one call of {@link RevoxClient}.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExecuteOptions<A> {
  /** Name of the call in errors, spans and metrics. Default: the method and path, such as `GET /campaigns/:id`. */
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
  /** The body as the server sent it. Empty for a body that is neither JSON nor text. */
  readonly text: string
  /** The HTTP status: 200 to 299, or 404 when a retried `DELETE` finds nothing left to delete. */
  readonly status: number
  /** The headers, with names in lower case. */
  readonly headers: Headers.Headers
  /** Number of requests sent, retries included. */
  readonly attempts: number
}

/**
 * The methods of a client.
 *
 * @category models
 * @since 0.1.0
 */
export interface Service {
  /** Base URL of the API. */
  readonly baseUrl: string
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
  /**
   * Makes a client with the same options, but with separate limits: concurrency, rate, circuit breaker, retry budget
   * and the pause after a 429. Requests of the one do not delay requests of the other. Policies that are shared
   * (`RequestPolicy.sharedRateLimit`, `sharedCircuitBreaker`) stay shared.
   */
  readonly isolated: (
    options?: Pick<Options, "maxConcurrentRequests">
  ) => Effect.Effect<Service, RevoxError, Scope.Scope>
}

/**
 * Executes endpoints. Most programs use a service such as `Campaigns`; this service also executes endpoints that you
 * declare yourself, with the same retries, errors and telemetry.
 *
 * @effect-expect-leaking Endpoint.Services<E>
 * @category services
 * @since 0.1.0
 */
export class RevoxClient extends Context.Service<RevoxClient, Service>()("@effect-revox/client/RevoxClient") {}

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
 * const retrieveUsage = Endpoint.make("GET", "/usage", {
 *   summary: "Retrieves the usage of the organization.",
 *   success: Schema.Struct({ minutes: Schema.Finite })
 * })
 *
 * const usage = RevoxClient.execute(retrieveUsage, {})
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

const fromOptions = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<Service, InvalidOptionError, HttpClient.HttpClient | Scope.Scope> {
  const settings = yield* validate(options)
  const httpClient = yield* HttpClient.HttpClient
  const executeUnchecked = Execute.make(yield* Transport.make(settings, options), settings.apiKey)
  const executeResponse: Service["executeResponse"] = (endpoint, request, options) =>
    options === undefined
      ? executeUnchecked(endpoint, request)
      : validateExecution(options).pipe(
        Effect.mapErrorEager((reason) => new RevoxError({ operation: `${endpoint.method} ${endpoint.path}`, reason })),
        Effect.flatMapEager(() => executeUnchecked(endpoint, request, options))
      )
  return RevoxClient.of({
    baseUrl: settings.baseUrl.href,
    execute: (endpoint, request, options) =>
      Effect.map(executeResponse(endpoint, request, options), (response) => response.value),
    executeResponse,
    isolated: (overrides) =>
      Effect.provideService(make({ ...options, ...overrides }), HttpClient.HttpClient, httpClient)
  })
})

/**
 * Makes a client from the `HttpClient` of the application. Invalid options fail with `InvalidOptionError`, which names
 * the option.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  options: Options
): Effect.Effect<Service, RevoxError, HttpClient.HttpClient | Scope.Scope> =>
  Effect.mapError(fromOptions(options), (reason) => new RevoxError({ operation: "RevoxClient.make", reason }))

/**
 * Layer of a client, configured by values. Invalid options fail with `InvalidOptionError`, which names the option.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<RevoxClient, RevoxError, HttpClient.HttpClient> =>
  Layer.effect(RevoxClient, make(options))

const variables = { apiKey: "REVOX_API_KEY", baseUrl: "REVOX_BASE_URL" }

/** The options that the official SDKs read from the environment. */
const environment = (): Config.Wrap<Options> => ({
  apiKey: required(Config.Redacted(variables.apiKey), variables.apiKey, "your API key"),
  baseUrl: Config.withDefault(Config.String(variables.baseUrl), undefined)
})

/**
 * Layer of a client, configured by `Config`. Missing and invalid values fail with a `ConfigError` that names them.
 *
 * **Details**
 *
 * Without options, it reads `REVOX_API_KEY`, which is required, and `REVOX_BASE_URL`, as the official SDKs do. With a
 * `Config` for each option, the error has the path of the invalid value.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options?: Config.Wrap<Options>
): Layer.Layer<RevoxClient, Config.ConfigError, HttpClient.HttpClient> =>
  Layer.effect(
    RevoxClient,
    options === undefined
      ? Effect.flatMap(Config.unwrap(environment()), (values) =>
        Effect.mapError(fromOptions(values), (error) => toConfigError(error, variables)))
      : Effect.flatMap(Config.unwrap(options), (values) =>
        Effect.catch(fromOptions(values), (error) =>
          Effect.flip(withPath(error, options))))
  )

export {
  CurrentOverrides,
  type Overrides,
  withMaxRetries,
  withTimeout,
  withTotalTimeout,
  withTransformClient
} from "./internal/overrides.ts"

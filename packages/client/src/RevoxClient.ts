/**
 * The transport: base URL, authentication, time limits, retries and errors of every request.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as UrlParams from "effect/http/UrlParams"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { attempt } from "./internal/attempt.ts"
import { BaseUrl } from "./internal/baseUrl.ts"
import { decodeAnswer } from "./internal/decode.ts"
import { schedule } from "./internal/retry.ts"
import { InvalidRequestError, type Reason, RevoxError } from "./RevoxError.ts"

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
  /** How often a request that may succeed later is sent again. Default 2, as in the official SDKs. */
  readonly retries?: number | undefined
}

/**
 * What {@link RevoxClient} is asked for.
 *
 * @category models
 * @since 0.1.0
 */
export interface GetOptions<S extends Schema.Constraint> {
  /** The schema of the answer. The bounds that the API documents for its own entities are not held against it. */
  readonly schema: S
  /** The query of the URL. A `Redacted` value is sent and stays out of spans and errors. */
  readonly urlParams?: UrlParams.Input | undefined
  /** What errors call this request. Default `RevoxClient.get`. */
  readonly operation?: string | undefined
}

/**
 * The transport of all requests. Most programs use `Campaigns`; this is the typed way to what it does not model.
 *
 * @category services
 * @since 0.1.0
 */
export class RevoxClient extends Context.Service<RevoxClient, {
  /** Asks for a path below the base URL, and decodes the answer. */
  readonly get: <S extends Schema.Constraint>(
    path: string,
    options: GetOptions<S>
  ) => Effect.Effect<S["Type"], RevoxError, S["DecodingServices"]>
}>()("@effect-revox/client/RevoxClient") {}

/** Where the API is, unless the options say otherwise. */
const defaultBaseUrl = "https://www.getrevox.com/api"

/**
 * Makes a client over whatever `HttpClient` the application has.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.fnUntraced(function*(
  options: Options
): Effect.fn.Return<RevoxClient["Service"], RevoxError, HttpClient.HttpClient> {
  const refuse = (message: string) =>
    new RevoxError({ operation: "RevoxClient.make", reason: new InvalidRequestError({ message }) })
  const { apiKey } = options
  if (Redacted.value(apiKey).trim() === "") return yield* refuse("The API key is empty.")
  const baseUrl = yield* Schema.decodeEffect(BaseUrl)(options.baseUrl ?? defaultBaseUrl).pipe(
    Effect.mapError((error) => refuse(`The base URL cannot be used. ${error.message}`))
  )
  const timeout = Duration.fromInputUnsafe(options.timeout ?? "60 seconds")
  const retrySchedule = schedule(options.retries ?? 2)
  const httpClient = (yield* HttpClient.HttpClient).pipe(
    HttpClient.mapRequest((request) =>
      request.pipe(
        HttpClientRequest.prependUrl(baseUrl.href),
        HttpClientRequest.bearerToken(apiKey),
        HttpClientRequest.acceptJson
      )
    )
  )

  const request = Effect.fnUntraced(function*<S extends Schema.Constraint>(path: string, get: GetOptions<S>) {
    const request = HttpClientRequest.get(path, get.urlParams === undefined ? undefined : { urlParams: get.urlParams })
    let attempts = 0
    const answer = yield* Effect.suspend(() => attempt(request, { httpClient, apiKey, timeout, attempts: ++attempts }))
      .pipe(Effect.retry(retrySchedule))
    return yield* decodeAnswer(get.schema, answer, { apiKey, attempts })
  })

  return RevoxClient.of({
    get: (path, get) =>
      Effect.mapError(
        request(path, get),
        (reason: Reason) => new RevoxError({ operation: get.operation ?? "RevoxClient.get", reason })
      )
  })
})

/**
 * A client by value.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<RevoxClient, RevoxError, HttpClient.HttpClient> =>
  Layer.effect(RevoxClient, make(options))

/**
 * A client by configuration.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  options: Config.Wrap<Options>
): Layer.Layer<RevoxClient, RevoxError | Config.ConfigError, HttpClient.HttpClient> =>
  Layer.effect(RevoxClient, Effect.flatMap(Config.unwrap(options), make))

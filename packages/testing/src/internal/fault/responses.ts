import * as Options from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import { identity } from "effect/Function"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { gzipSync } from "node:zlib"
import * as SimulatedResponse from "../../SimulatedResponse.ts"
import { FiniteDelay, Headers, HeaderValue, Json, Status } from "../arguments.ts"
import { constructor } from "./arguments.ts"
import type { Fault, Hit } from "./model.ts"
import { make } from "./model.ts"
import { beforeHandling, times } from "./when.ts"

const withHeaders = (
  response: SimulatedResponse.SimulatedResponse,
  headers: Readonly<Record<string, string>> = {}
): SimulatedResponse.SimulatedResponse => ({
  ...response,
  headers: {
    ...response.headers,
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  }
})

const optionalHeaders = Schema.optional(Headers)

const statusArguments = constructor("status", {
  status: Status,
  options: Schema.Struct({ headers: optionalHeaders, body: Schema.optional(Json) })
})

const rateLimitArguments = constructor("rateLimit", {
  options: Schema.Struct({
    retryAfter: Schema.optional(FiniteDelay),
    as: Schema.optional(Options.oneOf(["seconds", "http-date", "retry-after-ms"]))
  })
})

const htmlArguments = constructor("html", { status: Status })

const invalidJsonArguments = constructor("invalidJson", { body: Options.Text })

const emptyBodyArguments = constructor("emptyBody", { status: Status })

const redirectArguments = constructor("redirect", { to: HeaderValue, status: Options.oneOf([301, 302, 303, 307, 308]) })

const contentTypeArguments = constructor("contentType", { contentType: HeaderValue })

const headersArguments = constructor("headers", { headers: Headers })

const mapJsonArguments = constructor("mapJson", { f: Options.Callback })

/** Replaces the response and keeps its delivery, which earlier faults may have changed. */
const instead = (name: string, replacement: (hit: Hit) => SimulatedResponse.SimulatedResponse): Fault =>
  make(name, { response: (response, hit) => ({ ...replacement(hit), delivery: response.delivery }) })

/** The API does not handle a request that it responds to with a 4xx status, except 408. */
const isRejection = (status: number): boolean => status >= 400 && status < 500 && status !== 408

/**
 * Responds with a status. Affects one request by default.
 *
 * **Details**
 *
 * A request that receives a 4xx status, except 408, changes nothing. Other requests are handled first: use
 * {@link beforeHandling} to prevent that.
 *
 * @category responses
 * @since 0.1.0
 */
export const status = (status: number, options: {
  /** Additional response headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Response body. A string is sent as plain text, any other value as JSON. Default: an error in the simulator's
   * format.
   */
  readonly body?: Schema.Json | undefined
} = {}): Fault =>
  statusArguments({ status, options }, () => {
    const { body, headers } = options
    return instead(`status ${String(status)}`, (hit) =>
      withHeaders(
        body === undefined
          ? hit.error(status, `Simulated failure ${String(status)}`)
          : Predicate.isString(body)
          ? SimulatedResponse.text(status, "text/plain; charset=utf-8", body)
          : SimulatedResponse.json(status, body),
        headers
      )).pipe(isRejection(status) ? beforeHandling : identity, times(1))
  })

/**
 * Responds with status 429 and an optional `Retry-After` header. Affects one request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const rateLimit = (options: {
  /** Delay after which the client may retry. Default: no header is sent. */
  readonly retryAfter?: Duration.Input | undefined
  /**
   * Format of the delay. Default: `"seconds"`.
   *
   * - `"seconds"`: `retry-after` in seconds, rounded up
   * - `"http-date"`: `retry-after` as a date on the simulator's clock, rounded up to seconds
   * - `"retry-after-ms"`: `retry-after-ms` in milliseconds
   */
  readonly as?: "seconds" | "http-date" | "retry-after-ms" | undefined
} = {}): Fault =>
  rateLimitArguments({ options }, () => {
    const headers = (hit: Hit): Readonly<Record<string, string>> => {
      if (options.retryAfter === undefined) {
        return {}
      }
      const millis = Duration.toMillis(options.retryAfter)
      switch (options.as) {
        case "http-date":
          return { "retry-after": new Date(Math.ceil((hit.now + millis) / 1000) * 1000).toUTCString() }
        case "retry-after-ms":
          return { "retry-after-ms": String(millis) }
        default:
          return { "retry-after": String(Math.ceil(millis / 1000)) }
      }
    }
    return instead("rate limit", (hit) => withHeaders(hit.error(429, "Too many requests"), headers(hit))).pipe(
      beforeHandling,
      times(1)
    )
  })

/**
 * Responds with an HTML page, as a reverse proxy does. Affects one request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const html = (status = 502): Fault =>
  htmlArguments(
    { status },
    () => instead("html", () => SimulatedResponse.error("html", status, "Bad Gateway")).pipe(times(1))
  )

/**
 * Responds with status 200 and a body that is not valid JSON. Affects one request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const invalidJson = (body = "{\"page\": 0, \"rows\": [{\"id\": \"a\",, }]"): Fault =>
  invalidJsonArguments(
    { body },
    () => instead("invalid JSON", () => SimulatedResponse.text(200, "application/json", body)).pipe(times(1))
  )

/**
 * Responds with an empty body. Affects one request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const emptyBody = (status = 200): Fault =>
  emptyBodyArguments(
    { status },
    () => instead("empty body", () => SimulatedResponse.text(status, "application/json", "")).pipe(times(1))
  )

/**
 * Redirects a request to the same path on the same origin, to the same path on another origin, or to a URL. Affects one
 * request by default, so that the redirected request succeeds.
 *
 * **Details**
 *
 * The other origin is the simulator under the host name `localhost`. The request log then shows whether the client sent
 * the API key to it.
 *
 * @category responses
 * @since 0.1.0
 */
export const redirect = (
  to: "same-origin" | "other-origin" | (string & {}),
  status: 301 | 302 | 303 | 307 | 308 = 307
): Fault =>
  redirectArguments({ to, status }, () =>
    instead("redirect", (hit) => {
      const { headers, target } = hit.request
      const other = `http://${(headers["host"] ?? "").replace("127.0.0.1", "localhost")}${target}`
      const location = to === "same-origin" ? target : to === "other-origin" ? other : to
      return { status, headers: { location }, body: new Uint8Array(0), delivery: SimulatedResponse.immediate }
    }).pipe(times(1)))

/**
 * Changes the content type of the response. Affects every request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const contentType = (contentType: string): Fault =>
  contentTypeArguments({ contentType }, () =>
    make(`content type ${contentType}`, {
      response: (response) => withHeaders(response, { "content-type": contentType })
    }))

/**
 * Adds response headers. Affects every request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const headers = (headers: Readonly<Record<string, string>>): Fault =>
  headersArguments({ headers }, () => make("headers", { response: (response) => withHeaders(response, headers) }))

/**
 * Compresses the response body with gzip. Affects every request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const gzip: Fault = make("gzip", {
  response: (response) => ({ ...withHeaders(response, { "content-encoding": "gzip" }), body: gzipSync(response.body) })
})

/**
 * Transforms the JSON body of the response, for example to remove a field or to insert an unknown literal. A response
 * whose body is not JSON is unchanged. Affects every request by default.
 *
 * @category responses
 * @since 0.1.0
 */
export const mapJson = (f: (json: Schema.Json) => unknown): Fault =>
  mapJsonArguments(
    { f },
    () => make("changed JSON", { response: (response) => SimulatedResponse.mapJson(response, f) })
  )

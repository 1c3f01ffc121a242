import * as Duration from "effect/Duration"
import * as Predicate from "effect/Predicate"
import type * as Schema from "effect/Schema"
import { gzipSync } from "node:zlib"
import * as SimulatedResponse from "../../SimulatedResponse.ts"
import type { Fault, Hit } from "./model.ts"
import { make } from "./model.ts"
import { times } from "./when.ts"

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

/** Puts an answer in the place of another. How it travels was said by other faults, and stays. */
const instead = (name: string, replacement: (hit: Hit) => SimulatedResponse.SimulatedResponse): Fault =>
  make(name, { response: (response, hit) => ({ ...replacement(hit), delivery: response.delivery }) })

/**
 * Answers with a status, and with any headers and body. Text is sent as it is, anything else as JSON; without a body,
 * the simulator tells of the error in its own form. Hits once.
 *
 * @category responses
 * @since 0.1.0
 */
export const status = (status: number, options: {
  /** Headers beside those that the body brings. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Text, sent as it is, or anything else as JSON. Default: an error in the simulator's own form. */
  readonly body?: Schema.Json | undefined
} = {}): Fault => {
  const { body, headers } = options
  return instead(`status ${String(status)}`, (hit) =>
    withHeaders(
      body === undefined
        ? hit.error(status, `Simulated failure ${String(status)}`)
        : Predicate.isString(body)
        ? SimulatedResponse.text(status, "text/plain; charset=utf-8", body)
        : SimulatedResponse.json(status, body),
      headers
    )).pipe(times(1))
}

/**
 * Answers 429. With `retryAfter` it says when to come back: in whole seconds, as an HTTP date (of the simulator's clock,
 * rounded up), or in milliseconds as `retry-after-ms`. Hits once.
 *
 * @category responses
 * @since 0.1.0
 */
export const rateLimit = (options: {
  /** When to come back. Default: it does not say. */
  readonly retryAfter?: Duration.Input | undefined
  /** In which form it says so. Default `"seconds"`. */
  readonly as?: "seconds" | "http-date" | "retry-after-ms" | undefined
} = {}): Fault => {
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
  return instead("rate limit", (hit) => withHeaders(hit.error(429, "Too many requests"), headers(hit))).pipe(times(1))
}

/**
 * Answers with a page of HTML, as a proxy in front of the service does. Hits once.
 *
 * @category responses
 * @since 0.1.0
 */
export const html = (status = 502): Fault =>
  instead("html", () => SimulatedResponse.error("html", status, "Bad Gateway")).pipe(times(1))

/**
 * Answers 200 with something that begins like JSON and is none. Hits once.
 *
 * @category responses
 * @since 0.1.0
 */
export const invalidJson = (body = "{\"page\": 0, \"rows\": [{\"id\": \"a\",, }]"): Fault =>
  instead("invalid JSON", () => SimulatedResponse.text(200, "application/json", body)).pipe(times(1))

/**
 * Answers with no body at all. Hits once.
 *
 * @category responses
 * @since 0.1.0
 */
export const emptyBody = (status = 200): Fault =>
  instead("empty body", () => SimulatedResponse.text(status, "application/json", "")).pipe(times(1))

/**
 * Redirects: to the same path on the same origin, to the same path on another origin (the simulator again, under its
 * other name `localhost`, so that the log shows whether the key came along), or anywhere. Hits once, so that what
 * follows a redirect arrives.
 *
 * @category responses
 * @since 0.1.0
 */
export const redirect = (
  to: "same-origin" | "other-origin" | (string & {}),
  status: 301 | 302 | 303 | 307 | 308 = 307
): Fault =>
  instead("redirect", (hit) => {
    const { headers, target } = hit.request
    const other = `http://${(headers["host"] ?? "").replace("127.0.0.1", "localhost")}${target}`
    const location = to === "same-origin" ? target : to === "other-origin" ? other : to
    return { status, headers: { location }, body: new Uint8Array(0), delivery: SimulatedResponse.immediate }
  }).pipe(times(1))

/**
 * Sends the answer under another content type. Hits always.
 *
 * @category responses
 * @since 0.1.0
 */
export const contentType = (contentType: string): Fault =>
  make(`content type ${contentType}`, { response: (response) => withHeaders(response, { "content-type": contentType }) })

/**
 * Adds headers to the answer. Hits always.
 *
 * @category responses
 * @since 0.1.0
 */
export const headers = (headers: Readonly<Record<string, string>>): Fault =>
  make("headers", { response: (response) => withHeaders(response, headers) })

/**
 * Compresses the body. Hits always.
 *
 * @category responses
 * @since 0.1.0
 */
export const gzip: Fault = make("gzip", {
  response: (response) => ({ ...withHeaders(response, { "content-encoding": "gzip" }), body: gzipSync(response.body) })
})

/**
 * Changes the JSON of the answer: a field that is missing, a literal that nobody knows, a row that no schema fits. An
 * answer that is not JSON stays as it is. Hits always.
 *
 * @category responses
 * @since 0.1.0
 */
export const mapJson = (f: (json: Schema.Json) => unknown): Fault =>
  make("changed JSON", { response: (response) => SimulatedResponse.mapJson(response, f) })

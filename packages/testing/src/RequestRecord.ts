/**
 * Log records of the requests that the simulator received.
 *
 * @since 0.1.0
 */
import type * as Api from "@effect-revox/schema/Api"
import type * as Schema from "effect/Schema"

/**
 * Id of an API endpoint: its resource and its name, such as `"campaigns.getRows"`.
 *
 * @category models
 * @since 0.1.0
 */
export type EndpointId = {
  readonly [Resource in keyof typeof Api]: `${Resource}.${keyof (typeof Api)[Resource] & string}`
}[keyof typeof Api]

/**
 * A request that the simulator received.
 *
 * @category models
 * @since 0.1.0
 */
export interface RequestRecord {
  /** Position of the request in the log, from 0. */
  readonly index: number
  /** The HTTP method. */
  readonly method: string
  /** Path and query string as received. */
  readonly target: string
  /** The path without the query. */
  readonly path: string
  /** The query parameters. A parameter that occurs more than once has a list of values. */
  readonly query: Readonly<Record<string, string | ReadonlyArray<string>>>
  /** The headers, with lower-case names. The API key is redacted. */
  readonly headers: Readonly<Record<string, string>>
  /** The API endpoint with this method and path, or `undefined` if there is none. */
  readonly endpoint: EndpointId | undefined
  /** The path parameters of the endpoint, percent-decoded: `{ id: "…" }`. */
  readonly params: Readonly<Record<string, string>>
  /**
   * The request body: parsed if it is JSON, otherwise its text. `undefined` for a request without a body. Once all
   * logged bodies exceed 32 MiB in total, the oldest ones are dropped and become `undefined` too.
   */
  readonly body: Schema.Json | undefined
  /** Length of the request body, in bytes. */
  readonly bodyBytes: number
  /** Time of receipt, in milliseconds on the simulator's clock. */
  readonly receivedAt: number
  /** Time at which the request ended, in milliseconds on the simulator's clock. `undefined` while it is in flight. */
  readonly endedAt: number | undefined
  /** Status of the response. `undefined` before the response is computed. */
  readonly status: number | undefined
  /** Length of the complete response body, in bytes, even if only a part of it was sent. */
  readonly bytes: number
  /** Names of the faults that affected the request. */
  readonly faults: ReadonlyArray<string>
  /** Number of requests in flight when this one arrived, including itself. */
  readonly inFlight: number
  /**
   * How the request ended.
   *
   * - `"pending"`: it is in flight
   * - `"completed"`: the response was sent completely
   * - `"aborted"`: the client aborted the request
   * - `"broken"`: a fault interrupted the response
   */
  readonly outcome: "pending" | "completed" | "aborted" | "broken"
}

/**
 * Totals over all requests, including those that the log no longer keeps.
 *
 * @category models
 * @since 0.1.0
 */
export interface Traffic {
  /** Number of requests received. */
  readonly requests: number
  /** Number of requests in flight. */
  readonly inFlight: number
  /** Maximum number of requests that were in flight at the same time. */
  readonly maxInFlight: number
  /** Number of requests that clients aborted. */
  readonly aborted: number
  /** Length of all response bodies, in bytes. */
  readonly bytes: number
}

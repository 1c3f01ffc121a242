/**
 * Requests that the simulator received.
 *
 * @since 0.1.0
 */
import type * as Api from "@effect-revox/schema/Api"
import type * as Schema from "effect/Schema"

/**
 * The id of an endpoint of the API: its resource and its name, such as `"campaigns.getRows"`.
 *
 * @category models
 * @since 0.1.0
 */
export type EndpointId = {
  readonly [Resource in keyof typeof Api]: `${Resource}.${keyof (typeof Api)[Resource] & string}`
}[keyof typeof Api]

/**
 * One request as the simulator saw it.
 *
 * @category models
 * @since 0.1.0
 */
export interface RequestRecord {
  /** The place of the request among all, from 0. */
  readonly index: number
  /** The HTTP method. */
  readonly method: string
  /** Path and query as they came. */
  readonly target: string
  /** The path without the query. */
  readonly path: string
  /** The parameters of the query; a list for one that came more than once. */
  readonly query: Readonly<Record<string, string | ReadonlyArray<string>>>
  /** The headers, in lower case; the key is redacted. */
  readonly headers: Readonly<Record<string, string>>
  /** The endpoint of the API that has this method and path. `undefined` if there is none. */
  readonly endpoint: EndpointId | undefined
  /** The path parameters of the endpoint, percent-decoded: `{ id: "…" }`. */
  readonly params: Readonly<Record<string, string>>
  /**
   * The body of the request: parsed if it is JSON, otherwise its text. `undefined` for a request without a body, and for
   * older requests once the bodies in the log exceed 32 MiB together.
   */
  readonly body: Schema.Json | undefined
  /** The length of the request's body. */
  readonly bodyBytes: number
  /** When it came, in milliseconds on the simulator's clock. */
  readonly receivedAt: number
  /** When it was over, in milliseconds on the simulator's clock. */
  readonly endedAt: number | undefined
  /** The status of the answer, once there is one. */
  readonly status: number | undefined
  /** The length of the answer's body, whether or not all of it was sent. */
  readonly bytes: number
  /** The names of the faults that hit it. */
  readonly faults: ReadonlyArray<string>
  /** Requests under way when this one came, itself included. */
  readonly inFlight: number
  /** How it ended: answered in full, given up by the client, or broken off by a fault. */
  readonly outcome: "pending" | "completed" | "aborted" | "broken"
}

/**
 * All requests in figures, those included that the log no longer keeps.
 *
 * @category models
 * @since 0.1.0
 */
export interface Traffic {
  /** How many requests came. */
  readonly requests: number
  /** How many are under way now. */
  readonly inFlight: number
  /** The most requests that were ever under way at a time. */
  readonly maxInFlight: number
  /** How many the clients gave up. */
  readonly aborted: number
  /** Bytes of all bodies. */
  readonly bytes: number
}

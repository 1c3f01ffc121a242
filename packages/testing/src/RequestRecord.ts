/**
 * What the simulator was asked.
 *
 * @since 0.1.0
 */

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
  /** The endpoint of the API that the path stands for, if it does. */
  readonly endpoint: "campaign" | "rows" | undefined
  /** The campaign that the path names, known or not. */
  readonly campaignId: string | undefined
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
  readonly concurrency: number
  /** How it ended: answered in full, given up by the client, or broken off by a fault. */
  readonly outcome: "pending" | "answered" | "aborted" | "broken"
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
  readonly underWay: number
  /** The most requests that were ever under way at a time. */
  readonly maxConcurrency: number
  /** How many the clients gave up. */
  readonly aborted: number
  /** Bytes of all bodies. */
  readonly bytes: number
}

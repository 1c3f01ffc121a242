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
  readonly method: string
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
  /** Requests under way when this one came, itself included. */
  readonly concurrency: number
  /** How it ended: answered in full, given up by the client, or broken off by the simulator. */
  readonly outcome: "pending" | "answered" | "aborted" | "broken"
}

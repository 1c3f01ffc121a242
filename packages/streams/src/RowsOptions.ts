/**
 * Which rows to read, and how. `CampaignRows` has these types under its own name too.
 *
 * @since 0.1.0
 */
import type * as Client from "@effect-revox/client/Campaigns"
import type * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { RowsAudit } from "./RowsAudit.ts"
import type { RowsCursor } from "./RowsCursor.ts"
import type { RowsFilter } from "./RowsFilter.ts"

/**
 * A schema of rows: anything that keeps the row's id, which tells one row from another.
 *
 * @category models
 * @since 0.1.0
 */
export interface RowSchema extends Schema.Constraint {
  /** What a row is decoded to. */
  readonly Type: { readonly id: string }
}

/**
 * How strictly the rows that are received are checked.
 *
 * - `"none"`: nothing fails the stream; the audit shows inconsistencies
 * - `"complete"`: the stream fails with `MissingRowsError` at the end of a list with missing rows
 * - `"strict"`: the stream fails with `IntegrityError` on the first inconsistency
 *
 * Without a total completeness cannot be shown, so `"complete"` and `"strict"` fail with `UnknownTotalError` on the first
 * page.
 *
 * @category models
 * @since 0.1.0
 */
export type Integrity = "none" | "complete" | "strict"

/**
 * A row that did not fit the schema.
 *
 * @category models
 * @since 0.1.0
 */
export interface InvalidRow {
  /** The page that it was on. */
  readonly page: number
  /** Its place on the page, from 0. */
  readonly index: number
  /** The row as it came. */
  readonly row: Schema.Json
  /** What does not fit, and where. */
  readonly issue: string
}

/**
 * What becomes of a row that does not fit the schema: it fails the stream, is left out, or goes to a handler (a dead
 * letter queue) and is left out.
 *
 * @category models
 * @since 0.1.0
 */
export type OnInvalidRow<E = never, R = never> =
  | "fail"
  | "skip"
  | ((row: InvalidRow) => Effect.Effect<unknown, E, R>)

/**
 * Which rows to read, and how.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<E = never, R = never> extends RowsFilter {
  /** Rows per page to ask for, 1 or more. Default 100. The server may answer with fewer. */
  readonly pageSize?: number | undefined
  /** How many pages may be in flight or waiting at once, after the first. Default 4. */
  readonly prefetch?: number | undefined
  /** The number of the first page, 0 or 1: the API's reference does not say. Default 0. */
  readonly firstPage?: number | undefined
  /** Where to go on: the cursor of a page that was read earlier, under the same filter. */
  readonly from?: RowsCursor | undefined
  /** What becomes of a row that does not fit the schema. Default `"fail"`, with the client's `InvalidResponseError`. */
  readonly onInvalidRow?: OnInvalidRow<E, R> | undefined
  /**
   * How strictly the rows are checked. Default `"complete"`; `"none"` with a filter, whose rows change while the campaign
   * runs, and when the server states no total.
   */
  readonly integrity?: Integrity | undefined
}

/**
 * {@link Options} with a schema of your own.
 *
 * @category models
 * @since 0.1.0
 */
export interface SchemaOptions<S extends RowSchema, E = never, R = never> extends Options<E, R> {
  /** What each row is read by, such as `CampaignRow.typed({ ... })` or `CampaignRow.Raw`. */
  readonly schema: S
}

/**
 * A page of rows, without duplicates of earlier pages. `page_size` and `total` are those of the response, and absent
 * where it has none.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page<Row> extends Client.RowsPage<Row> {
  /** The number of the page that was requested. */
  readonly page: number
  /** The position behind this page: a stream with `from: cursor` resumes there. */
  readonly cursor: RowsCursor
  /** The counters up to and including this page. */
  readonly audit: RowsAudit
}

/**
 * What can be called off by callers outside of Effect.
 *
 * @category models
 * @since 0.1.0
 */
export interface SignalOptions {
  /** Calls everything off when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

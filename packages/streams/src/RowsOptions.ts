/**
 * Options and types for reading rows. `CampaignRows` exports these types as well.
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
 * A schema of rows. Decoded rows must have the `id`, by which rows are distinguished.
 *
 * @category models
 * @since 0.1.0
 */
export interface RowSchema extends Schema.Constraint {
  /** The type of a decoded row. */
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
 * A row that does not match the schema.
 *
 * @category models
 * @since 0.1.0
 */
export interface InvalidRow {
  /** The number of the page that contains the row. */
  readonly page: number
  /** The index of the row in the page, starting at 0. */
  readonly index: number
  /** The row as the server sent it. Arrays and objects below 128 levels are replaced by `null`. */
  readonly row: Schema.Json
  /** The mismatch: the path, the rule and the kind of value, but not the value. */
  readonly issue: string
}

/**
 * The handling of rows that do not match the schema.
 *
 * - `"fail"`: the stream fails with the client's `InvalidResponseError`
 * - `"skip"`: the row is left out
 * - a function: the row is passed to the function, for example to store it as a dead letter, and is left out
 *
 * @category models
 * @since 0.1.0
 */
export type OnInvalidRow<E = never, R = never> =
  | "fail"
  | "skip"
  | ((row: InvalidRow) => Effect.Effect<unknown, E, R>)

/**
 * Options for reading the rows of a campaign.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<E = never, R = never> extends RowsFilter {
  /** Number of rows to request per page: 1 or more. Default: 100. The server may return fewer. */
  readonly pageSize?: number | undefined
  /** Maximum number of pages in flight or buffered, besides the current one: 1 or more. Default: 4. */
  readonly prefetch?: number | undefined
  /**
   * Number of the first page, 0 or 1. The API reference does not specify it. If the pages show that it is wrong, the stream
   * fails with `WrongFirstPageError`. Default: 0.
   */
  readonly firstPage?: number | undefined
  /** The cursor to resume from, taken from a page of the same campaign, filter, page size and first page. */
  readonly from?: RowsCursor | undefined
  /** The handling of rows that do not match the schema. Default: `"fail"`. */
  readonly onInvalidRow?: OnInvalidRow<E, R> | undefined
  /**
   * How strictly the received rows are checked. Default: `"complete"`, or `"none"` with a filter or if the server states
   * no total. The rows that match a filter change while the campaign is running.
   */
  readonly integrity?: Integrity | undefined
  /** Not an option here: options with a schema are {@link SchemaOptions}, whose rows have another type. */
  readonly schema?: undefined
}

/**
 * Options for reading the rows of a campaign with a custom schema.
 *
 * @category models
 * @since 0.1.0
 */
export interface SchemaOptions<S extends RowSchema, E = never, R = never> extends Omit<Options<E, R>, "schema"> {
  /** The schema that decodes each row, such as `CampaignRow.typed({ ... })` or `CampaignRow.Raw`. */
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
  /** The position after this page. A stream with `from: cursor` resumes there. */
  readonly cursor: RowsCursor
  /** The counters up to and including this page. */
  readonly audit: RowsAudit
}

/**
 * Options of functions for code that does not use Effect.
 *
 * @category models
 * @since 0.1.0
 */
export interface SignalOptions {
  /** Cancels the operation and its requests in flight when it is aborted. */
  readonly signal?: AbortSignal | undefined
}

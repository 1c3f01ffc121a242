/**
 * Pages of rows, as paging faults modify them.
 *
 * @since 0.1.0
 */

/**
 * A requested page of rows.
 *
 * @category models
 * @since 0.1.0
 */
export interface PageRequest {
  /** Number of the page whose rows are returned. */
  readonly page: number
  /** Number of rows per page, 1 or more. */
  readonly pageSize: number
  /** Page number and page size that the response reports. */
  readonly reported: { readonly page: number; readonly pageSize: number }
  /** Number of the first page. */
  readonly firstPage: 0 | 1
}

/**
 * A page of rows before its rows are computed.
 *
 * @category models
 * @since 0.1.0
 */
export interface PageView {
  /** Page number that the response reports. */
  readonly page: number
  /** Page size that the response reports. */
  readonly pageSize: number
  /** Total number of rows that the response reports. */
  readonly total: number
  /** The `row_index` of each row on the page. */
  readonly rows: ReadonlyArray<number>
}

/**
 * An insertion or deletion of `count` rows at a position of a campaign's server order. Inserted rows are new and
 * pending, without a call.
 *
 * @category models
 * @since 0.1.0
 */
export type RowsEdit =
  | { readonly _tag: "Insert"; readonly at: number; readonly count: number }
  | { readonly _tag: "Delete"; readonly at: number; readonly count: number }

/**
 * How the rows of a campaign become a page: what faults of paging change.
 *
 * @since 0.1.0
 */

/**
 * The page that is looked up.
 *
 * @category models
 * @since 0.1.0
 */
export interface PageRequest {
  /** The page whose rows are looked up. */
  readonly page: number
  /** Rows per page, at least 1. */
  readonly pageSize: number
  /** What the answer says about itself. */
  readonly reported: { readonly page: number; readonly pageSize: number }
  /** The number of the first page. */
  readonly firstPage: 0 | 1
}

/**
 * A page before its rows are written out.
 *
 * @category models
 * @since 0.1.0
 */
export interface PageView {
  /** The number that the page says it has. */
  readonly page: number
  /** The size that the page says it has. */
  readonly pageSize: number
  /** How many rows it says there are on all pages. */
  readonly total: number
  /** The rows by their `row_index`. */
  readonly rows: ReadonlyArray<number>
}

/**
 * A change to the rows of a campaign: at a position of the server's order, so many rows. Inserted rows are new, have no
 * call and are pending.
 *
 * @category models
 * @since 0.1.0
 */
export type RowsEdit =
  | { readonly _tag: "Insert"; readonly at: number; readonly count: number }
  | { readonly _tag: "Delete"; readonly at: number; readonly count: number }

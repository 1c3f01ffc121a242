import type { Fault } from "./model.ts"
import { make } from "./model.ts"
import { onEndpoint, times } from "./when.ts"

const onRows = onEndpoint("campaigns.getRows")

/**
 * Serves pages of so many rows at most, and says so in `page_size`. Hits always.
 *
 * @category pages
 * @since 0.1.0
 */
export const capPages = (pageSize: number): Fault =>
  make("capped pages", {
    page: (request) => {
      const capped = Math.min(request.pageSize, pageSize)
      return { ...request, pageSize: capped, reported: { ...request.reported, pageSize: capped } }
    }
  }).pipe(onRows)

/**
 * Serves pages of so many rows at most, and says in `page_size` what it was asked for. Hits always.
 *
 * @category pages
 * @since 0.1.0
 */
export const capPagesSilently = (pageSize: number): Fault =>
  make("silently capped pages", {
    page: (request) => ({ ...request, pageSize: Math.min(request.pageSize, pageSize) })
  }).pipe(onRows)

/**
 * Leaves the last rows of a page out: so many, or all of them. The next page begins where it would have. Hits once.
 *
 * @category pages
 * @since 0.1.0
 */
export const shortPage = (missing = Infinity): Fault =>
  make("short page", {
    view: (view) => ({ ...view, rows: view.rows.slice(0, Math.max(0, view.rows.length - missing)) })
  }).pipe(onRows, times(1))

/**
 * Answers with the rows of another page, the one before by default, and says that it is the page that was asked for. A
 * page before the first is the first. Hits once.
 *
 * @category pages
 * @since 0.1.0
 */
export const repeatPage = (page?: number): Fault =>
  make("repeated page", {
    page: (request) => ({ ...request, page: Math.max(request.firstPage, page ?? request.page - 1) })
  }).pipe(onRows, times(1))

/**
 * Gives another total of rows: a number, or a change from one request to the next, counted from 0. Hits always.
 *
 * **Example** (A total that grows with each request)
 *
 * ```ts
 * import { Fault } from "@effect-revox/testing"
 *
 * const growing = Fault.total((total, requests) => total + requests)
 * ```
 *
 * @category pages
 * @since 0.1.0
 */
export const total = (total: number | ((total: number, requests: number) => number)): Fault =>
  make("changed total", {
    view: (view, hit) => ({ ...view, total: typeof total === "number" ? total : total(view.total, hit.count) })
  }).pipe(onRows)

/**
 * Inserts new rows into the campaign before it answers: at a position of the server's order, the beginning by default.
 * Everything behind them moves, so a reader who comes page by page sees rows twice. The campaign's own figures follow.
 * Hits once.
 *
 * @category pages
 * @since 0.1.0
 */
export const insertRows = (count: number, at = 0): Fault =>
  make("inserted rows", { edit: () => [{ _tag: "Insert", at, count }] }).pipe(onRows, times(1))

/**
 * Deletes rows of the campaign before it answers: from a position of the server's order, the beginning by default.
 * Everything behind them moves, so a reader who comes page by page misses rows. The campaign's own figures follow.
 * Hits once.
 *
 * @category pages
 * @since 0.1.0
 */
export const deleteRows = (count: number, at = 0): Fault =>
  make("deleted rows", { edit: () => [{ _tag: "Delete", at, count }] }).pipe(onRows, times(1))

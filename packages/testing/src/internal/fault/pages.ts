import * as Options from "@effect-revox/schema/Options"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { CountOrInfinity, Integer } from "../arguments.ts"
import { constructor } from "./arguments.ts"
import type { Fault } from "./model.ts"
import { make } from "./model.ts"
import { onEndpoint, times } from "./when.ts"

const rowCounts = { count: Options.Count, at: Options.Count }

const capPagesArguments = constructor("capPages", { pageSize: Options.PositiveCount })

const capPagesSilentlyArguments = constructor("capPagesSilently", { pageSize: Options.PositiveCount })

const shortPageArguments = constructor("shortPage", { missing: CountOrInfinity })

const repeatPageArguments = constructor("repeatPage", { page: Schema.optional(Integer) })

const totalArguments = constructor("total", {
  total: Options.satisfying(
    (value): value is Parameters<typeof total>[0] => Number.isFinite(value) || Predicate.isFunction(value),
    "a finite number or a function"
  )
})

const insertRowsArguments = constructor("insertRows", rowCounts)

const deleteRowsArguments = constructor("deleteRows", rowCounts)

const onRows = onEndpoint("campaigns.getRows")

/**
 * Limits the page size and reports the limited size in `page_size`. Affects every request by default.
 *
 * @category pages
 * @since 0.1.0
 */
export const capPages = (pageSize: number): Fault =>
  capPagesArguments({ pageSize }, () =>
    make("capped pages", {
      page: (request) => {
        const capped = Math.min(request.pageSize, pageSize)
        return { ...request, pageSize: capped, reported: { ...request.reported, pageSize: capped } }
      }
    }).pipe(onRows))

/**
 * Limits the page size but reports the requested size in `page_size`. Affects every request by default.
 *
 * @category pages
 * @since 0.1.0
 */
export const capPagesSilently = (pageSize: number): Fault =>
  capPagesSilentlyArguments({ pageSize }, () =>
    make("silently capped pages", {
      page: (request) => ({ ...request, pageSize: Math.min(request.pageSize, pageSize) })
    }).pipe(onRows))

/**
 * Omits rows from the end of a page, all of them by default. Other pages are unchanged. Affects one request by default.
 *
 * @category pages
 * @since 0.1.0
 */
export const shortPage = (missing = Infinity): Fault =>
  shortPageArguments({ missing }, () =>
    make("short page", {
      view: (view) => ({ ...view, rows: view.rows.slice(0, Math.max(0, view.rows.length - missing)) })
    }).pipe(onRows, times(1)))

/**
 * Returns the rows of another page under the requested page number. The other page is the previous one by default, and
 * never a page before the first. Affects one request by default.
 *
 * @category pages
 * @since 0.1.0
 */
export const repeatPage = (page?: number): Fault =>
  repeatPageArguments({ page }, () =>
    make("repeated page", {
      page: (request) => ({ ...request, page: Math.max(request.firstPage, page ?? request.page - 1) })
    }).pipe(onRows, times(1)))

/**
 * Changes the reported total, to a number or with a function of the total and the number of earlier affected requests.
 * Affects every request by default.
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
  totalArguments({ total }, () =>
    make("changed total", {
      view: (view, hit) => ({ ...view, total: typeof total === "number" ? total : total(view.total, hit.count) })
    }).pipe(onRows))

/**
 * Inserts new rows into the campaign before the response is computed, at the start of the server order by default.
 * Affects one request by default.
 *
 * **Details**
 *
 * Later rows move back, so a client that reads page by page receives some rows twice. The campaign's `row_stats`
 * include the new rows.
 *
 * @category pages
 * @since 0.1.0
 */
export const insertRows = (count: number, at = 0): Fault =>
  insertRowsArguments(
    { count, at },
    () => make("inserted rows", { edit: () => [{ _tag: "Insert", at, count }] }).pipe(onRows, times(1))
  )

/**
 * Deletes rows of the campaign before the response is computed, from the start of the server order by default. Affects
 * one request by default.
 *
 * **Details**
 *
 * Later rows move forward, so a client that reads page by page misses some rows. The campaign's `row_stats` exclude the
 * deleted rows.
 *
 * @category pages
 * @since 0.1.0
 */
export const deleteRows = (count: number, at = 0): Fault =>
  deleteRowsArguments(
    { count, at },
    () => make("deleted rows", { edit: () => [{ _tag: "Delete", at, count }] }).pipe(onRows, times(1))
  )

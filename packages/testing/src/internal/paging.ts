import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { PageRequest } from "../RowsView.ts"
import { ApiError } from "./apiError.ts"

/** The page numbering and page size limit of a simulator. */
export class Paging extends Context.Service<Paging, {
  readonly firstPage: 0 | 1
  readonly maxPageSize: number
}>()("@effect-revox/testing/internal/Paging") {}

const defaultPageSize = 50

/** Returns the page that a query requests. */
export const requestedPage = Effect.fnUntraced(function*(
  query: { readonly page?: number; readonly page_size?: number }
): Effect.fn.Return<PageRequest, ApiError, Paging> {
  const { firstPage, maxPageSize } = yield* Paging
  const page = query.page ?? firstPage
  const pageSize = Math.min(maxPageSize, query.page_size ?? defaultPageSize)
  if (page < firstPage) {
    const message = `Expected a page of ${String(firstPage)} or more, got ${String(page)}\n  at ["page"]`
    return yield* new ApiError({ status: 400, message })
  }
  return { page, pageSize, reported: { page, pageSize }, firstPage }
})

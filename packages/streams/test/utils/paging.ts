import * as CompareRows from "../../src/internal/compareRows.ts"
import type { FetchedPage } from "../../src/internal/fetchPage.ts"
import type { PageRange } from "../../src/internal/pageRange.ts"
import * as Paging from "../../src/internal/paging.ts"
import type { RowsCursor } from "../../src/RowsCursor.ts"

/** A page as a server sends it. A row without an id is `undefined`. */
export interface ServedPage {
  readonly ids: ReadonlyArray<string | undefined>
  readonly pageSize?: number
  readonly total?: number
}

/** A server without a network: returns a page. `request` counts the requests from 0. */
export type Server = (page: number, size: number, request: number) => ServedPage

/** The requests and rows of a list that was read. */
export interface Outcome {
  /** The pages that were requested, in order, those of second requests included. */
  readonly requests: ReadonlyArray<readonly [page: number, size: number]>
  readonly refetched: ReadonlyArray<number>
  readonly cancelled: ReadonlyArray<number>
  readonly maxInFlight: number
  /** The ids of the rows that were emitted, page by page. */
  readonly pages: ReadonlyArray<ReadonlyArray<string>>
  /** The cursor behind each page. */
  readonly cursors: ReadonlyArray<RowsCursor>
  readonly ids: ReadonlyArray<string>
  readonly invalid: number
  /** `"End"`, or the tag of the reason. */
  readonly result: string
  readonly state: Paging.State
}

export const defaults: Paging.Options = {
  prefetch: 3,
  filter: {},
  firstPage: 0,
  from: undefined,
  integrity: undefined,
  pageSize: 10
}

const toFetchedPage = ({ ids, pageSize, total }: ServedPage, page: number): FetchedPage<{ readonly id: string }> => ({
  ...(pageSize === undefined ? {} : { page_size: pageSize }),
  ...(total === undefined ? {} : { total }),
  rows: ids.flatMap((id) => id === undefined ? [] : [{ id }]),
  invalid: ids.flatMap((id, index) => id === undefined ? [{ page, index, row: {}, issue: "no id" }] : [])
})

const cursorOf = ({ filter, firstPage, pageSize }: Paging.Options, state: Paging.State): RowsCursor => ({
  version: 2,
  campaignId: "spring",
  filter,
  firstPage,
  pageSize,
  effectiveSize: state.size,
  position: state.position,
  audit: state.audit
})

/** Reads a list to its end with the decisions of `Paging.step`. */
export const read = (server: Server, changes: Partial<Paging.Options> = {}): Outcome => {
  const options = { ...defaults, ...changes }
  const compare = CompareRows.make()
  const requests: Array<readonly [number, number]> = []
  const refetched: Array<number> = []
  const cancelled: Array<number> = []
  const pages: Array<ReadonlyArray<string>> = []
  const cursors: Array<RowsCursor> = []
  const inFlight: Array<FetchedPage<{ readonly id: string }>> = []
  let invalid = 0
  let maxInFlight = 0
  let state = Paging.begin(options)
  const fetch = ({ page, size }: PageRange) => {
    requests.push([page, size])
    return toFetchedPage(server(page, size, requests.length - 1), page)
  }
  const run = (event: Paging.Event) => {
    const step = Paging.step(options, state, event)
    state = step.state
    if (step.cancel.length > 0) inFlight.length = 0
    cancelled.push(...step.cancel.map(({ page }) => page))
    inFlight.push(...step.request.map(fetch))
    maxInFlight = Math.max(maxInFlight, inFlight.length)
    return step.decision
  }
  const end = (result: string): Outcome => ({
    requests,
    refetched,
    cancelled,
    maxInFlight,
    pages,
    cursors,
    ids: pages.flat(),
    invalid,
    result,
    state
  })
  let decision = run({ _tag: "Pulled" })
  let response: FetchedPage<{ readonly id: string }> | undefined
  while (requests.length < 5000) {
    if (decision._tag === "End") return end("End")
    if (decision._tag === "Fail") return end(decision.reason._tag)
    if (decision._tag === "Emit") {
      decision = run({ _tag: "Pulled" })
      continue
    }
    if (decision._tag === "Await") {
      response = inFlight.shift()
      if (response === undefined) return end("nothing in flight")
      decision = run({ _tag: "Received", response: compare.describe(response) })
      continue
    }
    if (response === undefined) return end("no response")
    if (decision._tag === "Refetch") {
      refetched.push(decision.range.page)
      const second = fetch(decision.range)
      const hasHelped = compare.newRowsIn(second) > compare.newRowsIn(response)
      if (hasHelped) response = second
      decision = run({ _tag: "Refetched", response: compare.describe(response), hasHelped })
    } else {
      const newRows = compare.deduplicate(response, decision.skip)
      invalid += newRows.invalid.length
      decision = run({ _tag: "Compared", rows: newRows.counts })
      if (decision._tag === "Emit") {
        pages.push(newRows.rows.map((row) => row.id))
        cursors.push(cursorOf(options, state))
      }
    }
  }
  return end("endless")
}

/** The ids of the first rows of a list. */
export const idsUpTo = (count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => `row-${index}`)

/** The page size limit of a server, and the keys of its pages. */
export interface ServerOptions {
  readonly rows: number
  readonly cap?: number
  /** The page size that it states; by default none. */
  readonly pageSize?: "requested" | "served" | "count" | number
  /** The total that it states; by default none. */
  readonly total?: number | ((request: number) => number | undefined)
}

/** A server of a list that does not change. */
export const quiet = ({ cap = Infinity, pageSize, rows, total }: ServerOptions): Server => {
  const all = idsUpTo(rows)
  return (page, requested, request) => {
    const served = Math.min(cap, requested)
    const ids = all.slice(page * served, (page + 1) * served)
    const stated = pageSize === "requested"
      ? requested
      : pageSize === "served"
      ? served
      : pageSize === "count"
      ? ids.length
      : pageSize
    const statedTotal = typeof total === "function" ? total(request) : total
    return {
      ids,
      ...(stated === undefined ? {} : { pageSize: stated }),
      ...(statedTotal === undefined ? {} : { total: statedTotal })
    }
  }
}

/** A server whose list is replaced by another from a request on. */
export const shifted = (before: Server, at: number, after: Server): Server => (page, size, request) =>
  (request < at ? before : after)(page, size, request)

/** A filter, for lists that are read as filtered ones. */
export const filter = { result: "human" } as const

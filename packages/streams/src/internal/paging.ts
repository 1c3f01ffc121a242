import type { RowsAudit } from "../RowsAudit.ts"
import type { Reason } from "../RowsError.ts"
import * as RowsFilter from "../RowsFilter.ts"
import * as EndOfList from "./endOfList.ts"
import * as FirstPage from "./firstPage.ts"
import * as PageRange from "./pageRange.ts"
import { isOpenEnded, isShort, type PageResponse, rowsDue, servedSize } from "./pageResponse.ts"
import type { Settings } from "./rowsSettings.ts"
import * as Tally from "./tally.ts"

/** The settings that decide how pages are read. */
export type Options = Pick<Settings, "prefetch" | "filter" | "firstPage" | "from" | "integrity" | "pageSize">

/** The rows of a page, compared with those of earlier pages. */
export interface PageRows {
  /** Rows with ids that were not received before. */
  readonly identified: number
  /** Rows without ids. They cannot be compared, so each counts as new. */
  readonly unidentified: number
  readonly duplicates: number
  /** New rows that do not match the schema. */
  readonly invalid: number
}

/** The progress of reading the pages of a list. */
export interface State {
  /** The counters up to the last page. */
  readonly audit: RowsAudit
  /** Rows per page, as the server serves them. */
  readonly size: number
  /** Every place of the list before it was read. */
  readonly position: number
  /** Every place of the list before it was requested. */
  readonly requestedTo: number
  /** The end of the list, as far as is known. */
  readonly end: number
  /** The pages that are requested and not read yet, in order. */
  readonly inFlight: ReadonlyArray<PageRange.PageRange>
  /** The page whose response is being read. */
  readonly current: { readonly range: PageRange.PageRange; readonly response: PageResponse } | undefined
  /** Responses since the last page. */
  readonly responses: number
  /** Whether a page that looks wrong is requested once more: not after that has not helped. */
  readonly canRefetch: boolean
  /** Rows of the largest page. */
  readonly largestPage: number
  /** Pages in a row without a new row. */
  readonly pagesWithoutProgress: number
  /** Empty pages in a row, in places where the total of a filtered list implies rows. */
  readonly emptyPages: number
  /** Whether the next page is requested only to be sure that the list ended. */
  readonly isProbing: boolean
  /** Why the number of the first page may be wrong. */
  readonly firstPageDoubt: FirstPage.Doubt | undefined
  readonly hasEmitted: boolean
  readonly isOver: boolean
}

/** An event to which paging reacts. */
export type Event =
  /** The consumer pulls a page. */
  | { readonly _tag: "Pulled" }
  /** The first page in flight has a response. */
  | { readonly _tag: "Received"; readonly response: PageResponse }
  /** The page was requested once more. `response` is the one with more new rows; `hasHelped` if it is the second one. */
  | { readonly _tag: "Refetched"; readonly response: PageResponse; readonly hasHelped: boolean }
  /** The rows of the accepted response were compared with those of earlier pages. */
  | { readonly _tag: "Compared"; readonly rows: PageRows }

/** The next action. */
export type Decision =
  /** Wait for the response of the first page in flight. */
  | { readonly _tag: "Await" }
  /** Request this page once more. */
  | { readonly _tag: "Refetch"; readonly range: PageRange.PageRange }
  /** Compare the rows of the response with those of earlier pages, without the first `skip` ones. */
  | { readonly _tag: "Compare"; readonly skip: number }
  /** Emit the new rows of the response as this page. */
  | { readonly _tag: "Emit"; readonly page: number }
  | { readonly _tag: "Fail"; readonly reason: Reason }
  | { readonly _tag: "End" }

/** The result of a step. Pages are cancelled before others are requested. */
export interface Step {
  readonly state: State
  readonly cancel: ReadonlyArray<PageRange.PageRange>
  readonly request: ReadonlyArray<PageRange.PageRange>
  readonly decision: Decision
}

const none: ReadonlyArray<PageRange.PageRange> = []

export const begin = ({ from, pageSize }: Options): State => {
  const position = from?.position ?? 0
  return {
    audit: from?.audit ?? Tally.empty,
    size: from?.effectiveSize ?? pageSize,
    position,
    requestedTo: position,
    // The first page is requested alone, because its total and its size determine the number of pages.
    end: position + 1,
    inFlight: none,
    current: undefined,
    responses: 0,
    canRefetch: true,
    largestPage: 0,
    pagesWithoutProgress: 0,
    emptyPages: 0,
    isProbing: false,
    firstPageDoubt: undefined,
    hasEmitted: false,
    isOver: false
  }
}

const fail = (state: State, reason: Reason): Step => ({
  state: { ...state, inFlight: none, isOver: true },
  cancel: state.inFlight,
  request: none,
  decision: { _tag: "Fail", reason }
})

/** Requests page 0 of a list that was read from page 1 on. */
const requestPageZero = (state: State): Step => {
  const range = { page: 0, start: state.position, size: state.size }
  return {
    state: { ...state, current: undefined, inFlight: [range], isProbing: true, firstPageDoubt: "page 0 was not read" },
    cancel: state.inFlight,
    request: [range],
    decision: { _tag: "Await" }
  }
}

const conclude = (options: Options, state: State): Step => {
  if (state.firstPageDoubt !== "page 0 was not read" && FirstPage.isPageZeroDue(options, state.audit)) {
    return requestPageZero(state)
  }
  const reason = EndOfList.failureOfEnd(options, state.audit)
  return reason === undefined
    ? { state, cancel: none, request: none, decision: { _tag: "End" } }
    : fail(state, reason)
}

/** Requests pages up to the end of the list, as long as fewer than `prefetch` are in flight or wait to be read. */
const prefetch = ({ prefetch, firstPage }: Options, state: State): Pick<Step, "state" | "request"> => {
  let { requestedTo } = state
  const request: Array<PageRange.PageRange> = []
  while (state.inFlight.length + request.length < prefetch && requestedTo < state.end) {
    const range = PageRange.at(requestedTo, state.size, firstPage)
    request.push(range)
    requestedTo = range.start + range.size
  }
  return { state: { ...state, requestedTo, inFlight: [...state.inFlight, ...request] }, request }
}

const pull = (options: Options, state: State): Step => {
  if (state.isOver) return conclude(options, state)
  const next = prefetch(options, state)
  return next.state.inFlight.length === 0
    ? conclude(options, state)
    : { ...next, cancel: none, decision: { _tag: "Await" } }
}

/**
 * A first page that stays shorter than its total implies shows the largest page that the server serves. With a filter it
 * may be the only page with few rows, so the page size stays as it is.
 */
const detectPageSizeCap = (
  { filter }: Options,
  audit: RowsAudit,
  range: PageRange.PageRange,
  response: PageResponse
): number => {
  const { rows } = response
  const isCapped = range.start === 0 && rows > 0 && RowsFilter.isEmpty(filter) && isShort(audit, range, response)
  return isCapped ? rows : range.size
}

const accept = (options: Options, state: State, found: PageRange.PageRange, response: PageResponse): Step => {
  const size = detectPageSizeCap(options, state.audit, found, response)
  const range = size === found.size ? found : { ...found, size }
  return {
    state: {
      ...state,
      size,
      requestedTo: size === found.size ? state.requestedTo : size,
      current: { range, response }
    },
    cancel: none,
    request: none,
    decision: { _tag: "Compare", skip: state.position - range.start }
  }
}

/** Requests the page after one that seems to be the end of the list. */
const probe = (options: Options, state: State, range: PageRange.PageRange): Step => {
  const position = range.start + range.size
  return pull(options, { ...state, current: undefined, position, end: position + 1, isProbing: true })
}

/** Accepts a response, or requests a page once more that looks wrong or may be the end of a list without a total. */
const inspect = (options: Options, state: State, range: PageRange.PageRange, response: PageResponse): Step => {
  const hasNews = response.hasIds && response.hasNewRows
  if (state.isProbing && !hasNews) return conclude(options, { ...state, isOver: true })
  const isStale = response.rows > 0 && !response.hasNewRows
  const looksWrong = isStale || isShort(state.audit, range, response)
  const mayBeEnd = !response.hasNewRows && isOpenEnded(state.audit, response)
  return mayBeEnd || state.canRefetch && looksWrong
    ? {
      state: { ...state, current: { range, response } },
      cancel: none,
      request: none,
      decision: { _tag: "Refetch", range }
    }
    : accept(options, state, range, response)
}

const receive = (options: Options, state: State, response: PageResponse): Step => {
  const [range, ...inFlight] = state.inFlight
  if (range === undefined) return pull(options, state)
  const received = { ...state, inFlight, responses: state.responses + 1 }
  const reason = EndOfList.failureOfResponse(options, state.audit, response) ??
    FirstPage.failure(state.firstPageDoubt, state.audit, response)
  if (reason !== undefined) return fail(received, reason)
  if (state.firstPageDoubt === "page 0 was not read") return conclude(options, received)
  const size = servedSize(state.audit, range, response)
  if (size === state.size) return inspect(options, received, range, response)
  // Pages in flight cover other places of the list than those for which they were requested, and this one may.
  const start = (range.page - options.firstPage) * size
  const isInPlace = start === state.position
  const resized = { ...received, size, inFlight: none, requestedTo: isInPlace ? start + size : state.position }
  const next = isInPlace
    ? inspect(options, resized, { page: range.page, start, size }, response)
    : pull(options, resized)
  return { ...next, cancel: inFlight }
}

const refetched = (options: Options, state: State, response: PageResponse, hasHelped: boolean): Step => {
  const { current, hasEmitted, inFlight } = state
  if (current === undefined) return pull(options, state)
  const received = {
    ...state,
    responses: state.responses + 1,
    // The response is the same again, so requesting every such page twice would only cost time.
    canRefetch: state.canRefetch && hasHelped
  }
  const { range } = current
  const isEnd = !response.hasNewRows && isOpenEnded(state.audit, response) && inFlight.length === 0
  if (!isEnd || !hasEmitted) return accept(options, received, range, response)
  const firstPageDoubt = FirstPage.doubt(options, state.audit, range, response)
  return firstPageDoubt === undefined
    ? conclude(options, received)
    : probe(options, { ...received, firstPageDoubt }, range)
}

/** The state after the rows of the current page were compared with those of earlier pages. */
const readPage = (
  options: Options,
  state: State,
  { range, response }: NonNullable<State["current"]>,
  rows: PageRows
): State => {
  const received = rows.identified + rows.unidentified
  const isEmpty = response.rows === 0
  const due = rowsDue(state.audit, range, response)
  const audit = Tally.add(state.audit, {
    total: response.total === undefined ? undefined : Tally.rowsIn(response.total),
    received,
    duplicates: rows.duplicates,
    invalid: rows.invalid,
    isShort: response.rows < due || received === 0 && !isEmpty,
    requests: state.responses
  })
  // Without a usable total, rows without ids may be those of earlier pages again and again.
  const hasProgress = rows.identified > 0 || rows.unidentified > 0 && !isOpenEnded(audit, response)
  const isGap = isEmpty && due > 0 && !RowsFilter.isEmpty(options.filter)
  const pagesWithoutProgress = hasProgress ? 0 : state.pagesWithoutProgress + (isGap ? 0 : 1)
  const largestPage = Math.max(state.largestPage, response.rows)
  const position = range.start + range.size
  const { expected = 0 } = audit
  const firstPageDoubt = FirstPage.doubt(options, audit, range, response)
  const isContinued = firstPageDoubt !== undefined ||
    received > 0 && EndOfList.mayContinue(audit, range, response, largestPage)
  return {
    ...state,
    audit,
    position,
    end: isContinued ? Math.max(position + 1, expected) : expected,
    isProbing: isContinued && position >= expected &&
      (firstPageDoubt !== undefined || audit.missing === 0 && !isOpenEnded(audit, response)),
    firstPageDoubt,
    current: undefined,
    responses: 0,
    largestPage,
    pagesWithoutProgress,
    emptyPages: isGap ? state.emptyPages + 1 : 0,
    hasEmitted: true,
    isOver: firstPageDoubt === undefined &&
      (isEmpty && due === 0 || pagesWithoutProgress >= EndOfList.maxPagesWithoutProgress)
  }
}

const compared = (options: Options, state: State, rows: PageRows): Step => {
  const { current } = state
  if (current === undefined) return pull(options, state)
  const next = readPage(options, state, current, rows)
  const reason = EndOfList.failureOfPage(options, next.audit, {
    emptyPages: next.emptyPages,
    pagesWithoutProgress: next.pagesWithoutProgress,
    isEndless: rows.unidentified > 0 && isOpenEnded(next.audit, current.response)
  })
  if (reason !== undefined) return fail(next, reason)
  const decision: Decision = { _tag: "Emit", page: current.range.page }
  // The first page has no others in flight: the consumer may want no more.
  return next.inFlight.length === 0 || next.isOver
    ? { state: next, cancel: none, request: none, decision }
    : { ...prefetch(options, next), cancel: none, decision }
}

/** Decides what follows from an event, without running anything. */
export const step = (options: Options, state: State, event: Event): Step => {
  switch (event._tag) {
    case "Pulled":
      return pull(options, state)
    case "Received":
      return receive(options, state, event.response)
    case "Refetched":
      return refetched(options, state, event.response, event.hasHelped)
    case "Compared":
      return compared(options, state, event.rows)
  }
}

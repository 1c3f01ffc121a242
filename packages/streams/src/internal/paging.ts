import type { RowsAudit } from "../RowsAudit.ts"
import type { Reason } from "../RowsError.ts"
import * as RowsFilter from "../RowsFilter.ts"
import * as EndOfList from "./endOfList.ts"
import * as FirstPage from "./firstPage.ts"
import * as PageRange from "./pageRange.ts"
import { isOpenEnded, isShort, type PageResponse, rowsDue, servedSize } from "./pageResponse.ts"
import type { Decision, Event, Options, PageRows, State, Step } from "./pagingStep.ts"
import * as Tally from "./tally.ts"

export type { Decision, Event, Options, PageRows, State, Step } from "./pagingStep.ts"

const none: ReadonlyArray<PageRange.PageRange> = []

export const begin = ({ from, pageSize }: Options): State => {
  const position = from?.position ?? 0
  const isComplete = from !== undefined && from.audit.missing === 0 && position >= (from.audit.expected ?? Infinity)
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
    // A read that resumes at the end of the list must not move the cursor on, past rows that are added later.
    isProbing: isComplete,
    firstPageDoubt: undefined,
    hasEmitted: from !== undefined,
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
  const hasProgress = response.hasIds && response.hasNewRows
  if (state.isProbing && !hasProgress) return conclude(options, { ...state, isOver: true })
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

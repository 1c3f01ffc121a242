import type { RowsAudit } from "../RowsAudit.ts"
import * as PageRange from "./pageRange.ts"
import * as Tally from "./tally.ts"

/** The properties of a response on which paging depends. */
export interface PageResponse {
  /** Rows of the page, invalid ones included. */
  readonly rows: number
  /** Whether a row of the page was not received before. */
  readonly hasNewRows: boolean
  /** Whether a row of the page has an id, so that it can be compared. Without one, `hasNewRows` is a guess. */
  readonly hasIds: boolean
  /** Whether the first row of the page was received before. */
  readonly startsWithKnownRow: boolean
  /** The page size that the server states. */
  readonly pageSize: number | undefined
  /** The total that the server states. */
  readonly total: number | undefined
}

/** The largest total that was stated, that of this response included. */
export const knownTotal = ({ expected }: RowsAudit, { total }: PageResponse): number | undefined =>
  total === undefined ? expected : Math.max(expected ?? 0, Tally.rowsIn(total))

/** Whether the end of the list is unknown: no total was stated, or more rows were received than the largest total. */
export const isOpenEnded = (audit: RowsAudit, response: PageResponse): boolean => {
  const total = knownTotal(audit, response)
  return total === undefined || audit.received > total
}

/** The rows that the page has according to its own total, or else to that of an earlier page. */
export const rowsDue = (
  audit: RowsAudit,
  range: PageRange.PageRange,
  { total = audit.expected }: PageResponse
): number => total === undefined ? 0 : PageRange.rowsDue(range, Tally.rowsIn(total))

/** Whether the page has fewer rows than its total implies. */
export const isShort = (audit: RowsAudit, range: PageRange.PageRange, response: PageResponse): boolean =>
  response.rows < rowsDue(audit, range, response)

/**
 * The size of pages by which the server counted the page: the requested size, unless the first page is longer, or a page
 * is shorter than its total implies and the server states a smaller size.
 */
export const servedSize = (audit: RowsAudit, range: PageRange.PageRange, response: PageResponse): number => {
  const { pageSize = range.size, rows, startsWithKnownRow } = response
  if (rows > range.size) return range.start === 0 ? rows : range.size
  const stated = Math.floor(pageSize)
  if (stated < Math.max(1, rows) || stated >= range.size) return range.size
  if (range.start === 0) return isShort(audit, range, response) ? stated : range.size
  // The pages before this one have no more rows than so many pages of the stated size: they were counted by it as well.
  if (audit.received + audit.duplicates <= range.start / range.size * stated) return range.size
  // Without a total, only a full page that begins before its place proves that the server counts by the stated size.
  const isRecounted = isOpenEnded(audit, response)
    ? rows === stated && startsWithKnownRow
    : isShort(audit, range, response)
  return isRecounted ? stated : range.size
}

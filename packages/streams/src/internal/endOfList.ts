import { isConsistent, type RowsAudit } from "../RowsAudit.ts"
import { IntegrityError, MissingRowsError, NoProgressError, type Reason, UnknownTotalError } from "../RowsError.ts"
import * as RowsFilter from "../RowsFilter.ts"
import type { PageRange } from "./pageRange.ts"
import { isOpenEnded, knownTotal, type PageResponse } from "./pageResponse.ts"
import type { Settings } from "./rowsSettings.ts"
import * as Tally from "./tally.ts"

/** The number of pages in a row without a new row that ends a list, so that a list with a wrong total ends. */
export const maxPagesWithoutProgress = 8

/** Maximum number of empty pages in a row in a filtered list whose total is not reached. */
export const maxEmptyPages = 1000

/** Whether the page is full: by the size that was requested, or by the one that the server states. */
const isFull = ({ size }: PageRange, { pageSize = size, rows }: PageResponse): boolean =>
  rows >= Math.min(size, pageSize)

/** Whether the list may have more rows after a page with new rows, although its total is reached. */
export const mayContinue = (
  audit: RowsAudit,
  range: PageRange,
  response: PageResponse,
  largestPage: number
): boolean =>
  isOpenEnded(audit, response) ||
  // The total may be that of the page alone, or the limit up to which the server counts.
  isFull(range, response) ||
  // Rows are missing, and the page is full by what the server serves.
  response.rows >= largestPage && audit.received < (audit.expected ?? 0)

/** The reason why a response cannot be read, if there is one. */
export const failureOfResponse = (
  { integrity = "none" }: Pick<Settings, "integrity">,
  audit: RowsAudit,
  response: PageResponse
): Reason | undefined =>
  integrity !== "none" && knownTotal(audit, response) === undefined ? new UnknownTotalError({ integrity }) : undefined

/** The reason to stop after this page, if there is one. `isEndless` means that only the limit ends the list. */
export const failureOfPage = (
  { integrity }: Pick<Settings, "integrity">,
  audit: RowsAudit,
  inARow: { readonly emptyPages: number; readonly pagesWithoutProgress: number; readonly isEndless: boolean }
): Reason | undefined => {
  const mismatch = integrity === "strict" ? Tally.mismatch(audit) : undefined
  if (mismatch !== undefined) return new IntegrityError({ audit, problem: mismatch })
  const problem = inARow.emptyPages > maxEmptyPages
    ? `More than ${maxEmptyPages} pages in a row are empty, although the total is ${audit.expected}: the server may ` +
      "count the total without the filter. Use a larger page size, or read without the filter."
    : inARow.isEndless && inARow.pagesWithoutProgress >= maxPagesWithoutProgress
    ? `${maxPagesWithoutProgress} pages in a row have only rows without ids, and no usable total shows where the list ends.`
    : undefined
  return problem === undefined ? undefined : new NoProgressError({ audit, problem })
}

/** The reason why a list that was read to its end is inconsistent, if it is. */
export const failureOfEnd = (
  { filter, integrity }: Pick<Settings, "filter" | "integrity">,
  audit: RowsAudit
): Reason | undefined => {
  const { expected, missing = 0, received } = audit
  // Rows move in and out of a filter while the campaign runs, so their number proves nothing.
  switch (integrity ?? (RowsFilter.isEmpty(filter) ? "complete" : "none")) {
    case "strict":
      return isConsistent(audit)
        ? undefined
        : new IntegrityError({ audit, problem: `${received} rows were received, but the total is ${expected}.` })
    case "complete":
      return missing > 0 ? new MissingRowsError({ audit }) : undefined
    case "none":
      return undefined
  }
}

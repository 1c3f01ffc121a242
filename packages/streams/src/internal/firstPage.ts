import type { RowsAudit } from "../RowsAudit.ts"
import { type Reason, WrongFirstPageError } from "../RowsError.ts"
import type { PageRange } from "./pageRange.ts"
import { isOpenEnded, type PageResponse } from "./pageResponse.ts"
import type { Settings } from "./rowsSettings.ts"

/** Why the number of the first page may be wrong. The next page that is requested shows it. */
export type Doubt = "page 0 is empty" | "page 1 repeats page 0" | "page 0 was not read"

type Options = Pick<Settings, "firstPage" | "from">

/**
 * Whether a page without new rows may mean that pages count from 1. The next page shows it: a list that ended, or a server
 * that ignores the page, has no new rows there.
 */
export const doubt = (
  { firstPage, from }: Options,
  audit: RowsAudit,
  { page, start }: PageRange,
  response: PageResponse
): Doubt | undefined => {
  if (firstPage !== 0 || from !== undefined || response.hasNewRows) return undefined
  if (page === 0 && start === 0) {
    return response.rows === 0 && isOpenEnded(audit, response) ? "page 0 is empty" : undefined
  }
  // Rows that were inserted meanwhile can move the rows of the first page to the second one. The total then changes.
  const isRepeated = page === 1 && response.startsWithKnownRow && (audit.totalDrift ?? 0) === 0
  return isRepeated ? "page 1 repeats page 0" : undefined
}

/** Whether rows that are missing may be those of page 0: pages count from 0, and were read from page 1 on. */
export const isPageZeroDue = ({ firstPage, from }: Options, { missing, totalDrift = 0 }: RowsAudit): boolean =>
  firstPage === 1 && from === undefined && missing !== 0 && totalDrift === 0

/** The reason to stop at a page that shows that a doubt is right. */
export const failure = (doubt: Doubt | undefined, audit: RowsAudit, response: PageResponse): Reason | undefined => {
  if (doubt === undefined || !response.hasIds || !response.hasNewRows) return undefined
  if (doubt !== "page 0 was not read") return new WrongFirstPageError({ audit, firstPage: 1, problem: doubt })
  // A server that counts from 1 may send page 1 instead, to which rows may have moved.
  return response.startsWithKnownRow
    ? undefined
    : new WrongFirstPageError({ audit, firstPage: 0, problem: "page 0 has rows that the other pages lack" })
}

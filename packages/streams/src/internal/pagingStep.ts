import type { RowsAudit } from "../RowsAudit.ts"
import type { Reason } from "../RowsError.ts"
import type { Doubt } from "./firstPage.ts"
import type { PageRange } from "./pageRange.ts"
import type { PageResponse } from "./pageResponse.ts"
import type { Settings } from "./rowsSettings.ts"

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
  readonly inFlight: ReadonlyArray<PageRange>
  /** The page whose response is being read. */
  readonly current: { readonly range: PageRange; readonly response: PageResponse } | undefined
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
  readonly firstPageDoubt: Doubt | undefined
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
  | { readonly _tag: "Refetch"; readonly range: PageRange }
  /** Compare the rows of the response with those of earlier pages, without the first `skip` ones. */
  | { readonly _tag: "Compare"; readonly skip: number }
  /** Emit the new rows of the response as this page. */
  | { readonly _tag: "Emit"; readonly page: number }
  | { readonly _tag: "Fail"; readonly reason: Reason }
  | { readonly _tag: "End" }

/** The result of a step. Pages are cancelled before others are requested. */
export interface Step {
  readonly state: State
  readonly cancel: ReadonlyArray<PageRange>
  readonly request: ReadonlyArray<PageRange>
  readonly decision: Decision
}

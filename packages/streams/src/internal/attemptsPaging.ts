import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import { type Reason, WrongFirstAttemptsPageError } from "../AttemptsError.ts"
import * as SeenRows from "./seenRows.ts"

/** The options that decide which pages are read. */
export interface Settings {
  readonly firstPage: number
  readonly hasFilter: boolean
}

/** The new attempts of a page, and the decision to read another page, end or fail. */
export type Step =
  | { readonly _tag: "Continue"; readonly attempts: ReadonlyArray<CallAttempt>; readonly page: number }
  | { readonly _tag: "End"; readonly attempts: ReadonlyArray<CallAttempt> }
  | { readonly _tag: "Failed"; readonly reason: Reason }

/** Number of pages in a row without a new attempt that end the list. */
const maxPagesWithoutProgress = 2

/**
 * Reads the pages of a list without a total, to whose front new attempts are added meanwhile.
 *
 * New attempts move the others to later pages, so that a page can repeat all attempts of the previous one without being
 * the last. Therefore the list ends only at the second page in a row without a new attempt, or at a page that is shorter
 * than an earlier one. A server that filters after paging can send a short page in between.
 */
export const make = ({ firstPage, hasFilter }: Settings) => {
  const seen = SeenRows.make()
  let largestPage = 0
  let pagesWithoutProgress = 0

  /** Page 0 is read at the end if pages should count from 1. On a server that counts from 0 it was not read before. */
  const end = (attempts: ReadonlyArray<CallAttempt>): Step =>
    firstPage === 1 ? { _tag: "Continue", attempts, page: 0 } : { _tag: "End", attempts }

  return (page: number, received: ReadonlyArray<CallAttempt>): Step => {
    const known = received.filter(({ id }) => seen.has(id)).length
    if (page < firstPage) {
      return received.length > 0 && known === 0
        ? { _tag: "Failed", reason: new WrongFirstAttemptsPageError({ firstPage: 0 }) }
        : { _tag: "End", attempts: [] }
    }
    if (page === 1 && firstPage === 0 && largestPage === 0 && received.length > 0) {
      return { _tag: "Failed", reason: new WrongFirstAttemptsPageError({ firstPage: 1 }) }
    }
    const attempts = received.filter(({ id }) => seen.add(id))
    pagesWithoutProgress = attempts.length === 0 ? pagesWithoutProgress + 1 : 0
    const isShort = received.length < largestPage
    largestPage = Math.max(largestPage, received.length)
    if (isShort && !hasFilter || pagesWithoutProgress === maxPagesWithoutProgress) return end(attempts)
    return { _tag: "Continue", attempts, page: page + 1 }
  }
}

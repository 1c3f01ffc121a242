import type { FetchedPage as Fetched } from "./fetchPage.ts"
import { rowsIn } from "./tally.ts"

/** What a request asks for: the places of the list from `start`, so many. */
export interface Window {
  readonly page: number
  readonly start: number
  readonly size: number
}

/** The window of pages of this size that a position is in. */
export const at = (position: number, size: number, firstPage: number): Window => {
  const index = Math.floor(position / size)
  return { page: firstPage + index, start: index * size, size }
}

export const countOf = (answer: Fetched<unknown>): number => answer.rows.length + answer.invalid.length

/** How many rows a page should have, by the total that it states itself. */
export const rowsDue = (window: Window, answer: Fetched<unknown>): number =>
  Math.max(0, Math.min(window.size, rowsIn(answer.total) - window.start))

/**
 * How many rows the server takes for a page. That is what was asked for, unless the page came short and says why, or is
 * the first and came longer.
 */
export const sizeOf = (window: Window, answer: Fetched<unknown>): number => {
  const count = countOf(answer)
  const said = Math.floor(answer.page_size)
  if (count > window.size) return window.start === 0 ? count : window.size
  return count < rowsDue(window, answer) && said >= Math.max(1, count) && said < window.size ? said : window.size
}

/** Whether rows are missing on a page, by the total that it states itself. */
export const isShort = (window: Window, answer: Fetched<unknown>): boolean => countOf(answer) < rowsDue(window, answer)

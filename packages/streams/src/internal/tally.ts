import type { RowsAudit } from "../RowsAudit.ts"

/** The numbers that one page adds to the counters. */
interface PageTally {
  /** The total that the page states; `undefined` when it states none. */
  readonly total: number | undefined
  readonly received: number
  readonly duplicates: number
  readonly invalid: number
  readonly isShort: boolean
  readonly requests: number
}

export const empty: RowsAudit = {
  received: 0,
  duplicates: 0,
  invalid: 0,
  shortPages: 0,
  pages: 0,
  requests: 0
}

/** A stated total as a safe number of rows: an integer that is not negative. */
export const rowsIn = (total: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.ceil(total)))

/** The counters that depend on a total. They are absent until a page states one. */
const totals = (
  { totalDrift = 0, expected }: RowsAudit,
  total: number | undefined,
  received: number
): Pick<RowsAudit, "expected" | "missing" | "totalDrift"> => {
  if (expected === undefined && total === undefined) return {}
  const largest = Math.max(expected ?? 0, total ?? 0)
  const smallest = Math.min(expected === undefined ? Infinity : expected - totalDrift, total ?? Infinity)
  return { expected: largest, missing: Math.max(0, largest - received), totalDrift: largest - smallest }
}

/** Adds a page to the counters. */
export const add = (self: RowsAudit, page: PageTally): RowsAudit => {
  const received = self.received + page.received
  return {
    ...totals(self, page.total, received),
    received,
    duplicates: self.duplicates + page.duplicates,
    invalid: self.invalid + page.invalid,
    shortPages: self.shortPages + (page.isShort ? 1 : 0),
    pages: self.pages + 1,
    requests: self.requests + page.requests
  }
}

/** The first inconsistency that the pages so far prove, if there is one. */
export const mismatch = (
  { totalDrift = 0, duplicates, expected = 0, received, shortPages }: RowsAudit
): string | undefined =>
  duplicates > 0
    ? `${duplicates} rows were received more than once.`
    : totalDrift > 0
    ? `The total changed between ${expected - totalDrift} and ${expected}.`
    : shortPages > 0
    ? "A page has fewer rows than its total implies, or no new ones."
    : received > expected
    ? `${received} rows were received, but the total is ${expected}.`
    : undefined

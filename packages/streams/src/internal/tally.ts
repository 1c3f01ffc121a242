import type { RowsAudit } from "../RowsAudit.ts"

/** What one page adds to the figures. */
interface Counted {
  readonly total: number
  readonly received: number
  readonly duplicates: number
  readonly invalid: number
  readonly short: boolean
  readonly requests: number
}

export const empty: RowsAudit = {
  expected: 0,
  received: 0,
  missing: 0,
  duplicates: 0,
  drift: 0,
  invalid: 0,
  shortPages: 0,
  pages: 0,
  requests: 0
}

/** A total as a number of rows, whatever the server put there. */
export const rowsIn = (total: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.ceil(total)))

/** The figures with those of one more page. */
export const add = (self: RowsAudit, page: Counted): RowsAudit => {
  const expected = Math.max(self.expected, page.total)
  const smallest = self.pages === 0 ? page.total : Math.min(self.expected - self.drift, page.total)
  const received = self.received + page.received
  return {
    expected,
    received,
    missing: Math.max(0, expected - received),
    duplicates: self.duplicates + page.duplicates,
    drift: expected - smallest,
    invalid: self.invalid + page.invalid,
    shortPages: self.shortPages + (page.short ? 1 : 0),
    pages: self.pages + 1,
    requests: self.requests + page.requests
  }
}

/** What the figures of a reading that is not over already show to be wrong. */
export const mismatch = (self: RowsAudit): string | undefined =>
  self.duplicates > 0
    ? `${self.duplicates} rows came again.`
    : self.drift > 0
    ? `The total moved between ${self.expected - self.drift} and ${self.expected}.`
    : self.shortPages > 0
    ? "A page came short."
    : self.received > self.expected
    ? `${self.received} rows came where there are ${self.expected}.`
    : undefined

import * as Timestamp from "@effect-revox/schema/Timestamp"
import * as Order from "effect/Order"
import type { ReportValue, ValueCounts } from "../../ReportFigures.ts"

/** Counts of values, with a bounded number of different ones. */
export interface Values {
  readonly counts: Map<ReportValue, number>
  other: number
  isCapped: boolean
}

/** Which values are counted one by one. */
export interface Limit {
  /** Maximum number of different values, apart from `null` and the known ones. */
  readonly values: number
  /** The documented values, which are always counted. */
  readonly known: ReadonlySet<ReportValue>
}

const maxLength = 100

const none: ReadonlySet<ReportValue> = new Set()

export const limitOf = (values: number, known = none): Limit => ({ values, known })

export const empty = (): Values => ({ counts: new Map(), other: 0, isCapped: false })

/** Seven digits or more, with the separators of phone numbers between them. */
const phoneNumber = /\p{Nd}(?:[\s().\-\u2010-\u2015]*\p{Nd}){6}/u

/** Dates, which have as many digits as short phone numbers. */
const date = /^(?:\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4})$/

/** Whether a text may contain a phone number. ISO-8601 timestamps and dates do not. */
export const mayBePhoneNumber = (text: string): boolean =>
  phoneNumber.test(text.normalize("NFKC")) && !date.test(text) && !Timestamp.isIso(text)

/** Whether a value may be listed: it is short and is no phone number. */
const isListed = (value: ReportValue): boolean =>
  typeof value === "string"
    ? value.length <= maxLength && !mayBePhoneNumber(value)
    : typeof value !== "number" || !Number.isInteger(value) || Math.abs(value) < 1_000_000

/** Counts a value `times` times. */
export const add = (self: Values, value: ReportValue, limit: Limit, times = 1): void => {
  const { counts } = self
  const before = counts.get(value)
  if (before !== undefined) {
    counts.set(value, before + times)
  } else if (value === null || limit.known.has(value)) {
    counts.set(value, times)
  } else if (self.isCapped || !isListed(value)) {
    self.other += times
  } else {
    counts.set(value, times)
    // Most values are far from the limit, so that the exact number is rarely needed.
    if (counts.size > limit.values && unknownIn(counts, limit).length > limit.values) cap(self, limit)
  }
}

const unknownIn = (counts: Values["counts"], { known }: Limit): ReadonlyArray<ReportValue> =>
  [...counts.keys()].filter((value) => value !== null && !known.has(value))

/**
 * Counts all values that are not known together. Which values are the first ones depends on the order of the rows, so
 * none of them are kept.
 */
const cap = (self: Values, limit: Limit): void => {
  self.isCapped = true
  for (const value of unknownIn(self.counts, limit)) {
    self.other += self.counts.get(value) ?? 0
    self.counts.delete(value)
  }
}

/** Counts a value that is never listed, such as a list. */
export const addOther = (self: Values): void => {
  self.other += 1
}

const rank = (value: ReportValue): number =>
  value === null ? 0 : typeof value === "boolean" ? 1 : typeof value === "number" ? 2 : 3

const mostFrequent = Order.combineAll<readonly [ReportValue, number]>([
  Order.mapInput(Order.flip(Order.Number), ([, count]) => count),
  Order.mapInput(Order.Number, ([value]) => rank(value)),
  Order.mapInput(Order.Number, ([value]) => (typeof value === "string" ? 0 : Number(value))),
  Order.mapInput(Order.String, ([value]) => String(value))
])

/** The counts, most frequent values first. */
export const freeze = ({ counts, isCapped, other }: Values): ValueCounts => ({
  values: [...counts].toSorted(mostFrequent).map(([value, count]) => ({ value, count })),
  other,
  isCapped
})

/** Adds counts to others. */
export const merge = (self: Values, that: ValueCounts, limit: Limit): void => {
  if (that.isCapped && !self.isCapped) cap(self, limit)
  self.other += that.other
  for (const { count, value } of that.values) add(self, value, limit, count)
}

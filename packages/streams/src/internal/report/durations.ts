import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { TalkTime } from "../../ReportFigures.ts"

/**
 * Durations in buckets whose bounds grow by a constant factor. Any duration in a bucket is within one percent of the
 * representative value of the bucket, and buckets of several sketches can be added.
 */
export interface Durations {
  readonly buckets: Map<number, number>
  calls: number
  total: number
  min: number
  max: number
}

const relativeError = 0.01

const growth = (1 + relativeError) / (1 - relativeError)

const perBucket = 1 / Math.log(growth)

/** The bucket of durations of zero. */
const zero = -1

export const empty = (): Durations => ({ buckets: new Map(), calls: 0, total: 0, min: Infinity, max: 0 })

const indexOf = (millis: number): number => millis === 0 ? zero : Math.ceil(Math.log(millis) * perBucket)

const valueOf = (index: number): number => index === zero ? 0 : 2 * growth ** index / (growth + 1)

const count = (buckets: Durations["buckets"], index: number, times: number): void => {
  buckets.set(index, (buckets.get(index) ?? 0) + times)
}

/** Adds a duration in milliseconds. */
export const add = (self: Durations, millis: number): void => {
  self.calls += 1
  self.total += millis
  if (millis < self.min) self.min = millis
  if (millis > self.max) self.max = millis
  count(self.buckets, indexOf(millis), 1)
}

export const freeze = ({ buckets, calls, max, min, total }: Durations): TalkTime => ({
  calls,
  totalMillis: total,
  ...(calls === 0 ? {} : { minMillis: min, maxMillis: max }),
  buckets: [...buckets].toSorted(([a], [b]) => a - b).map(([index, calls]) => ({ index, calls }))
})

/** Adds the durations of a report to others. */
export const merge = (self: Durations, that: TalkTime): void => {
  self.calls += that.calls
  self.total += that.totalMillis
  self.min = Math.min(self.min, that.minMillis ?? Infinity)
  self.max = Math.max(self.max, that.maxMillis ?? 0)
  for (const { calls, index } of that.buckets) count(self.buckets, index, calls)
}

/** The duration that a fraction of the others does not exceed. */
export const quantile = (self: TalkTime, fraction: number): Option.Option<Duration.Duration> => {
  const rank = Math.floor(Math.min(1, Math.max(0, fraction)) * (self.calls - 1))
  let seen = 0
  for (const { calls, index } of self.buckets) {
    seen += calls
    if (seen > rank) {
      const millis = Math.min(self.maxMillis ?? Infinity, Math.max(self.minMillis ?? 0, valueOf(index)))
      return Option.some(Duration.millis(Math.round(millis)))
    }
  }
  return Option.none()
}

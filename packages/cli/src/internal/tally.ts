import * as MutableHashMap from "effect/MutableHashMap"
import * as Option from "effect/Option"

/** The number of occurrences of each value. */
export type Tally = MutableHashMap.MutableHashMap<string, number>

export const empty = (): Tally => MutableHashMap.empty()

export const count = (self: Tally, value: string): void => {
  MutableHashMap.modifyAt(self, value, (times) => Option.some(Option.getOrElse(times, () => 0) + 1))
}

/** Formats the values with their counts, most frequent first: `human 212, voicemail 97`. */
export const format = (self: Tally): string =>
  [...self]
    .toSorted(([a, timesA], [b, timesB]) => timesB - timesA || a.localeCompare(b))
    .map(([value, times]) => `${value} ${times}`)
    .join(", ")

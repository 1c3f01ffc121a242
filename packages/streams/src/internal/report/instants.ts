import * as Timestamp from "@effect-revox/schema/Timestamp"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

const hour = 3_600_000
const quarter = hour / 4
const day = 24 * hour

/** The end of the year 9999. Later dates are mistakes. */
const latest = 253_402_300_800_000

const maxOffsets = 10_000

/**
 * The milliseconds since 1970 of a timestamp, or `undefined` if it is not an ISO-8601 date and time between 1970 and 9999.
 */
export const millisOf = (timestamp: Timestamp.Timestamp): number | undefined => {
  if (!Timestamp.isIso(timestamp)) return undefined
  // Only a time with an offset, on a day that all months have, has the same meaning for `Date.parse` and for `DateTime`.
  const millis = timestamp.endsWith("Z") && timestamp.charAt(4) === "-" && timestamp.slice(8, 10) <= "28"
    ? Date.parse(timestamp)
    : Option.getOrElse(Option.map(Timestamp.toDateTime(timestamp), DateTime.toEpochMillis), () => NaN)
  return millis >= 0 && millis < latest ? millis : undefined
}

/** The number of the hour in the week of an instant: 0 is Monday from 0:00 to 1:00. */
export interface HourOfWeek {
  (millis: number): number
}

/** The hour of the week of a local time. January 1, 1970 was a Thursday. */
const ofLocal = (millis: number): number => Math.floor((millis + 3 * day) / hour) % 168

/**
 * Returns a function that computes hours of the week in a time zone. It keeps the offset of each quarter of an hour,
 * since computing one takes longer than reading a row. Since 1970, zones have changed their offsets only between quarters.
 */
export const hourOfWeek = (timeZone: DateTime.TimeZone): HourOfWeek => {
  if (DateTime.isTimeZoneOffset(timeZone)) return (millis) => ofLocal(millis + timeZone.offset)
  const offsets = new Map<number, number>()
  return (millis) => {
    const key = Math.floor(millis / quarter)
    let offset = offsets.get(key)
    if (offset === undefined) {
      offset = DateTime.zonedOffset(DateTime.makeZonedUnsafe(millis, { timeZone }))
      if (offsets.size >= maxOffsets) offsets.clear()
      offsets.set(key, offset)
    }
    return ofLocal(millis + offset)
  }
}

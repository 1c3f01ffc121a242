import * as Timestamp from "@effect-revox/schema/Timestamp"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

/** So many milliseconds of the epoch, for a person to read. */
export const ofMillis = (millis: number): string =>
  Option.match(DateTime.make(millis), {
    onNone: () => "",
    onSome: (dateTime) => `${DateTime.formatIso(dateTime).slice(0, 16).replace("T", " ")} UTC`
  })

/** A point in time for a person to read, in UTC to the minute; empty for what stands for none. */
export const format = (timestamp: Timestamp.Timestamp): string =>
  Option.match(Timestamp.toDateTime(timestamp), {
    onNone: () => "",
    onSome: (dateTime) => `${DateTime.formatIso(dateTime).slice(0, 16).replace("T", " ")} UTC`
  })

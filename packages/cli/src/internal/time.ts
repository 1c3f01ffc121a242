import * as Timestamp from "@effect-revox/schema/Timestamp"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"

/** Formats epoch milliseconds in UTC, to the minute. */
export const ofMillis = (millis: number): string =>
  Option.match(DateTime.make(millis), {
    onNone: () => "",
    onSome: (dateTime) => `${DateTime.formatIso(dateTime).slice(0, 16).replace("T", " ")} UTC`
  })

/** Formats a timestamp in UTC, to the minute. Empty if there is no time. */
export const format = (timestamp: Timestamp.Timestamp): string =>
  Option.match(Timestamp.toDateTime(timestamp), {
    onNone: () => "",
    onSome: (dateTime) => `${DateTime.formatIso(dateTime).slice(0, 16).replace("T", " ")} UTC`
  })

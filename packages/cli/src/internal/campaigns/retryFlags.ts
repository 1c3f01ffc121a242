import { type CallRetryConfig, Weekday } from "@effect-revox/schema/CallRetryConfig"
import * as OpenEnum from "@effect-revox/schema/OpenEnum"
import * as DateTime from "effect/DateTime"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { type CommandFailure, usage } from "../failure.ts"
import * as Flags from "../flags.ts"

/** A time of day as the API documents it: `HH:mm` on the 24-hour clock, or with `am` and `pm` on the 12-hour one. */
const timeOfDay = "(?:(?:[01]?\\d|2[0-3]):[0-5]\\d|(?:0?[1-9]|1[0-2])(?::[0-5]\\d)?[ap]m)"

const window = new RegExp(`^(${timeOfDay})-(${timeOfDay})$`, "i")

const retryDelay = Schema.DurationFromString.check(
  Schema.makeFilter((delay) => Duration.isPositive(delay) && Number.isSafeInteger(Duration.toSeconds(delay)), {
    expected: "a duration of seconds, such as \"2 hours\""
  })
)

/** The flags of the rules for further attempts, which the API takes only together. `unset` describes absent rules. */
export const make = (unset: string) => ({
  maxRetryAttempts: Flag.Int("max-retry-attempts").pipe(
    Flag.withDescription(`Maximum number of further attempts, 1 or more. Requires --calling-window. Default: ${unset}`),
    Flag.withSchema(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
    Flag.optional
  ),
  callingWindows: Flag.String("calling-window").pipe(
    Flag.withDescription(
      "Times of day at which calls are allowed, such as 10:00-18:00, can be repeated. Requires --max-retry-attempts. " +
        `Default: ${unset}`
    ),
    Flag.withSchema(
      Schema.String.check(Schema.isPattern(window, { expected: "two times of day, such as 10:00-18:00 or 10am-6pm" }))
    ),
    Flag.atLeast(0)
  ),
  retryDelay: Flag.String("retry-delay").pipe(
    Flag.withDescription("Delay between two attempts, such as \"30 minutes\". Default: 2 hours"),
    Flag.withSchema(retryDelay),
    Flag.optional
  ),
  allowedDays: Flag.Literals("allowed-day", OpenEnum.literals(Weekday)).pipe(
    Flag.withDescription("Day on which calls are allowed, can be repeated. Default: Monday to Friday"),
    Flag.atLeast(0)
  ),
  timezone: Flag.String("timezone").pipe(
    Flag.withDescription("Time zone of these times, such as Europe/Paris. Default: by the country of the phone number"),
    Flag.withSchema(
      Schema.String.check(
        Schema.makeFilter((text) => Option.isSome(DateTime.zoneMakeNamed(text)), {
          expected: "a time zone of the IANA database, such as Europe/Paris"
        })
      )
    ),
    Flag.optional
  ),
  callTwice: Flags.toggle(
    "call-twice-in-a-row",
    "Call again immediately if the first attempt did not reach a human. Requires --max-retry-attempts of 2 or more"
  )
})

type RetryFlags = Command.Command.Config.Infer<ReturnType<typeof make>>

/** Returns the rules of the flags, if there are any. They must be complete, because they replace those of the assistant. */
export const configOf = (flags: RetryFlags): Effect.Effect<Option.Option<CallRetryConfig>, CommandFailure> => {
  const { allowedDays, callTwice, callingWindows, maxRetryAttempts, retryDelay, timezone } = flags
  const others = allowedDays.length > 0 || callTwice || Option.isSome(retryDelay) || Option.isSome(timezone)
  if (Option.isNone(maxRetryAttempts) && callingWindows.length === 0 && !others) return Effect.succeedNone
  if (Option.isNone(maxRetryAttempts) || callingWindows.length === 0) {
    return Effect.fail(usage(
      "The rules for further attempts require both --max-retry-attempts and --calling-window.",
      "The API replaces all rules at once, such as --max-retry-attempts 3 --calling-window 10:00-18:00."
    ))
  }
  if (callTwice && maxRetryAttempts.value < 2) {
    return Effect.fail(usage("--call-twice-in-a-row requires --max-retry-attempts of 2 or more."))
  }
  const retry_delay_seconds = Option.match(retryDelay, { onNone: () => 7200, onSome: Duration.toSeconds })
  return Effect.succeedSome({
    calling_windows: callingWindows.map((text) => {
      const [calling_window_start_time = "", calling_window_end_time = ""] = text.split("-")
      return { calling_window_start_time, calling_window_end_time, retry_delay_seconds }
    }),
    max_retry_attempts: maxRetryAttempts.value,
    ...(allowedDays.length > 0 ? { allowed_days: allowedDays } : {}),
    ...(callTwice ? { call_twice_in_a_row: true } : {}),
    ...(Option.isSome(timezone) ? { timezone: timezone.value } : {})
  })
}

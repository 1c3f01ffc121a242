/**
 * When, how often and on which days a contact that was not reached is called again.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CallingWindow } from "./CallingWindow.ts"
import { PositiveInt } from "./internal/numbers.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * A day of the week.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Weekday = OpenEnum.make([
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday"
])
/**
 * A day of the week.
 *
 * @category models
 * @since 0.1.0
 */
export type Weekday = typeof Weekday.Type

/**
 * When, how often and on which days a contact that was not reached is called again.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallRetryConfig extends Schema.Opaque<CallRetryConfig>()(
  Schema.Struct({
    allowed_days: Schema.optionalKey(Schema.Array(Weekday)).annotateKey({
      description: "Days on which calls may be placed, in the recipient's time zone. Default Monday to Friday. " +
        "Only in `GET /campaigns/{id}`."
    }),
    call_twice_in_a_row: Schema.optionalKey(Schema.Boolean).annotateKey({
      description:
        "Whether the second attempt follows the first at once when the first did not reach a human, provided that " +
        "`max_retry_attempts` is at least 2; windows and allowed days still hold. Default false. " +
        "Only in `GET /campaigns/{id}`."
    }),
    calling_windows: Schema.Array(CallingWindow).annotateKey({
      description: "The spans of the day in which calls may be placed."
    }),
    max_retry_attempts: PositiveInt.annotateKey({
      description: "How many times a contact is called again at most. Default 3."
    }),
    timezone: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "IANA time zone (`Europe/Paris`) in place of the one that the country code of the recipient's number implies."
    })
  }).annotate({
    identifier: "CallRetryConfig",
    description: "When, how often and on which days a contact that was not reached is called again."
  })
) {}

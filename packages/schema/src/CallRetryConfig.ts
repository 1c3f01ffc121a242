/**
 * The hours, days and number of further attempts to reach a contact.
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
 * The hours, days and number of further attempts to reach a contact.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallRetryConfig extends Schema.Opaque<CallRetryConfig>()(
  Schema.Struct({
    allowed_days: Schema.optionalKey(Schema.Array(Weekday)).annotateKey({
      description: "Days on which calls are allowed, in the time zone of the recipient. Default: Monday to Friday. " +
        "Only in `GET /campaigns/{id}`."
    }),
    call_twice_in_a_row: Schema.optionalKey(Schema.Boolean).annotateKey({
      description: "Whether the second attempt immediately follows a first one that did not reach a human. Requires " +
        "`max_retry_attempts` of at least 2. Calling windows and allowed days still apply. Default: false. " +
        "Only in `GET /campaigns/{id}`."
    }),
    calling_windows: Schema.Array(CallingWindow).annotateKey({
      description: "The times of day at which calls are allowed."
    }),
    max_retry_attempts: PositiveInt.annotateKey({
      description: "Maximum number of further attempts. Default: 3."
    }),
    timezone: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "IANA time zone (`Europe/Paris`). Default: the time zone of the country code of the recipient's number."
    })
  }).annotate({
    identifier: "CallRetryConfig",
    description: "The hours, days and number of further attempts to reach a contact."
  })
) {}

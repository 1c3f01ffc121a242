/**
 * The times of day at which calls are allowed.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { PositiveInt } from "./internal/numbers.ts"

/**
 * A time of day at which calls are allowed, and the delay between attempts in it.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallingWindow extends Schema.Opaque<CallingWindow>()(
  Schema.Struct({
    calling_window_end_time: Schema.String.annotateKey({
      description: "Time of closing, in the time zone of the recipient: `HH:mm` on the 24-hour clock or `h:mma` on " +
        "the 12-hour one (`17:00`, `6pm`). Default: `18:00`."
    }),
    calling_window_start_time: Schema.String.annotateKey({
      description: "Time of opening, in the time zone of the recipient: `HH:mm` on the 24-hour clock or `h:mma` on " +
        "the 12-hour one (`09:00`, `10am`). Default: `10:00`."
    }),
    retry_delay_seconds: PositiveInt.annotateKey({
      description: "Delay between two attempts, in seconds. Default: 7200 (two hours)."
    })
  }).annotate({
    identifier: "CallingWindow",
    description: "A time of day at which calls are allowed, and the delay between attempts in it."
  })
) {}

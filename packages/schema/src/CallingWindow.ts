/**
 * The hours of a day in which calls may be placed.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { PositiveInt } from "./internal/numbers.ts"

/**
 * A span of the recipient's day in which calls may be placed, and the pause between attempts inside it.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallingWindow extends Schema.Opaque<CallingWindow>()(
  Schema.Struct({
    calling_window_end_time: Schema.String.annotateKey({
      description:
        "When the window closes, in the recipient's time zone: `HH:mm` on the 24-hour clock or `h:mma` on the " +
        "12-hour one (`17:00`, `6pm`). Default `18:00`."
    }),
    calling_window_start_time: Schema.String.annotateKey({
      description:
        "When the window opens, in the recipient's time zone: `HH:mm` on the 24-hour clock or `h:mma` on the " +
        "12-hour one (`09:00`, `10am`). Default `10:00`."
    }),
    retry_delay_seconds: PositiveInt.annotateKey({
      description: "Pause between two attempts, in seconds. Default 7200 (two hours)."
    })
  }).annotate({
    identifier: "CallingWindow",
    description: "A span of the recipient's day in which calls may be placed, and the pause between attempts inside it."
  })
) {}

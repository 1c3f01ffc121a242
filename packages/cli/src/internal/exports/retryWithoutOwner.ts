import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Control from "./control.ts"

/** Runs a command again when the process that served it exits. This process or another one takes over its work. */
export const retryWithoutOwner = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.retry(effect, { while: Control.isOwnerExited, schedule: Schedule.spaced("200 millis") })

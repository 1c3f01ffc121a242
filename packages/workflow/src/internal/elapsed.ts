import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"

/** A point in time, on the wall clock and on the monotonic clock of a process. In milliseconds. */
export class Instant extends Schema.Opaque<Instant>()(
  Schema.Struct({
    /** Id of the process, whose monotonic clock no other process can read. */
    process: Schema.String,
    wall: Schema.Finite,
    monotonic: Schema.Finite
  })
) {}

const readings = Effect.gen(function*() {
  return {
    wall: yield* Clock.currentTimeMillis,
    monotonic: Number(yield* Clock.monotonicTimeNanos) / 1_000_000
  }
})

/** The current time, for a process that starts. */
export const now: Effect.Effect<Instant> = Effect.gen(function*() {
  return { process: `${yield* Random.nextInt}-${yield* Random.nextInt}`, ...(yield* readings) }
})

/** The current time of the process that started at an instant. */
export const nowOf = ({ process }: Instant): Effect.Effect<Instant> =>
  Effect.map(readings, (readings) => ({ process, ...readings }))

/**
 * The time that the wall clock was set back since an instant, as far as it can be known. Between two instants of one
 * process, at least as much time passes as on the monotonic clock. Since an instant of another process, at least as much
 * time passes as this process runs.
 */
export const setBack = (since: Instant, started: Instant, now: Instant): number => {
  const passed = now.monotonic - (since.process === now.process ? since.monotonic : started.monotonic)
  return Math.max(0, passed - (now.wall - since.wall))
}

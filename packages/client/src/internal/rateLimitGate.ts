import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Semaphore from "effect/Semaphore"
import { maxRetryDelay } from "./retry.ts"
import * as SendRate from "./sendRate.ts"

/**
 * Pauses all requests of a client after one of them received a 429, and releases them one by one afterwards.
 */
export interface RateLimitGate {
  /** Waits for the end of the pause, then for the turn of this request. Requests are released in order of arrival. */
  readonly pass: Effect.Effect<void>
  /** Whether there is no pause now. */
  readonly isOpen: Effect.Effect<boolean>
  /** Starts a pause after a 429, or extends the current one. Returns the time until the pause ends. */
  readonly refuse: (retryAfter: Duration.Duration | undefined) => Effect.Effect<Duration.Duration>
  /** Records that the server accepted a request. */
  readonly accept: () => void
}

/** Pauses without a requested delay double up to the maximum until the server accepts a request. */
const minPause = 500
const maxPause = 8000

/** Several processes that share a limit resume at random times within this duration. */
const jitter = 100

/** Without a 429 for this long, requests are no longer released one by one. */
const idleAfter = 300_000

/** A clock that is set back must not prolong a pause. */
const monotonicMillis = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1_000_000)

export const make = (): RateLimitGate => {
  const turn = Semaphore.makeUnsafe(1)
  const rate = SendRate.make()
  // Time of the last 429, or undefined while no request has to wait.
  let refusedAt: number | undefined
  let opensAt = 0
  let releasedAt = 0
  let pausesInARow = 0

  const release = (waited: boolean): Effect.Effect<void> =>
    Effect.flatMap(monotonicMillis, (now) => {
      if (refusedAt === undefined) return Effect.void
      const releaseAt = Math.max(opensAt, releasedAt + rate.interval())
      if (now < releaseAt) return Effect.andThen(Effect.sleep(releaseAt - now), release(true))
      releasedAt = now
      rate.released(waited)
      if (now - refusedAt >= idleAfter || rate.isUnlimited()) {
        refusedAt = undefined
        rate.reset()
      }
      return Effect.void
    })
  const releaseInTurn = turn.withPermits(1)(release(false))

  return {
    pass: Effect.suspend(() => refusedAt === undefined ? Effect.void : releaseInTurn),
    isOpen: Effect.suspend(() =>
      refusedAt === undefined ? Effect.succeed(true) : Effect.map(monotonicMillis, (now) => now >= opensAt)
    ),
    refuse: Effect.fnUntraced(function*(retryAfter) {
      const now = yield* monotonicMillis
      const requested = retryAfter === undefined
        ? 0
        : Math.min(Duration.toMillis(retryAfter), Duration.toMillis(maxRetryDelay))
      if (now < opensAt) {
        // This request was in flight when the pause started, so it does not show that the rate is too high.
        opensAt = Math.max(opensAt, now + requested)
      } else {
        const pause = Math.max(requested, Math.min(maxPause, minPause * 2 ** pausesInARow))
        pausesInARow++
        rate.refused(pause)
        opensAt = now + pause + (yield* Random.nextIntBetween(0, jitter))
      }
      refusedAt = now
      return Duration.millis(opensAt - now)
    }),
    accept: () => {
      if (refusedAt === undefined) return
      pausesInARow = 0
      rate.accepted()
    }
  }
}

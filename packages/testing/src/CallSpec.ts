/**
 * Specifications of simulated calls.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import type { AttemptOutcome } from "./AttemptOutcome.ts"

/**
 * Behavior of calls that requests place. All fields are optional.
 *
 * **Details**
 *
 * A call ends after its last attempt. It is `errored` if the number could not be dialled in that attempt, and
 * `completed` otherwise. Durations are in simulated time, which the simulator's `speed` accelerates.
 *
 * @category models
 * @since 0.1.0
 */
export interface PlacedCalls {
  /** Outcomes of the attempts, at most 16. Default: 1 to 4 outcomes, derived from the seed and a counter. */
  readonly attempts?: ReadonlyArray<AttemptOutcome> | undefined
  /** Time from the order to the first attempt. Default: 5 seconds. */
  readonly delay?: Duration.Input | undefined
  /** Time from the end of an attempt to the next attempt. Default: 5 minutes. */
  readonly retryDelay?: Duration.Input | undefined
}

/**
 * Specification of a simulated call. All fields are optional.
 *
 * @category models
 * @since 0.1.0
 */
export interface CallSpec extends PlacedCalls {
  /** Id of the call. Default: derived from the seed and a counter. */
  readonly id?: string | undefined
  /** The called number. Default: derived from the seed and a counter. */
  readonly phoneNumber?: string | undefined
  /** Metadata of the call. Default: none. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** Whether the call is paused. Default: `false`. */
  readonly isPaused?: boolean | undefined
  /** Time since the call was placed. Default: 0. */
  readonly age?: Duration.Input | undefined
}

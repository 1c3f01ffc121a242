/**
 * Behavior of campaigns that requests create.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"

/**
 * Behavior of campaigns that requests create. All fields are optional.
 *
 * **Details**
 *
 * Durations are in simulated time, which the simulator's `speed` accelerates.
 *
 * @category models
 * @since 0.1.0
 */
export interface CreatedCampaigns {
  /** Running time until a campaign completes, without pauses. Default: 10 minutes. */
  readonly duration?: Duration.Input | undefined
  /** Time that the extraction of structured output takes after completion, or `"none"`. Default: 30 seconds. */
  readonly extraction?: Duration.Input | "none" | undefined
  /**
   * Whether a created campaign is launched. Default: `"as-requested"`.
   *
   * - `"as-requested"`: if `launch` is `true` in the request
   * - `"always"`: in any case, as one version of the API does
   * - `"never"`: never, as another version of the API does
   */
  readonly launch?: "as-requested" | "always" | "never" | undefined
}

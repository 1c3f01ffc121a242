/**
 * Specifications of simulated campaigns.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import type { Fault } from "./Fault.ts"

/**
 * Specification of a simulated campaign. All fields are optional.
 *
 * **Details**
 *
 * The life cycle of a campaign starts when it is added. It is a draft first, then runs with optional pauses, and
 * completes. Structured output is extracted after completion. All durations are in simulated time, which the
 * simulator's `speed` accelerates.
 *
 * @category models
 * @since 0.1.0
 */
export interface CampaignSpec {
  /**
   * Id of the campaign. Adding a campaign with an existing id replaces it. Default: derived from the seed and a
   * counter.
   */
  readonly id?: string | undefined
  /** Name of the campaign. Default: contains a counter. */
  readonly name?: string | undefined
  /** Number of rows. Rows are computed on demand, so a million rows take no memory. Default: 10. */
  readonly rows?: number | undefined
  /**
   * Seed of the generated data. The same seed gives the same rows. Default: derived from the simulator's seed and a
   * counter.
   */
  readonly seed?: number | undefined
  /** Running time until the campaign completes, without pauses. Default: 10 minutes. */
  readonly duration?: Duration.Input | undefined
  /** Time that the campaign is a draft before it starts. Default: 0, or unlimited with `status: "draft"`. */
  readonly draft?: Duration.Input | undefined
  /** Pauses of the campaign. Default: none. */
  readonly pauses?: ReadonlyArray<CampaignPause> | undefined
  /** Time from when the campaign is added to its cancellation. Default: it is never cancelled. */
  readonly cancelAt?: Duration.Input | undefined
  /** Time that the extraction of structured output takes after completion, or `"none"`. Default: 30 seconds. */
  readonly extraction?: Duration.Input | "none" | undefined
  /**
   * Stage of the life cycle when the campaign is added. Default: `"running"`.
   *
   * - `"draft"`: a draft for the duration of `draft`, or permanently without it
   * - `"running"`: at the start of the running time
   * - `"paused"`: paused permanently, after half of the running time
   * - `"completed"`: completed, with structured output extracted
   * - `"cancelled"`: cancelled after half of the running time
   */
  readonly status?: "draft" | "running" | "paused" | "completed" | "cancelled" | undefined
  /** Faults that affect requests for this campaign. Default: none. */
  readonly faults?: ReadonlyArray<Fault> | undefined
}

/**
 * A pause of a simulated campaign.
 *
 * @category models
 * @since 0.1.0
 */
export interface CampaignPause {
  /** Running time before the pause starts. */
  readonly afterRunning: Duration.Input
  /** Length of the pause. `"Infinity"` pauses permanently. */
  readonly duration: Duration.Input
}

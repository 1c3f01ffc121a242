/**
 * What a test says about a campaign of the simulator.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import type { Fault } from "./Fault.ts"

/**
 * A campaign of the simulator. Everything has a default.
 *
 * **Details**
 *
 * A campaign's life begins when it is added: a draft, then running, with pauses or none, then completed, then the
 * extraction of structured output. All durations are simulated time, which the simulator's `speed` makes go by faster.
 *
 * @category models
 * @since 0.1.0
 */
export interface CampaignSpec {
  /** Default: made from the seed and a counter. A campaign that is added under the id of another takes its place. */
  readonly id?: string | undefined
  /** What people call it. Default: made from a counter. */
  readonly name?: string | undefined
  /** Default 10. Rows are computed when they are asked for: a million cost no memory. */
  readonly rows?: number | undefined
  /** What the data is made from: same seed, same rows. Default: made from the simulator's seed and a counter. */
  readonly seed?: number | undefined
  /** Running time until it completes, pauses apart. Default 10 minutes. */
  readonly duration?: Duration.Input | undefined
  /** How long it is a draft first. Default 0, with `status: "draft"` for ever. */
  readonly draft?: Duration.Input | undefined
  /** Pauses: each after so much running time, for so long. */
  readonly pauses?: ReadonlyArray<CampaignPause> | undefined
  /** When it is called off, counted from the moment it was added. Default never. */
  readonly cancelAt?: Duration.Input | undefined
  /** How long structured output is extracted after completion, or `"none"`. Default 30 seconds. */
  readonly extraction?: Duration.Input | "none" | undefined
  /**
   * Where its life stands when it is added. Default `"running"`.
   *
   * - `"draft"`: a draft, for as long as `draft` says, or for ever
   * - `"running"`: at the beginning
   * - `"paused"`: half done, and paused for ever
   * - `"completed"`: over, structured output extracted
   * - `"cancelled"`: called off when it was half done
   */
  readonly status?: "draft" | "running" | "paused" | "completed" | "cancelled" | undefined
  /** What goes wrong with requests about this campaign. */
  readonly faults?: ReadonlyArray<Fault> | undefined
}

/**
 * A pause in the life of a campaign.
 *
 * @category models
 * @since 0.1.0
 */
export interface CampaignPause {
  /** Running time before it. */
  readonly afterRunning: Duration.Input
  /** How long it lasts; `"Infinity"` is allowed. */
  readonly duration: Duration.Input
}

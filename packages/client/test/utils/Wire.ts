import type { Revox } from "@effect-revox/client"
import type { CallSpec, CampaignSpec, RevoxSimulator } from "@effect-revox/testing"
import type { Effect } from "effect"

/** A literal request to an endpoint, and the call of the client that must send it. */
export interface Wire {
  readonly method: string
  readonly target: string
  readonly body: unknown
  /** The state of the campaign before the request. Default: `"running"`. */
  readonly status?: CampaignSpec.CampaignSpec["status"]
  /** The call before the request. Default: one that is placed now. */
  readonly spec?: CallSpec.CallSpec
  /** Other options of the simulator. */
  readonly simulator?: RevoxSimulator.Options
  readonly call: Effect.Effect<unknown, unknown, Revox.Services>
}

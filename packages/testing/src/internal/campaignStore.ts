import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { CampaignSpec } from "../CampaignSpec.ts"
import type { CampaignState } from "./campaigns.ts"
import * as Campaigns from "./campaigns.ts"
import * as Spec from "./spec.ts"

/** The campaigns of a simulator. */
export class CampaignStore extends Context.Service<CampaignStore, {
  /** Adds a campaign at a reading of the clock. It replaces one with the same id. */
  readonly add: (spec: CampaignSpec, clock: number) => CampaignState
  readonly find: (id: string) => Option.Option<CampaignState>
}>()("@effect-revox/testing/internal/CampaignStore") {}

/** Options of all campaigns of a simulator. */
export interface Options {
  readonly seed: number
  readonly speed: number
  readonly unknownFields: boolean
}

export const make = ({ unknownFields, seed, speed }: Options): CampaignStore["Service"] => {
  const campaigns = new Map<string, CampaignState>()
  let counter = 0
  return {
    add: (spec, clock) => {
      const simulated = Spec.toSimulated(spec, { seed, speed, counter, clock })
      const campaign = Campaigns.make(simulated, unknownFields)
      counter += 1
      campaigns.set(simulated.id, campaign)
      return campaign
    },
    find: (id) => Option.fromUndefinedOr(campaigns.get(id))
  }
}

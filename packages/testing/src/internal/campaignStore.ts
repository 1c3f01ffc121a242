import type { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { CampaignSpec } from "../CampaignSpec.ts"
import type { CreatedCampaigns } from "../CreatedCampaigns.ts"
import type { CampaignState } from "./campaigns.ts"
import * as Campaigns from "./campaigns.ts"
import type { Recordings } from "./recordings.ts"
import type { Simulated } from "./simulated.ts"
import type { SimulatedTime } from "./simulatedTime.ts"
import * as Spec from "./spec.ts"

/** The campaigns of a simulator. */
export class CampaignStore extends Context.Service<CampaignStore, {
  /** Adds a campaign at a reading of the clock. It replaces one with the same id. */
  readonly add: (spec: CampaignSpec, clock: number) => CampaignState
  /** Creates the campaign of a request at a reading of the clock. */
  readonly create: (request: CampaignCreate, clock: number) => CampaignState
  readonly find: (id: string) => Option.Option<CampaignState>
  readonly all: () => ReadonlyArray<CampaignState>
  readonly remove: (id: string) => void
}>()("@effect-revox/testing/internal/CampaignStore") {}

/** Options of all campaigns of a simulator. */
export interface Options {
  readonly seed: number
  readonly time: SimulatedTime
  readonly unknownFields: boolean
  readonly created: CreatedCampaigns
  readonly recordings: Recordings
}

export const make = ({ created, recordings, seed, time, unknownFields }: Options): CampaignStore["Service"] => {
  const campaigns = new Map<string, CampaignState>()
  let counter = 0
  const store = (simulated: Simulated) => {
    const campaign = Campaigns.make(simulated, unknownFields)
    counter += 1
    campaigns.set(simulated.id, campaign)
    return campaign
  }
  return {
    add: (spec, clock) => store(Spec.toSimulated(spec, { seed, time, counter, clock, recordings })),
    create: (request, clock) => store(Spec.fromRequest(request, created, { seed, time, counter, clock, recordings })),
    find: (id) => Option.fromUndefinedOr(campaigns.get(id)),
    all: () => Array.from(campaigns.values()),
    remove: (id) => {
      campaigns.delete(id)
    }
  }
}

import * as Api from "@effect-revox/schema/Api"
import type { EndpointId } from "../RequestRecord.ts"
import type { CallStore } from "./callStore.ts"
import type { CampaignStore } from "./campaignStore.ts"
import { calls } from "./handlers/calls.ts"
import { campaigns } from "./handlers/campaigns.ts"
import type { Paging } from "./paging.ts"
import type { Route } from "./routes.ts"
import * as Routes from "./routes.ts"

/** The services that the handlers need. */
export type ApiServices = CallStore | CampaignStore | Paging

type Groups = {
  readonly [Group in keyof typeof Api]: ReadonlyArray<Route<Extract<EndpointId, `${Group}.${string}`>, ApiServices>>
}

const groups: Groups = {
  calls: Routes.make("calls", Api.calls, calls),
  campaigns: Routes.make("campaigns", Api.campaigns, campaigns)
}

/** All endpoints of the API with their handlers. */
export const apiRoutes: ReadonlyArray<Route<EndpointId, ApiServices>> = Object.values(groups).flat()

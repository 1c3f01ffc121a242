import * as Api from "@effect-revox/schema/Api"
import type { EndpointId } from "../RequestRecord.ts"
import type { CampaignStore } from "./campaignStore.ts"
import { campaigns } from "./handlers/campaigns.ts"
import type { Paging } from "./paging.ts"
import type { Route } from "./routes.ts"
import * as Routes from "./routes.ts"

/** The services that the handlers need. */
export type ApiServices = CampaignStore | Paging

type Groups = {
  readonly [Group in keyof typeof Api]: ReadonlyArray<Route<Extract<EndpointId, `${Group}.${string}`>, ApiServices>>
}

const groups: Groups = {
  campaigns: Routes.make("campaigns", Api.campaigns, campaigns)
}

/** All endpoints of the API with their handlers. */
export const apiRoutes: ReadonlyArray<Route<EndpointId, ApiServices>> = Object.values(groups).flat()

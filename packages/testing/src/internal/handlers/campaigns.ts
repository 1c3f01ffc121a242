import type { campaigns as endpoints } from "@effect-revox/schema/Api"
import type { CampaignId } from "@effect-revox/schema/Ids"
import * as Effect from "effect/Effect"
import { ApiError } from "../apiError.ts"
import { CampaignStore } from "../campaignStore.ts"
import type { Handlers } from "../handler.ts"
import type { Paging } from "../paging.ts"
import { requestedPage } from "../paging.ts"
import { RequestContext } from "../requestContext.ts"
import { rowsPage } from "../rowsPage.ts"
import * as Simulation from "../simulated.ts"

/** Finds the campaign of a request, applies the edits of faults, and returns the campaign with its simulated time. */
const find = Effect.fnUntraced(function*(id: CampaignId) {
  const { clock, faults } = yield* RequestContext
  const store = yield* CampaignStore
  const campaign = yield* Effect.mapError(
    Effect.fromOption(store.find(id)),
    () => new ApiError({ status: 404, message: "Campaign not found" })
  )
  for (const { effects, hit } of faults) {
    campaign.edit(effects.edit?.(hit) ?? [])
  }
  return { campaign, now: Simulation.nowOf(campaign.simulated, clock), faults }
})

/** The handlers of campaigns and their rows. */
export const campaigns: Handlers<typeof endpoints, CampaignStore | Paging> = {
  retrieve: Effect.fnUntraced(function*({ params }) {
    const { campaign, now } = yield* find(params.id)
    return { campaign: campaign.campaign(now) }
  }),

  getRows: Effect.fnUntraced(function*({ params, query }) {
    const { campaign, faults, now } = yield* find(params.id)
    return rowsPage(campaign, now, query, yield* requestedPage(query), faults)
  })
}

import type { campaigns as endpoints } from "@effect-revox/schema/Api"
import type { CampaignUpdate } from "@effect-revox/schema/CampaignCreate"
import type { CampaignId } from "@effect-revox/schema/Ids"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Struct from "effect/Struct"
import { ApiError } from "../apiError.ts"
import { AssistantStore } from "../assistantStore.ts"
import { CampaignStore } from "../campaignStore.ts"
import type { Handlers } from "../handler.ts"
import * as Launch from "../launch.ts"
import { cancelsAt, statusAt } from "../life.ts"
import type { Paging } from "../paging.ts"
import { requestedPage } from "../paging.ts"
import { RequestContext } from "../requestContext.ts"
import { rowsPage } from "../rowsPage.ts"
import type { Simulated } from "../simulated.ts"
import * as Simulation from "../simulated.ts"
import * as Transitions from "../transitions.ts"

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
  const now = Simulation.nowOf(campaign.simulated, clock)
  const { life } = campaign.simulated
  return { campaign, now, faults, life, status: now >= cancelsAt(life) ? "cancelled" : statusAt(life, now) }
})

const conflict = (action: string, status: string) =>
  new ApiError({ status: 409, message: `A campaign that is ${status} cannot be ${action}` })

const updated = (self: Simulated, changes: CampaignUpdate): Simulated => {
  const { call_retry_config, from_phone_number, max_concurrent_calls, name } = changes
  return {
    ...self,
    ...(call_retry_config === undefined ? {} : { callRetryConfig: call_retry_config }),
    ...(from_phone_number === undefined ? {} : { fromPhoneNumber: from_phone_number }),
    ...(max_concurrent_calls === undefined ? {} : { maxConcurrentCalls: max_concurrent_calls }),
    ...(name === undefined ? {} : { name, reference: { ...self.reference, name } })
  }
}

/** The handlers of campaigns and their rows. */
export const campaigns: Handlers<typeof endpoints, AssistantStore | CampaignStore | Paging> = {
  list: Effect.fnUntraced(function*() {
    const { clock } = yield* RequestContext
    const store = yield* CampaignStore
    return {
      campaigns: store.all().map(({ campaign, simulated }) => ({
        // The campaigns of a list have fewer fields, and so have their assistants.
        ...Struct.omit(campaign(Simulation.nowOf(simulated, clock)), ["structured_output_extraction"]),
        assistant: simulated.assistants.rows
      }))
    }
  }),

  create: Effect.fnUntraced(function*({ payload }) {
    const { clock } = yield* RequestContext
    const campaign = (yield* CampaignStore).create(payload, clock)
    const assistant = Option.getOrUndefined((yield* AssistantStore).find(payload.assistant_id))
    if (assistant !== undefined) campaign.change((simulated) => Simulation.withAssistant(simulated, assistant))
    return { campaign: campaign.campaign(Simulation.nowOf(campaign.simulated, clock)) }
  }),

  retrieve: Effect.fnUntraced(function*({ params }) {
    const { campaign, now } = yield* find(params.id)
    return { campaign: campaign.campaign(now) }
  }),

  getRows: Effect.fnUntraced(function*({ params, query }) {
    const { campaign, faults, now } = yield* find(params.id)
    return rowsPage(campaign, now, query, yield* requestedPage(query), faults)
  }),

  update: Effect.fnUntraced(function*({ params, payload }) {
    const { campaign, now } = yield* find(params.id)
    campaign.change((simulated) => updated(simulated, payload))
    return { campaign: campaign.campaign(now) }
  }),

  launch: Effect.fnUntraced(function*({ params, payload }) {
    const { campaign, now } = yield* find(params.id)
    return Launch.launch(campaign, payload, now)
  }),

  pause: Effect.fnUntraced(function*({ params }) {
    const { campaign, life, now, status } = yield* find(params.id)
    if (status === "paused") return
    if (status !== "running") return yield* conflict("paused", status)
    campaign.change((simulated) => Simulation.withLife(simulated, Transitions.pause(life, now)))
  }),

  resume: Effect.fnUntraced(function*({ params }) {
    const { campaign, life, now, status } = yield* find(params.id)
    if (status !== "paused") return yield* conflict("resumed", status)
    campaign.change((simulated) => Simulation.withLife(simulated, Transitions.resume(life, now)))
  }),

  cancel: Effect.fnUntraced(function*({ params }) {
    const { campaign, life, now, status } = yield* find(params.id)
    if (status === "cancelled") return
    if (status === "completed") return yield* conflict("cancelled", status)
    campaign.change((simulated) => Simulation.withLife(simulated, Transitions.cancel(life, now)))
  }),

  delete: Effect.fnUntraced(function*({ params }) {
    yield* find(params.id)
    ;(yield* CampaignStore).remove(params.id)
  })
}

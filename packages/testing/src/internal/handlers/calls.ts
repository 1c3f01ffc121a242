import type { calls as endpoints } from "@effect-revox/schema/Api"
import type { Call } from "@effect-revox/schema/Call"
import type { CallId } from "@effect-revox/schema/Ids"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ApiError } from "../apiError.ts"
import type { Change } from "../calls.ts"
import { CallStore } from "../callStore.ts"
import * as Campaigns from "../campaigns.ts"
import { CampaignStore } from "../campaignStore.ts"
import type { Handlers } from "../handler.ts"
import type { Paging } from "../paging.ts"
import { requestedPage } from "../paging.ts"
import { RequestContext } from "../requestContext.ts"
import * as Row from "../row.ts"
import { matches } from "../searchCalls.ts"
import * as Simulation from "../simulated.ts"

const notFound = new ApiError({ status: 404, message: "Call not found" })

/** Finds the call of a campaign's row. */
const callOfCampaign = Effect.fnUntraced(function*(id: CallId) {
  const { clock } = yield* RequestContext
  for (const { row, simulated } of (yield* CampaignStore).all()) {
    const index = Row.indexOfCall(simulated, id)
    const call = index === undefined ? undefined : row(index, Simulation.nowOf(simulated, clock)).call
    if (call !== undefined) return Option.some<Call>(call)
  }
  return Option.none()
})

/** The calls of the rows of campaigns. */
const callsOfCampaigns = Effect.fnUntraced(function*(ids: ReadonlyArray<string>) {
  const { clock } = yield* RequestContext
  return (yield* CampaignStore).all().filter(({ simulated }) => ids.includes(simulated.id)).flatMap((campaign) =>
    Campaigns.rows(campaign, Simulation.nowOf(campaign.simulated, clock), 0, campaign.order().total)
      .flatMap(({ call }): ReadonlyArray<Call> => call === undefined ? [] : [call])
  )
})

const change = (change: Change, verb: string) =>
  Effect.fnUntraced(function*({ params }: { readonly params: { readonly id: CallId } }) {
    const { clock } = yield* RequestContext
    const found = (yield* CallStore).find(params.id)
    if (Option.isNone(found)) {
      return yield* Option.isNone(yield* callOfCampaign(params.id))
        ? notFound
        : new ApiError({ status: 409, message: `A call of a campaign cannot be ${verb}` })
    }
    if (!found.value.change(change, clock)) {
      const { status } = found.value.at(clock)
      return yield* new ApiError({ status: 409, message: `A call that is ${status} cannot be ${verb}` })
    }
  })

/** The handlers of calls and their attempts. */
export const calls: Handlers<typeof endpoints, CallStore | CampaignStore | Paging> = {
  create: Effect.fnUntraced(function*({ payload }) {
    const { clock } = yield* RequestContext
    return { call: (yield* CallStore).place(payload, clock).at(clock) }
  }),

  retrieve: Effect.fnUntraced(function*({ params }) {
    const { clock } = yield* RequestContext
    const found = Option.map((yield* CallStore).find(params.id), (call) => call.at(clock))
    return {
      call: yield* Effect.mapError(
        Effect.fromOption(Option.isSome(found) ? found : yield* callOfCampaign(params.id)),
        () => notFound
      )
    }
  }),

  listAttempts: Effect.fnUntraced(function*({ query }) {
    const { clock } = yield* RequestContext
    const { firstPage, page, pageSize } = yield* requestedPage(query)
    const { statuses = [] } = query
    const attempts = (yield* CallStore).all()
      .toReversed()
      .flatMap((call) => call.attempts(clock))
      .filter(({ status }) => statuses.length === 0 || statuses.some((one) => one === status))
      .sort((a, b) => b.startedAt - a.startedAt)
    const start = (page - firstPage) * pageSize
    return { calls: attempts.slice(start, start + pageSize).map(({ attempt }) => attempt) }
  }),

  search: Effect.fnUntraced(function*({ payload }) {
    const { clock } = yield* RequestContext
    const { firstPage, page, pageSize } = yield* requestedPage(payload)
    const placed = (yield* CallStore).all().toReversed().map((call) => call.at(clock))
    // The calls of all campaigns would be too many to generate for each page.
    const found = [...placed, ...(yield* callsOfCampaigns(payload.campaign_ids))].filter(matches(payload))
    const start = (page - firstPage) * pageSize
    return { calls: found.slice(start, start + pageSize), total_count: found.length }
  }),

  cancel: change("cancel", "cancelled"),
  pause: change("pause", "paused"),
  resume: change("resume", "resumed")
}

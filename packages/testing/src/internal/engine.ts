import type { CampaignEnvelope } from "@effect-revox/schema/Campaign"
import type { CampaignRowsPage } from "@effect-revox/schema/CampaignRowsPage"
import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { CampaignSpec } from "../CampaignSpec.ts"
import * as Reply from "../Reply.ts"
import type { PageRequest, PageView } from "../RowsView.ts"
import type { CampaignState } from "./campaigns.ts"
import * as Campaigns from "./campaigns.ts"
import * as When from "./fault/when.ts"
import type { Injections, Strike } from "./injections.ts"
import * as Injected from "./injections.ts"
import * as Log from "./log.ts"
import * as Route from "./route.ts"
import * as Select from "./select.ts"
import * as Simulation from "./simulated.ts"
import * as Spec from "./spec.ts"

/** How a simulator behaves. */
export interface Settings {
  readonly apiKey: Redacted.Redacted<string>
  readonly seed: number
  readonly speed: number
  readonly firstPage: 0 | 1
  readonly maxPageSize: number
  readonly errorBody: Reply.ErrorBody
  readonly newerApi: boolean
  readonly logLimit: number
}

/** A request, whatever it came over. */
export interface Incoming {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** The API without a wire: requests to replies, at a reading of the clock. */
export interface Engine {
  readonly log: Log.Log
  readonly injections: Injections
  readonly add: (spec: CampaignSpec, clock: number) => CampaignState
  readonly find: (id: string) => Option.Option<CampaignState>
  readonly receive: (request: Incoming, clock: number) => { readonly entry: Log.Entry; readonly reply: Reply.Reply }
}

const defaultPageSize = 50

/** The scheme of credentials stays, for what is left of them is what a test wants to know. */
const redact = (authorization: string): string =>
  authorization.replace(/^(Bearer|Basic)? ?.*$/s, "$1 <redacted>").trim()

const withoutKey = (headers: Incoming["headers"]): Readonly<Record<string, string>> => {
  const result: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) {
      result[name] = name === "authorization" ? redact(value) : value
    }
  }
  return result
}

/** A page as a request asks for it, looked up as the faults that hit the request want it. */
const rows = (
  found: CampaignState,
  asked: PageRequest,
  query: RowsQuery,
  now: number,
  strikes: ReadonlyArray<Strike>
) => {
  const selection = found.select(Select.filtersOf(query), now)
  const request = strikes.reduce((request, { effects, hit }) => effects.page?.(request, hit) ?? request, asked)
  const start = Math.min(selection.total, (request.page - request.firstPage) * request.pageSize)
  const end = Math.min(selection.total, start + request.pageSize)
  const view: PageView = {
    ...request.says,
    total: selection.total,
    rows: Array.from({ length: end - start }, (_, offset) => selection.at(start + offset))
  }
  const shown = strikes.reduce((view, { effects, hit }) => effects.view?.(view, hit) ?? view, view)
  const body: CampaignRowsPage = {
    page: shown.page,
    page_size: shown.pageSize,
    rows: shown.rows.map((index) => found.row(index, now)),
    total: shown.total
  }
  return Reply.json(200, body)
}

export const make = Effect.fnUntraced(function*(settings: Settings): Effect.fn.Return<Engine> {
  const log = yield* Log.make(settings.logLimit)
  const campaigns = new Map<string, CampaignState>()
  let counter = 0
  const injections = Injected.make()
  const { firstPage, maxPageSize } = settings
  const authorization = `Bearer ${Redacted.value(settings.apiKey)}`
  const error = (status: number, message: string) => Reply.error(settings.errorBody, status, message)

  const answer = (
    request: Incoming,
    record: Log.Begin,
    clock: number,
    strikes: ReadonlyArray<Strike>
  ): Reply.Reply => {
    if (record.endpoint === undefined) {
      return error(404, `There is nothing at ${record.path}`)
    }
    if (request.headers["authorization"] !== authorization) {
      return error(401, request.headers["authorization"] === undefined ? "API key missing" : "API key invalid")
    }
    if (request.method !== "GET") {
      return { ...error(405, `${request.method} is not allowed here`), headers: { allow: "GET" } }
    }
    const found = campaigns.get(record.campaignId ?? "")
    if (found === undefined) {
      return error(404, "Campaign not found")
    }
    const now = Simulation.nowOf(found.simulated, clock)
    for (const { effects, hit } of strikes) {
      found.edit(effects.edit?.(hit) ?? [])
    }
    if (record.endpoint === "campaign") {
      const body: CampaignEnvelope = { campaign: found.campaign(now) }
      return Reply.json(200, body)
    }
    return Result.match(Route.rowsQuery(record.query), {
      onFailure: (message) => error(400, message),
      onSuccess: (query) => {
        const page = query.page ?? firstPage
        const pageSize = Math.min(maxPageSize, query.page_size ?? defaultPageSize)
        return page < firstPage
          ? error(400, `page: expected ${String(firstPage)} or more, got ${String(page)}`)
          : rows(found, { page, pageSize, says: { page, pageSize }, firstPage }, query, now, strikes)
      }
    })
  }

  return {
    log,
    injections,
    find: (id) => Option.fromUndefinedOr(campaigns.get(id)),
    add: (spec, clock) => {
      const { seed, speed } = settings
      const simulated = Spec.toSimulated(spec, { seed, speed, counter, clock })
      const added = Campaigns.make(simulated, settings.newerApi)
      counter += 1
      campaigns.set(simulated.id, added)
      injections.inject((spec.faults ?? []).map(When.forCampaign(simulated.id)))
      return added
    },
    receive: (request, clock) => {
      const url = new URL(request.target, "http://127.0.0.1")
      const route = Route.parse(url.pathname)
      const begin: Log.Begin = {
        method: request.method,
        target: request.target,
        path: url.pathname,
        query: Route.queryOf(url),
        headers: withoutKey(request.headers),
        endpoint: Option.getOrUndefined(Option.map(route, (found) => found.endpoint)),
        campaignId: Option.getOrUndefined(Option.map(route, (found) => found.campaignId)),
        receivedAt: clock
      }
      const entry = log.begin(begin)
      const strikes = injections.hitBy(entry.record(), clock, error)
      const reply = strikes.reduce(
        (reply, { effects, hit }) => effects.reply?.(reply, hit) ?? reply,
        answer(request, begin, clock, strikes)
      )
      entry.answer({ status: reply.status, bytes: reply.body.length, faults: strikes.map((strike) => strike.name) })
      return { entry, reply }
    }
  }
})

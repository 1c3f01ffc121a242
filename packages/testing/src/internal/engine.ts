import type { CampaignEnvelope } from "@effect-revox/schema/Campaign"
import type { CampaignRowsPage } from "@effect-revox/schema/CampaignRowsPage"
import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { CampaignSpec } from "../CampaignSpec.ts"
import * as Log from "./log.ts"
import * as Reply from "./reply.ts"
import * as Route from "./route.ts"
import * as Row from "./row.ts"
import * as Select from "./select.ts"
import type { Simulated } from "./simulated.ts"
import * as Simulation from "./simulated.ts"
import * as Spec from "./spec.ts"

/** How a simulator behaves. */
export interface Settings {
  readonly apiKey: string
  readonly seed: number
  readonly speed: number
  readonly firstPage: 0 | 1
  readonly maxPageSize: number
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
  readonly settings: Settings
  readonly log: Log.Log
  readonly add: (spec: CampaignSpec, clock: number) => Simulated
  readonly find: (id: string) => Option.Option<Simulated>
  readonly receive: (request: Incoming, clock: number) => { readonly entry: Log.Entry; readonly reply: Reply.Reply }
}

const defaultPageSize = 50

const redacted = (headers: Incoming["headers"]): Readonly<Record<string, string>> => {
  const result: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) {
      result[name] = name === "authorization" ? value.replace(/^(\w+) .*$/s, "$1 <redacted>") : value
    }
  }
  return result
}

export const make = (settings: Settings): Engine => {
  const campaigns = new Map<string, Simulated>()
  const log = Log.make()
  const { firstPage, maxPageSize } = settings

  const campaign = (found: Simulated, now: number): Reply.Reply => {
    const body: CampaignEnvelope = { campaign: Simulation.campaignAt(found, now, Simulation.statsAt(found, now)) }
    return Reply.json(200, body)
  }

  const rows = (found: Simulated, query: RowsQuery, now: number): Reply.Reply => {
    const page = query.page ?? firstPage
    if (page < firstPage) {
      return Reply.error(400, `page: expected ${String(firstPage)} or more, got ${String(page)}`)
    }
    const pageSize = Math.min(maxPageSize, query.page_size ?? defaultPageSize)
    const selection = Select.filter(found, Select.filtersOf(query), now)
    const start = (page - firstPage) * pageSize
    const end = Math.min(selection.total, start + pageSize)
    const body: CampaignRowsPage = {
      page,
      page_size: pageSize,
      rows: Array.from(
        { length: Math.max(0, end - start) },
        (_, offset) => Row.at(found, selection.at(start + offset), now)
      ),
      total: selection.total
    }
    return Reply.json(200, body)
  }

  const answer = (request: Incoming, route: Option.Option<Route.Route>, query: Query, clock: number): Reply.Reply => {
    if (Option.isNone(route)) {
      return Reply.error(404, `There is nothing at ${request.target.split("?")[0] ?? ""}`)
    }
    if (request.headers["authorization"] !== `Bearer ${settings.apiKey}`) {
      return Reply.error(401, request.headers["authorization"] === undefined ? "API key missing" : "API key invalid")
    }
    if (request.method !== "GET") {
      return Reply.error(405, `${request.method} is not allowed here`)
    }
    const found = campaigns.get(route.value.campaignId)
    if (found === undefined) {
      return Reply.error(404, "Campaign not found")
    }
    const now = Simulation.nowOf(found, clock)
    if (route.value.endpoint === "campaign") {
      return campaign(found, now)
    }
    return Result.match(Route.rowsQuery(query), {
      onFailure: (message) => Reply.error(400, message),
      onSuccess: (decoded) => rows(found, decoded, now)
    })
  }

  return {
    settings,
    log,
    find: (id) => Option.fromUndefinedOr(campaigns.get(id)),
    add: (spec, clock) => {
      const added = Spec.toSimulated(spec, {
        seed: settings.seed,
        speed: settings.speed,
        counter: campaigns.size,
        clock
      })
      campaigns.set(added.id, added)
      return added
    },
    receive: (request, clock) => {
      const url = new URL(request.target, "http://127.0.0.1")
      const route = Route.parse(url.pathname)
      const query = Route.queryOf(url)
      const entry = log.begin({
        method: request.method,
        path: url.pathname,
        query,
        headers: redacted(request.headers),
        endpoint: Option.getOrUndefined(Option.map(route, (found) => found.endpoint)),
        campaignId: Option.getOrUndefined(Option.map(route, (found) => found.campaignId)),
        receivedAt: clock
      })
      const reply = answer(request, route, query, clock)
      entry.answer(reply.status)
      return { entry, reply }
    }
  }
}

type Query = ReturnType<typeof Route.queryOf>

import type { CampaignLaunch, LaunchResult } from "@effect-revox/schema/CampaignLaunch"
import type { RowStats } from "@effect-revox/schema/RowStats"
import * as brands from "./brands.ts"
import type { CampaignState } from "./campaigns.ts"
import { cancelsAt, statusAt } from "./life.ts"
import * as Random from "./random.ts"
import * as RowProgress from "./progress.ts"
import * as Row from "./row.ts"
import * as Simulation from "./simulated.ts"
import * as Transitions from "./transitions.ts"

const sessionStream = 14

/** The indices of the selected rows: those of the calls, or all rows if no call is selected. */
const selectedRows = (campaign: CampaignState, { selection }: CampaignLaunch): ReadonlyArray<number> => {
  const { simulated } = campaign
  const all = Array.from({ length: simulated.rows }, (_, index) => index)
  const callIds = new Set(selection.rows.call_ids)
  return callIds.size === 0 ? all : all.filter((index) => callIds.has(Row.callIdAt(simulated, index)))
}

const skipReason = (state: keyof RowStats, isCancelled: boolean): keyof LaunchResult["skipped"] =>
  isCancelled ? "cancelled" : state === "completed" || state === "failed" ? "attempts_exhausted" : "active"

/** Launches the selected rows of a draft. All rows of a campaign that is not a draft are skipped. */
export const launch = (campaign: CampaignState, request: CampaignLaunch, now: number): LaunchResult => {
  const { simulated } = campaign
  const { life } = simulated
  const rows = selectedRows(campaign, request)
  const skipped = { active: 0, attempts_exhausted: 0, cancelled: 0 }
  if (statusAt(life, now) !== "draft" || now >= cancelsAt(life)) {
    for (const index of rows) {
      skipped[skipReason(RowProgress.at(simulated, index, now).state, now >= cancelsAt(life))] += 1
    }
    return { launched: 0, session: null, skipped }
  }
  const delay = request.scheduled_at === undefined
    ? 0
    : Math.max(0, Date.parse(request.scheduled_at) - (simulated.createdAt + now))
  campaign.change((simulated) => ({
    ...Simulation.withLife(simulated, Transitions.launch(life, now + delay)),
    selected: rows.length === simulated.rows ? undefined : new Set(rows)
  }))
  return {
    launched: rows.length,
    session: request.mode === "ai_first" ? null : {
      id: Random.uuid(simulated.seed, sessionStream, 0),
      campaign_id: simulated.id,
      connected_count: 0,
      created_at: brands.iso(simulated.createdAt + now),
      current_call_id: null,
      dialed_count: 0,
      ended_at: null,
      in_flight_calls: [],
      outcome_filter: null,
      status: "dialing",
      total_targets: rows.length
    },
    skipped
  }
}

import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { RowStats } from "@effect-revox/schema/RowStats"
import type { RowsEdit } from "../RowsView.ts"
import { activeOf, extractedAt } from "./life.ts"
import * as UnknownFields from "./unknownFields.ts"
import * as Order from "./order.ts"
import * as RowProgress from "./progress.ts"
import * as Row from "./row.ts"
import * as Select from "./select.ts"
import type { Simulated } from "./simulated.ts"
import * as Simulation from "./simulated.ts"

/** The state of a campaign: its parameters, the edits of its rows, and the latest counts and selection. */
export interface CampaignState {
  readonly simulated: Simulated
  readonly order: () => Order.Order
  /** Changes the parameters of the campaign. */
  readonly change: (change: (simulated: Simulated) => Simulated) => void
  readonly edit: (edits: ReadonlyArray<RowsEdit>) => void
  readonly campaign: (now: number) => Campaign
  readonly row: (index: number, now: number) => CampaignRow
  readonly select: (filters: Select.Filters, now: number) => Select.Selection
}

/** Caches the latest value, so that reading a filtered campaign page by page does not filter all rows for each page. */
const memoizeLast = <A>(): (key: string, compute: () => A) => A => {
  let last: { readonly key: string; readonly value: A } | undefined
  return (key, compute) => {
    last = last?.key === key ? last : { key, value: compute() }
    return last.value
  }
}

export const make = (initial: Simulated, unknownFields: boolean): CampaignState => {
  let simulated = initial
  let changes = 0
  let order = Order.make(simulated.rows)
  const extension = () => unknownFields ? UnknownFields.rows(simulated.assistant) : undefined
  let extend = extension()
  const stats = memoizeLast<RowStats>()
  const selection = memoizeLast<Select.Selection>()
  const moment = (now: number) => `${String(changes)}.${String(order.version)}@${String(now)}`

  const row = (index: number, now: number): CampaignRow => {
    const made = Row.at(simulated, index, now)
    return extend === undefined ? made : extend(made)
  }

  return {
    get simulated() {
      return simulated
    },
    order: () => order,
    change: (change) => {
      simulated = change(simulated)
      extend = extension()
      changes += 1
    },
    edit: (edits) => {
      order = edits.reduce(Order.edit, order)
    },
    campaign: (now) => {
      const counts = stats(moment(now), () => RowProgress.stats(simulated, order, now))
      const campaign = Simulation.campaignAt(simulated, now, counts)
      const { life } = simulated
      const fresh = activeOf(life, now) < 0.1 * life.duration || Math.abs(extractedAt(life, now)) < 0.1
      return unknownFields ? UnknownFields.campaign(campaign, fresh) : campaign
    },
    row,
    select: (filters, now) =>
      selection(
        `${moment(now)}:${JSON.stringify(filters)}`,
        () => Select.filter(simulated, order, filters, now)
      )
  }
}

/** Returns up to `count` rows at a simulated time, from a position of the server order. */
export const rows = (
  self: CampaignState,
  now: number,
  from: number,
  count: number
): ReadonlyArray<CampaignRow> => {
  const order = self.order()
  const length = Math.max(0, Math.min(count, order.total - from))
  return Array.from({ length }, (_, offset) => self.row(Order.at(order, from + offset), now))
}

/** Returns the ids of all rows, in server order. */
export const expectedRows = (self: CampaignState): ReadonlyArray<CampaignRow["id"]> =>
  self.order().segments.flatMap((segment) =>
    Array.from({ length: segment.count }, (_, offset) => Row.idAt(self.simulated, segment.from + offset))
  )

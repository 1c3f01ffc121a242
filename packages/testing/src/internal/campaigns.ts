import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { RowStats } from "@effect-revox/schema/RowStats"
import type { Edit, PageView } from "../RowsView.ts"
import * as Cache from "./cache.ts"
import { activeOf, extractedAt } from "./life.ts"
import * as Newer from "./newer.ts"
import * as Order from "./order.ts"
import * as RowProgress from "./progress.ts"
import * as Row from "./row.ts"
import * as Select from "./select.ts"
import type { Simulated } from "./simulated.ts"
import * as Simulation from "./simulated.ts"
import { pageWriter } from "./stringify.ts"

/** A campaign as the simulator keeps it: how it was made, what was done to its rows, and what was computed lately. */
export interface CampaignState {
  readonly simulated: Simulated
  readonly order: () => Order.Order
  readonly edit: (edits: ReadonlyArray<Edit>) => void
  readonly campaign: (now: number) => Campaign
  readonly row: (index: number, now: number) => CampaignRow
  readonly select: (filters: Select.Filters, now: number) => Select.Selection
  /** A page as the bytes of its JSON. Under a `key` that stands for all that is on it, the bytes are kept. */
  readonly page: (view: PageView, now: number, key: string | undefined) => Uint8Array
}

/** How many indices the selections of one campaign may keep. */
const keptIndices = 4_000_000

/** What campaigns share. */
export interface Sharing {
  readonly newerApi: boolean
  readonly pages: Cache.Cache<Uint8Array>
  /** Tells the pages of this campaign from those of all others. */
  readonly prefix: string
}

export const make = (simulated: Simulated, sharing: Sharing): CampaignState => {
  const { newerApi, pages, prefix } = sharing
  let order = Order.make(simulated.rows)
  const write = pageWriter()
  const newer = newerApi ? Newer.rows(simulated.assistant) : undefined
  const stats = Cache.make<RowStats>(4, () => 1)
  const selections = Cache.make<Select.Selection>(keptIndices, (selection) => selection.total + 1)
  const moment = (now: number) => `${String(order.version)}@${String(now)}`

  const row = (index: number, now: number): CampaignRow => {
    const made = Row.at(simulated, index, now)
    return newer === undefined ? made : newer(made)
  }

  const toBytes = (view: PageView, now: number): Uint8Array =>
    write(
      `{"page":${String(view.page)},"page_size":${String(view.pageSize)},"rows":[`,
      view.rows.map((index) => row(index, now)),
      `],"total":${String(view.total)}}`
    )

  return {
    simulated,
    order: () => order,
    edit: (edits) => {
      order = edits.reduce(Order.edit, order)
    },
    campaign: (now) => {
      const counts = stats.get(moment(now), () => RowProgress.stats(simulated, order, now))
      const campaign = Simulation.campaignAt(simulated, now, counts)
      const { life } = simulated
      const fresh = activeOf(life, now) < 0.1 * life.duration || Math.abs(extractedAt(life, now)) < 0.1
      return newerApi ? Newer.campaign(campaign, fresh) : campaign
    },
    row,
    select: (filters, now) =>
      selections.get(
        `${moment(now)}:${JSON.stringify(filters)}`,
        () => Select.filter(simulated, order, filters, now)
      ),
    page: (view, now, key) =>
      key === undefined || now < simulated.settlesAt
        ? toBytes(view, now)
        : pages.get(`${prefix}:${moment(now)}:${key}`, () => toBytes(view, now))
  }
}

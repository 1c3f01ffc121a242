import type { CampaignRowsPage } from "@effect-revox/schema/CampaignRowsPage"
import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import type { PageRequest, PageView } from "../RowsView.ts"
import type { CampaignState } from "./campaigns.ts"
import type { Strike } from "./injections.ts"
import * as Select from "./select.ts"

/** Returns a page of rows at a simulated time, with the effects of faults. */
export const rowsPage = (
  campaign: CampaignState,
  now: number,
  query: RowsQuery,
  requested: PageRequest,
  faults: ReadonlyArray<Strike>
): CampaignRowsPage => {
  const { at, total } = campaign.select(Select.filtersOf(query), now)
  const { firstPage, page, pageSize, reported } = faults.reduce(
    (request, { effects, hit }) => effects.page?.(request, hit) ?? request,
    requested
  )
  const start = Math.min(total, (page - firstPage) * pageSize)
  const end = Math.min(total, start + pageSize)
  const rows = Array.from({ length: end - start }, (_, offset) => at(start + offset))
  const view = faults.reduce<PageView>(
    (view, { effects, hit }) => effects.view?.(view, hit) ?? view,
    { ...reported, total, rows }
  )
  return {
    page: view.page,
    page_size: view.pageSize,
    rows: view.rows.map((index) => campaign.row(index, now)),
    total: view.total
  }
}

import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import * as People from "./people.ts"
import type { Shared } from "./row.ts"
import * as Row from "./row.ts"

/** The rows that pass a query's filters, in the server's order: how many, and the index of each. */
export interface Selection {
  readonly total: number
  readonly at: (position: number) => number
}

/** All rows of a campaign. */
export const all = (rows: number): Selection => ({ total: rows, at: (position) => position })

/** The rows of these indices. */
export const of = (indices: { readonly length: number; readonly [index: number]: number }): Selection => ({
  total: indices.length,
  at: (position) => indices[position] ?? 0
})

/** The filters of a query without its page, in the same form whatever the page. */
export interface Filters {
  readonly query: string
  readonly result: RowsQuery["result"]
  readonly statuses: ReadonlyArray<string>
}

export const filtersOf = (query: RowsQuery): Filters => ({
  query: (query.query ?? "").toLowerCase(),
  result: query.result === "all" ? undefined : query.result,
  statuses: [...new Set(query.statuses)].sort()
})

export const isUnfiltered = (filters: Filters): boolean =>
  filters.query === "" && filters.result === undefined && filters.statuses.length === 0

/** The indices of the rows that pass the filters at a moment. */
export const filter = (shared: Shared, filters: Filters, now: number): Selection => {
  if (isUnfiltered(filters)) {
    return all(shared.rows)
  }
  const { query, result, statuses } = filters
  const onCall = result !== undefined || statuses.length > 0
  const indices: Array<number> = []
  for (let index = 0; index < shared.rows; index++) {
    if (onCall) {
      const facts = Row.factsAt(shared, index, now)
      if (result !== undefined && facts.result !== (result === "none" ? null : result)) {
        continue
      }
      if (statuses.length > 0 && (facts.status === null || !statuses.includes(facts.status))) {
        continue
      }
    }
    if (query === "" || People.matches(People.at(shared.seed, index), query)) {
      indices.push(index)
    }
  }
  return of(indices)
}

import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import * as Order from "./order.ts"
import * as People from "./people.ts"
import type { Shared } from "./row.ts"
import * as Row from "./row.ts"

/** The rows that pass the filters of a query, in server order: their number, and the index at each position. */
export interface Selection {
  readonly total: number
  readonly at: (position: number) => number
}

/** The normalized filters of a query, without its page. */
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

const isUnfiltered = (filters: Filters): boolean =>
  filters.query === "" && filters.result === undefined && filters.statuses.length === 0

const passes = (shared: Shared, filters: Filters, index: number, now: number): boolean => {
  const { query, result, statuses } = filters
  if (result !== undefined || statuses.length > 0) {
    const facts = Row.factsAt(shared, index, now)
    if (result !== undefined && facts.result !== (result === "none" ? null : result)) {
      return false
    }
    if (statuses.length > 0 && (facts.status === null || !statuses.includes(facts.status))) {
      return false
    }
  }
  return query === "" || People.matches(shared.person(index), query)
}

/** Returns the rows of an order that pass the filters at a time. */
export const filter = (shared: Shared, order: Order.Order, filters: Filters, now: number): Selection => {
  if (isUnfiltered(filters)) {
    return { total: order.total, at: (position) => Order.at(order, position) }
  }
  const indices: Array<number> = []
  for (const segment of order.segments) {
    for (let index = segment.from; index < segment.from + segment.count; index++) {
      if (passes(shared, filters, index, now)) {
        indices.push(index)
      }
    }
  }
  return { total: indices.length, at: (position) => indices[position] ?? -1 }
}

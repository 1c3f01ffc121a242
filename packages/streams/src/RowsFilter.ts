/**
 * The filters of campaign rows, without the paging parameters.
 *
 * @since 0.1.0
 */
import { RowsQuery } from "@effect-revox/schema/RowsQuery"
import * as Schema from "effect/Schema"

/**
 * The filters of campaign rows, without the paging parameters.
 *
 * @category models
 * @since 0.1.0
 */
export class RowsFilter extends Schema.Opaque<RowsFilter>()(
  Schema.Struct({
    query: RowsQuery.fields.query,
    result: RowsQuery.fields.result,
    statuses: RowsQuery.fields.statuses
  }).annotate({
    identifier: "RowsFilter",
    description: "The filters of campaign rows, without the paging parameters."
  })
) {}

/**
 * Returns the canonical form of a filter: two filters that select the same rows have equal canonical forms.
 *
 * **Details**
 *
 * An empty `query`, the `result` `"all"` and an empty list of `statuses` are left out. The statuses are sorted, each
 * once.
 *
 * @category combinators
 * @since 0.1.0
 */
export const normalize = ({ query, result, statuses }: RowsFilter): RowsFilter => ({
  ...(query === undefined || query === "" ? {} : { query }),
  ...(result === undefined || result === "all" ? {} : { result }),
  ...(statuses === undefined || statuses.length === 0 ? {} : { statuses: [...new Set(statuses)].sort() })
})

/**
 * Whether a filter selects all rows.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isEmpty = (self: RowsFilter): boolean => Object.keys(normalize(self)).length === 0

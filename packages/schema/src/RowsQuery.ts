/**
 * The query of the rows of a campaign: page and filters.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CallStatus } from "./Call.ts"
import { CallResult } from "./CallAttempt.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * A filter by the result of the call: one of the documented results, `all` for no filter, or `none` for rows whose call
 * has no result.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ResultFilter = Schema.Literals([...OpenEnum.literals(CallResult), "all", "none"])
/**
 * A filter by the result of the call: one of the documented results, `all` for no filter, or `none` for rows whose call
 * has no result.
 *
 * @category models
 * @since 0.1.0
 */
export type ResultFilter = typeof ResultFilter.Type

/**
 * A filter by the state of the call order.
 *
 * @category schemas
 * @since 0.1.0
 */
export const StatusFilter = Schema.Literals(OpenEnum.literals(CallStatus))
/**
 * A filter by the state of the call order.
 *
 * @category models
 * @since 0.1.0
 */
export type StatusFilter = typeof StatusFilter.Type

/** A URL cannot encode a lone surrogate, so the server would search for another text. */
const SearchText = Schema.String.check(
  Schema.makeFilter((text) => text.isWellFormed(), { expected: "text without lone surrogates" })
)

const Page = Schema.Natural
const PageSize = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
const Statuses = Schema.Array(StatusFilter)

/**
 * The query of the rows of a campaign: a page, and filters that all apply.
 *
 * **Details**
 *
 * Unlike the enumerations in responses, those of filters are closed. An unknown filter fails before a request is sent,
 * because the server could return all rows or none.
 *
 * @category schemas
 * @since 0.1.0
 */
export class RowsQuery extends Schema.Opaque<RowsQuery>()(
  Schema.Struct({
    page: Schema.optionalKey(Page).annotateKey({
      description: "Number of the page: an integer, 0 or more. " +
        "The API reference does not document whether the first page is 0 or 1."
    }),
    page_size: Schema.optionalKey(PageSize).annotateKey({
      description: "Rows per page: an integer, 1 or more. The server can return fewer."
    }),
    query: Schema.optionalKey(SearchText).annotateKey({
      description: "Text to search in the phone number and the input data."
    }),
    result: Schema.optionalKey(ResultFilter).annotateKey({ description: "The result of the call." }),
    statuses: Schema.optionalKey(Statuses).annotateKey({
      description: "States of the call order, one of which must match. An empty list is no filter."
    })
  }).annotate({
    identifier: "RowsQuery",
    description: "The query of the rows of a campaign: a page, and filters that all apply."
  })
) {}

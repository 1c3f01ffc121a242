/**
 * Which rows of a campaign to ask for.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CallStatus } from "./Call.ts"
import { CallResult } from "./CallAttempt.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * What answered the call, as a filter: one of the documented results, `all` for no filter, `none` for rows whose call
 * has no result.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ResultFilter = Schema.Literals([...OpenEnum.literals(CallResult), "all", "none"])
/**
 * What answered the call, as a filter: one of the documented results, `all` for no filter, `none` for rows whose call
 * has no result.
 *
 * @category models
 * @since 0.1.0
 */
export type ResultFilter = typeof ResultFilter.Type

/**
 * A state of the call order, as a filter.
 *
 * @category schemas
 * @since 0.1.0
 */
export const StatusFilter = Schema.Literals(OpenEnum.literals(CallStatus))
/**
 * A state of the call order, as a filter.
 *
 * @category models
 * @since 0.1.0
 */
export type StatusFilter = typeof StatusFilter.Type

/** A URL cannot carry half of a character: it would search for another text than was asked for. */
const SearchText = Schema.String.check(
  Schema.makeFilter((text) => text.isWellFormed(), { expected: "text without lone surrogates" })
)

const Page = Schema.Natural
const PageSize = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
const Statuses = Schema.Array(StatusFilter)

/**
 * Which rows of a campaign to ask for: a page, and filters that a row must all pass.
 *
 * **Details**
 *
 * Unlike the enumerations of responses these are closed: a filter that the API does not know fails before anything is
 * sent, rather than coming back as all rows or none.
 *
 * @category schemas
 * @since 0.1.0
 */
export class RowsQuery extends Schema.Opaque<RowsQuery>()(
  Schema.Struct({
    page: Schema.optionalKey(Page).annotateKey({
      description: "Which page; an integer, 0 or more. The reference does not say whether the first is 0 or 1."
    }),
    page_size: Schema.optionalKey(PageSize).annotateKey({
      description: "Rows per page; an integer, 1 or more. The server may answer with fewer."
    }),
    query: Schema.optionalKey(SearchText).annotateKey({
      description: "Text to find in the phone number and the input data."
    }),
    result: Schema.optionalKey(ResultFilter).annotateKey({ description: "What answered the call." }),
    statuses: Schema.optionalKey(Statuses).annotateKey({
      description: "States of the call order, any of which will do; an empty list is no filter."
    })
  }).annotate({
    identifier: "RowsQuery",
    description: "Which rows of a campaign to ask for: a page, and filters that a row must all pass."
  })
) {}

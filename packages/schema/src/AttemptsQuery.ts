/**
 * The query of the list of call attempts.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { StatusFilter } from "./RowsQuery.ts"

/**
 * The query of `GET /call`: a page, and an optional filter.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AttemptsQuery extends Schema.Opaque<AttemptsQuery>()(
  Schema.Struct({
    page: Schema.Natural.annotateKey({
      description: "Number of the page: an integer, 0 or more. " +
        "The API reference contradicts itself about whether the first page is 0 or 1."
    }),
    page_size: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)).annotateKey({
      description: "Attempts per page: an integer, 1 or more. The server can return fewer."
    }),
    statuses: Schema.optionalKey(Schema.Array(StatusFilter)).annotateKey({
      description: "States of the call order, one of which must match. An empty list is no filter."
    })
  }).annotate({
    identifier: "AttemptsQuery",
    description: "The query of `GET /call`: a page, and an optional filter."
  })
) {}

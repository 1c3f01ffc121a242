/**
 * The request and the response of a search for calls.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Call, CallDirection } from "./Call.ts"
import { NonEmptyString } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"

const values = Schema.Array(NonEmptyString)

/**
 * The request body of a search for calls. Calls must match each filter, and an empty list is no filter.
 *
 * **Gotchas**
 *
 * The values of `outcomes`, `results`, `statuses`, `sort_by` and `sort_direction` are not publicly documented, so they
 * are sent as given.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallSearch extends Schema.Opaque<CallSearch>()(
  Schema.Struct({
    assignee_ids: values.annotateKey({ description: "Ids of assignees, one of which must match." }),
    assistant_ids: values.annotateKey({ description: "Ids of assistants, one of which must match." }),
    campaign_ids: values.annotateKey({ description: "Ids of campaigns, one of which must match." }),
    directions: Schema.Array(Schema.Literals(OpenEnum.literals(CallDirection))).annotateKey({
      description: "Directions, one of which must match: `inbound` or `outbound`."
    }),
    from_phone_numbers: values.annotateKey({ description: "The callers' phone numbers, one of which must match." }),
    outcomes: values.annotateKey({
      description: "Outcomes, one of which must match. The values are not publicly documented."
    }),
    page: Schema.Natural.annotateKey({
      description: "Number of the page: an integer, 0 or more. " +
        "The API does not document whether the first page is 0 or 1."
    }),
    page_size: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)).annotateKey({
      description: "Calls per page: an integer, 1 or more. The server can return fewer."
    }),
    results: values.annotateKey({
      description: "Results of the call, one of which must match. The values are not publicly documented."
    }),
    statuses: values.annotateKey({
      description: "States of the call, one of which must match. The values are not publicly documented."
    }),
    call_ids: Schema.optionalKey(values).annotateKey({ description: "Ids of calls, one of which must match." }),
    query: Schema.optionalKey(Schema.String).annotateKey({ description: "Text to search." }),
    sort_by: Schema.optionalKey(NonEmptyString).annotateKey({
      description: "The field that determines the order. The values are not publicly documented."
    }),
    sort_direction: Schema.optionalKey(NonEmptyString).annotateKey({
      description: "The direction of the order. The values are not publicly documented."
    }),
    to_phone_number: Schema.optionalKey(NonEmptyString).annotateKey({ description: "The called phone number." })
  }).annotate({
    identifier: "CallSearch",
    description: "The request body of a search for calls. Calls must match each filter, and an empty list is no filter."
  })
) {}

/**
 * The filters of a search for calls, and a page. Filters that are absent match all calls.
 *
 * @category models
 * @since 0.1.0
 */
export interface CallCriteria
  extends Omit<Partial<CallSearch>, "page" | "page_size">, Pick<CallSearch, "page" | "page_size">
{}

/**
 * Adds the filters that the API requires, as empty lists.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromCriteria = (criteria: CallCriteria): CallSearch => ({
  assignee_ids: [],
  assistant_ids: [],
  campaign_ids: [],
  directions: [],
  from_phone_numbers: [],
  outcomes: [],
  results: [],
  statuses: [],
  ...criteria
})

/**
 * A page of the calls that a search found.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallSearchResult extends Schema.Opaque<CallSearchResult>()(
  Schema.Struct({
    calls: Schema.Array(Call).annotateKey({ description: "The calls of the page." }),
    total_count: Schema.Finite.annotateKey({ description: "Number of calls on all pages." })
  }).annotate({
    identifier: "CallSearchResult",
    description: "A page of the calls that a search found."
  })
) {}

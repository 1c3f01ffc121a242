/**
 * One contact of a campaign, and the call it led to.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Call } from "./Call.ts"
import type { CallAttempt } from "./CallAttempt.ts"
import { RowId } from "./Ids.ts"
import { UncheckedJson } from "./internal/json.ts"

/**
 * One contact of a campaign, and the call it led to.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignRow extends Schema.Opaque<CampaignRow>()(
  Schema.Struct({
    id: RowId.annotateKey({ description: "The id of the row." }),
    input_data: Schema.Record(Schema.String, Schema.String).annotateKey({
      description: "The contact's own columns, as they were uploaded; they fill `{{variable}}` placeholders."
    }),
    phone_number: Schema.String.annotateKey({ description: "The contact's number." }),
    row_index: Schema.Finite.annotateKey({ description: "The place of the row in the list that was uploaded." }),
    call: Schema.optionalKey(Call).annotateKey({
      description: "The call order of the contact; absent until there is one."
    })
  }).annotate({
    identifier: "CampaignRow",
    description: "One contact of a campaign, and the call it led to."
  })
) {}

/**
 * A row with everything that came, known or not: a JSON object with an id, decoded no further.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Raw = Schema.StructWithRest(
  Schema.Struct({ id: RowId.annotateKey({ description: "The id of the row." }) }),
  [Schema.Record(Schema.String, UncheckedJson)]
).annotate({
  identifier: "RawCampaignRow",
  description: "A row with everything that came, known or not: a JSON object with an id, decoded no further."
})
/**
 * @category models
 * @since 0.1.0
 */
export type Raw = typeof Raw.Type

/**
 * The most recent attempt to reach the contact.
 *
 * @category getters
 * @since 0.1.0
 */
export const latestAttempt = (self: Pick<CampaignRow, "call">): Option.Option<CallAttempt> =>
  Option.fromNullishOr(self.call?.last_call_attempt ?? self.call?.call_attempts[0])

/**
 * One contact of a campaign, and the call it led to.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Call, type TypedCall } from "./Call.ts"
import { CallAttempt } from "./CallAttempt.ts"
import { RowId } from "./Ids.ts"
import { UncheckedJson, UncheckedJsonObject } from "./internal/json.ts"

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
 * A row with everything that came, known or not: a JSON object with an id, decoded no further.
 *
 * @category models
 * @since 0.1.0
 */
export type Raw = typeof Raw.Type

/**
 * A row whose input data and structured output have types of your own.
 *
 * @category models
 * @since 0.1.0
 */
export interface TypedCampaignRow<Input, Output> extends Omit<CampaignRow, "call" | "input_data"> {
  /** The contact's own columns. */
  readonly input_data: Input
  /** The call order of the contact; absent until there is one. */
  readonly call?: TypedCall<Output>
}

/**
 * The schema of a row whose input data and structured output have schemas of your own.
 *
 * **Details**
 *
 * The output schema is used for every attempt that has structured output; `null` and a missing key stay what they are.
 * What does not fit fails like any other field. Input data are strings on the wire, so numbers among them want a schema
 * such as `Schema.FiniteFromString`. Leave a schema out to keep what {@link CampaignRow} says.
 *
 * **Example** (Typing the columns of a list of appointments)
 *
 * ```ts
 * import { CampaignRow } from "@effect-revox/schema"
 * import { Schema } from "effect"
 *
 * const Appointment = CampaignRow.typed({
 *   inputData: Schema.Struct({ name: Schema.String, visits: Schema.FiniteFromString }),
 *   structuredOutput: Schema.Struct({ confirmed: Schema.Boolean })
 * })
 *
 * const visits = (row: typeof Appointment.Type): number => row.input_data.visits
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const typed = <
  Input extends Schema.Constraint = typeof CampaignRow.fields.input_data,
  Output extends Schema.Constraint = typeof UncheckedJsonObject
>(options: {
  /** The schema of the contact's own columns. Default: a record of strings. */
  readonly inputData?: Input
  /** The schema of the structured output of every attempt. Default: a JSON object. */
  readonly structuredOutput?: Output
}) => {
  const attempt = CallAttempt.pipe(Schema.fieldsAssign({
    structured_output: Schema.optionalKey(Schema.NullOr(options.structuredOutput ?? UncheckedJsonObject))
  }))
  const call = Call.pipe(Schema.fieldsAssign({
    call_attempts: Schema.Array(attempt),
    last_call_attempt: Schema.NullOr(attempt)
  }))
  const row = CampaignRow.pipe(Schema.fieldsAssign({
    input_data: options.inputData ?? CampaignRow.fields.input_data,
    call: Schema.optionalKey(call)
  }))
  // The fields say the same in structure; these types have names, which is what hovers and errors then show.
  return Schema.make<
    Schema.Codec<
      TypedCampaignRow<Input["Type"], Output["Type"]>,
      TypedCampaignRow<Input["Encoded"], Output["Encoded"]>,
      Input["DecodingServices"] | Output["DecodingServices"],
      Input["EncodingServices"] | Output["EncodingServices"]
    >
  >(row.ast)
}

/**
 * The most recent attempt to reach the contact.
 *
 * @category getters
 * @since 0.1.0
 */
export const latestAttempt = <Attempt>(self: {
  readonly call?: {
    readonly call_attempts: ReadonlyArray<Attempt>
    readonly last_call_attempt: Attempt | null
  }
}): Option.Option<Attempt> => Option.fromNullishOr(self.call?.last_call_attempt ?? self.call?.call_attempts[0])

/**
 * A contact of a campaign, and its call.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Call, type TypedCall } from "./Call.ts"
import { CallAttempt } from "./CallAttempt.ts"
import { RowId } from "./Ids.ts"
import { UncheckedJson, UncheckedJsonObject } from "./internal/json.ts"
import * as PhoneNumber from "./PhoneNumber.ts"

/**
 * A contact of a campaign, and its call.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignRow extends Schema.Opaque<CampaignRow>()(
  Schema.Struct({
    id: RowId.annotateKey({ description: "The id of the row." }),
    input_data: Schema.Record(Schema.String, Schema.String).annotateKey({
      description: "The uploaded columns of the contact, which fill `{{variable}}` placeholders."
    }),
    phone_number: PhoneNumber.Received.annotateKey({ description: "The phone number of the contact." }),
    row_index: Schema.Finite.annotateKey({ description: "The position of the row in the uploaded list." }),
    call: Schema.optionalKey(Call).annotateKey({
      description: "The call order of the contact; absent before it exists."
    })
  }).annotate({
    identifier: "CampaignRow",
    description: "A contact of a campaign, and its call."
  })
) {}

/**
 * A row as the server sent it, including unknown fields: a JSON object of which only the id is decoded.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Raw = Schema.StructWithRest(
  Schema.Struct({ id: RowId.annotateKey({ description: "The id of the row." }) }),
  [Schema.Record(Schema.String, UncheckedJson)]
).annotate({
  identifier: "RawCampaignRow",
  description: "A row as the server sent it, including unknown fields: a JSON object of which only the id is decoded."
})
/**
 * A row as the server sent it, including unknown fields: a JSON object of which only the id is decoded.
 *
 * @category models
 * @since 0.1.0
 */
export type Raw = typeof Raw.Type

/**
 * A row whose input data and structured output have custom types.
 *
 * @category models
 * @since 0.1.0
 */
export interface TypedCampaignRow<Input, Output> extends Omit<CampaignRow, "call" | "input_data"> {
  /** The columns of the contact. */
  readonly input_data: Input
  /** The call order of the contact; absent before it exists. */
  readonly call?: TypedCall<Output>
}

/**
 * Returns the schema of a row with custom schemas for its input data and structured output.
 *
 * **Details**
 *
 * The output schema applies to every attempt that has structured output. `null` and an absent key remain as they are. A
 * value that does not match fails like any other field. Input data are strings in the response, so numbers in them need
 * a schema such as `Schema.FiniteFromString`. A schema that you omit defaults to that of {@link CampaignRow}.
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
  /** The schema of the columns of the contact. Default: a record of strings. */
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
  // The structure is that of the fields. These types have names, which hovers and errors then show.
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
 * Returns the most recent attempt to reach the contact. `None` if there is no attempt.
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

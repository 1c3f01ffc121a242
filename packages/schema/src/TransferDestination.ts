/**
 * The numbers that an assistant can transfer calls to.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { UncheckedJson } from "./internal/json.ts"
import * as PhoneNumber from "./PhoneNumber.ts"

/**
 * A number that an assistant can transfer calls to, with all fields that the server sends.
 *
 * @category models
 * @since 0.1.0
 */
export interface TransferDestination {
  /** The label, by which the model selects the destination. */
  readonly label: string
  /** The phone number. */
  readonly phone_number: string
  readonly [field: string]: Schema.Json
}

/**
 * A number that an assistant can transfer calls to.
 *
 * **Details**
 *
 * The API documents two of the fields. Others are kept as the server sends them.
 *
 * @category schemas
 * @since 0.1.0
 */
export const TransferDestination = Schema.make<Schema.Codec<TransferDestination>>(
  Schema.StructWithRest(
    Schema.Struct({
      label: Schema.String.annotateKey({ description: "The label, by which the model selects the destination." }),
      phone_number: PhoneNumber.Received.annotateKey({ description: "The phone number." })
    }),
    [Schema.Record(Schema.String, UncheckedJson)]
  ).annotate({
    identifier: "TransferDestination",
    description: "A number that an assistant can transfer calls to, with all fields that the server sends."
  }).ast
)

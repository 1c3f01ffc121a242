/**
 * The phone numbers of the organization.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Assistant } from "./Assistant.ts"
import { PhoneNumberId } from "./Ids.ts"
import { UncheckedJson } from "./internal/json.ts"
import { NonEmptyString } from "./internal/strings.ts"
import * as PhoneNumber from "./PhoneNumber.ts"

/**
 * A phone number of the organization, with all fields that the server sends.
 *
 * @category models
 * @since 0.1.0
 */
export interface OwnedPhoneNumber {
  /** The id of the phone number. */
  readonly id?: PhoneNumberId
  /** The assistant for inbound calls to the number, with all of its fields. */
  readonly inbound_assistant?: Assistant | null
  /** The label of the number. */
  readonly label?: string | null
  /** The number itself. */
  readonly phone_number?: string | null
  readonly [field: string]: unknown
}

/** The encoded side of {@link OwnedPhoneNumber}, as JSON. */
interface OwnedPhoneNumberJson {
  readonly id?: string
  readonly inbound_assistant?: typeof Assistant.Encoded | null
  readonly label?: string | null
  readonly phone_number?: string | null
  readonly [field: string]: unknown
}

/**
 * A phone number of the organization.
 *
 * **Details**
 *
 * The API does not document the fields, except `inbound_assistant`. Therefore no field is required, and all of them are
 * kept as the server sends them.
 *
 * @category schemas
 * @since 0.1.0
 */
export const OwnedPhoneNumber = Schema.make<Schema.Codec<OwnedPhoneNumber, OwnedPhoneNumberJson>>(
  Schema.StructWithRest(
    Schema.Struct({
      id: Schema.optionalKey(PhoneNumberId).annotateKey({
        description: "The id of the phone number. The name of the field is inferred from other resources."
      }),
      inbound_assistant: Schema.optionalKey(Schema.NullOr(Assistant)).annotateKey({
        description: "The assistant for inbound calls to the number, with all of its fields."
      }),
      label: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
        description: "The label of the number. The name of the field is inferred from the update."
      }),
      phone_number: Schema.optionalKey(Schema.NullOr(PhoneNumber.Received)).annotateKey({
        description: "The number itself. The name of the field is inferred."
      })
    }),
    [Schema.Record(Schema.String, UncheckedJson)]
  ).annotate({
    identifier: "OwnedPhoneNumber",
    description: "A phone number of the organization. The API does not document the fields, so those that are not " +
      "listed are kept as the server sends them."
  }).ast
)

/**
 * A response with one phone number.
 *
 * @category schemas
 * @since 0.1.0
 */
export class PhoneNumberEnvelope extends Schema.Opaque<PhoneNumberEnvelope>()(
  Schema.Struct({
    phone_number: OwnedPhoneNumber.annotateKey({ description: "The phone number." })
  }).annotate({ identifier: "PhoneNumberEnvelope", description: "A response with one phone number." })
) {}

/**
 * All phone numbers of the organization: the response of `GET /phone-numbers`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class PhoneNumberList extends Schema.Opaque<PhoneNumberList>()(
  Schema.Struct({
    phone_numbers: Schema.Array(OwnedPhoneNumber).annotateKey({
      description: "The phone numbers, without pagination."
    })
  }).annotate({
    identifier: "PhoneNumberList",
    description: "All phone numbers of the organization: the response of `GET /phone-numbers`."
  })
) {}

/**
 * The request body that updates a phone number. Absent fields keep their values.
 *
 * @category schemas
 * @since 0.1.0
 */
export class PhoneNumberUpdate extends Schema.Opaque<PhoneNumberUpdate>()(
  Schema.Struct({
    inbound_assistant_id: Schema.optionalKey(Schema.NullOr(NonEmptyString)).annotateKey({
      description: "The assistant for inbound calls to the number; null for none."
    }),
    label: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The label of the number; null for none."
    })
  }).annotate({
    identifier: "PhoneNumberUpdate",
    description: "The request body that updates a phone number. Absent fields keep their values."
  })
) {}

/**
 * Updates of Zoho CRM after calls.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A field of Zoho CRM and the source of its value.
 *
 * @category schemas
 * @since 0.1.0
 */
export class ZohoField extends Schema.Opaque<ZohoField>()(
  Schema.Struct({
    source: Schema.String.annotateKey({ description: "The value of the call." }),
    zoho_field: Schema.String.annotateKey({ description: "The field of Zoho CRM." })
  }).annotate({ identifier: "ZohoField", description: "A field of Zoho CRM and the source of its value." })
) {}

/**
 * Updates of Zoho CRM after calls.
 *
 * @category schemas
 * @since 0.1.0
 */
export class ZohoPush extends Schema.Opaque<ZohoPush>()(
  Schema.Struct({
    connection_id: Schema.String.annotateKey({
      description: "The id of the connection between the Zoho account and Revox."
    }),
    field_mapping: Schema.Array(ZohoField).annotateKey({ description: "The fields that are updated." }),
    log_call_activity: Schema.Boolean.annotateKey({ description: "Whether the call is logged as an activity." }),
    module: Schema.String.annotateKey({ description: "The module of Zoho CRM, such as `Leads`." }),
    outcomes: Schema.Array(Schema.String).annotateKey({
      description: "The outcomes of calls that trigger an update, such as `interested`."
    }),
    template: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The text of the activity; the text of the service when null."
    })
  }).annotate({ identifier: "ZohoPush", description: "Updates of Zoho CRM after calls." })
) {}

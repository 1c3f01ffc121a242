/**
 * The Calendly event type that an assistant books into.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The Calendly event type that an assistant books into.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Calendly extends Schema.Opaque<Calendly>()(
  Schema.Struct({
    connection_id: Schema.String.annotateKey({
      description: "The id of the link between the Calendly account and Revox."
    }),
    event_type_id: Schema.String.annotateKey({
      description: "The event type to book, as Calendly's URL of it (`https://api.calendly.com/event_types/…`)."
    })
  }).annotate({ identifier: "Calendly", description: "The Calendly event type that an assistant books into." })
) {}

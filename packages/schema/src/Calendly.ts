/**
 * The Calendly event type that an assistant books.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The Calendly event type that an assistant books.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Calendly extends Schema.Opaque<Calendly>()(
  Schema.Struct({
    connection_id: Schema.String.annotateKey({
      description: "The id of the connection between the Calendly account and Revox."
    }),
    event_type_id: Schema.String.annotateKey({
      description: "The event type to book, as a Calendly URL (`https://api.calendly.com/event_types/…`)."
    })
  }).annotate({ identifier: "Calendly", description: "The Calendly event type that an assistant books." })
) {}

/**
 * Notifications of calls in Slack.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A Slack channel.
 *
 * @category schemas
 * @since 0.1.0
 */
export class SlackChannel extends Schema.Opaque<SlackChannel>()(
  Schema.Struct({
    id: Schema.String.annotateKey({ description: "The id of the channel." }),
    name: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({ description: "The name of the channel." })
  }).annotate({ identifier: "SlackChannel", description: "A Slack channel." })
) {}

/**
 * Notifications of calls in Slack.
 *
 * @category schemas
 * @since 0.1.0
 */
export class SlackNotification extends Schema.Opaque<SlackNotification>()(
  Schema.Struct({
    channels: Schema.Array(SlackChannel).annotateKey({ description: "The channels that are notified." }),
    connection_id: Schema.String.annotateKey({
      description: "The id of the connection between the Slack workspace and Revox."
    }),
    outcomes: Schema.Array(Schema.String).annotateKey({
      description: "The outcomes of calls that trigger a notification, such as `interested`."
    }),
    template: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The text of the notification; the text of the service when null."
    })
  }).annotate({ identifier: "SlackNotification", description: "Notifications of calls in Slack." })
) {}

/**
 * The body of the request that the service sends to the `webhook_url` of an assistant when a call is completed.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CallResult } from "./CallAttempt.ts"
import { CallAttemptId, CallId } from "./Ids.ts"
import { UncheckedJson } from "./internal/json.ts"
import { Timestamp } from "./Timestamp.ts"

const text = (description: string) => Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({ description })

/**
 * The body of a webhook request. Other keys are ignored.
 *
 * **Details**
 *
 * The service does not document its webhooks. The keys are those that its public n8n integration reads. Only the two
 * ids are required, because a delivery without them is of no use.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallWebhookPayload extends Schema.Opaque<CallWebhookPayload>()(
  Schema.Struct({
    call_order_id: CallId.annotateKey({ description: "The id of the call order." }),
    call_id: CallAttemptId.annotateKey({ description: "The id of the attempt, despite its name." }),
    status: text("The state of the call."),
    result: Schema.optionalKey(Schema.NullOr(CallResult)).annotateKey({
      description: "The party that answered the call."
    }),
    annotation: text("A summary of the conversation."),
    transcript: Schema.optionalKey(UncheckedJson).annotateKey({ description: "The conversation, usually as text." }),
    recording_url: text("The URL of the recording."),
    started_at: Schema.optionalKey(Timestamp).annotateKey({ description: "Time at which the call started." }),
    ended_at: Schema.optionalKey(Timestamp).annotateKey({ description: "Time at which the call ended." }),
    calls_count: Schema.optionalKey(Schema.NullOr(Schema.Finite)).annotateKey({ description: "Number of attempts." })
  }).annotate({
    identifier: "CallWebhookPayload",
    description: "The body of the request that the service sends to a webhook when a call is completed."
  })
) {}

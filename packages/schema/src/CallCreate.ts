/**
 * The request body that places a call.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { InlineAssistant } from "./InlineAssistant.ts"
import { PositiveInt } from "./internal/numbers.ts"
import { NonEmptyString } from "./internal/strings.ts"
import { PhoneNumber } from "./PhoneNumber.ts"
import { ScheduledAt } from "./Timestamp.ts"

/**
 * A limit of concurrent calls that share a key.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallConcurrency extends Schema.Opaque<CallConcurrency>()(
  Schema.Struct({
    key: NonEmptyString.annotateKey({ description: "The key that calls share: at least one character." }),
    max: Schema.optionalKey(PositiveInt).annotateKey({
      description:
        "Maximum number of concurrent calls with the key: 1 or more. Older versions of the API require it, " +
        "and newer ones do not have it."
    })
  }).annotate({ identifier: "CallConcurrency", description: "A limit of concurrent calls that share a key." })
) {}

/** A request that names two assistants is rejected, because the API does not document which one speaks. */
const hasOneAssistant = Schema.makeFilter(
  (call: { readonly assistant?: unknown; readonly assistant_id?: unknown }) => {
    if ((call.assistant === undefined) !== (call.assistant_id === undefined)) return undefined
    return call.assistant === undefined
      ? { path: ["assistant_id"], issue: "Expected an assistant: either `assistant_id` or `assistant`" }
      : { path: ["assistant"], issue: "Expected one assistant: either `assistant_id` or `assistant`, not both" }
  },
  { expected: "either `assistant_id` or `assistant`" }
)

/**
 * The request body of `POST /call`. It has either `assistant_id` or `assistant`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CallCreate extends Schema.Opaque<CallCreate>()(
  Schema.Struct({
    phone_number: PhoneNumber.annotateKey({ description: "The phone number to call, in E.164 format." }),
    assistant: Schema.optionalKey(InlineAssistant).annotateKey({
      description: "An assistant of this call only, instead of `assistant_id`."
    }),
    assistant_id: Schema.optionalKey(NonEmptyString).annotateKey({
      description: "The stored assistant that calls, instead of `assistant`."
    }),
    concurrency: Schema.optionalKey(CallConcurrency).annotateKey({
      description: "A limit of concurrent calls that share a key. Default: none."
    }),
    from_phone_number: Schema.optionalKey(PhoneNumber).annotateKey({
      description: "The caller's phone number, in E.164 format. Default: that of the assistant or the organization."
    }),
    metadata: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)).annotateKey({
      description: "Strings that are stored with the call. With a unique id in them, a search can find the call."
    }),
    prompt_variables: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)).annotateKey({
      description: "Values of the variables in the assistant's texts: `first_name` replaces `{{first_name}}`."
    }),
    scheduled_at: Schema.optionalKey(ScheduledAt).annotateKey({
      description: "Time of the first attempt, as an ISO-8601 date and time with an offset. Default: immediately."
    }),
    skip_calling_window: Schema.optionalKey(Schema.Boolean).annotateKey({
      description: "Whether to call outside of the calling windows of the assistant. Only in newer versions of the API."
    })
  }).annotate({
    identifier: "CallCreate",
    description: "The request body of `POST /call`. It has either `assistant_id` or `assistant`."
  }).check(hasOneAssistant)
) {}

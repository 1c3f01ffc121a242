/**
 * The AI agent that speaks on a call: its prompt, voice, model, tools and behavior.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Calendly } from "./Calendly.ts"
import { CallRetryConfig } from "./CallRetryConfig.ts"
import { CustomTool } from "./CustomTool.ts"
import { FaqItem } from "./FaqItem.ts"
import { AssistantId, OrganizationId } from "./Ids.ts"
import {
  BackgroundSound,
  CallOutcome,
  FirstSentenceMode,
  HumanTransferMode,
  SmsOutcome,
  ThinkingSound
} from "./internal/assistantEnums.ts"
import { described } from "./internal/described.ts"
import { UncheckedJson } from "./internal/json.ts"
import { SafeInt, UnitInterval } from "./internal/numbers.ts"
import { atMost, EmailAddress } from "./internal/strings.ts"
import { LlmModel } from "./LlmModel.ts"
import * as PhoneNumber from "./PhoneNumber.ts"
import { PromptFlow } from "./PromptFlow.ts"
import { SlackNotification } from "./SlackNotification.ts"
import { StructuredOutputField } from "./StructuredOutputField.ts"
import { SttContext } from "./SttContext.ts"
import { Timestamp } from "./Timestamp.ts"
import { TransferDestination } from "./TransferDestination.ts"
import { Voice } from "./Voice.ts"
import { ZohoPush } from "./ZohoPush.ts"

export {
  BackgroundSound,
  CallOutcome,
  FirstSentenceMode,
  HumanTransferMode,
  SmsOutcome,
  ThinkingSound
} from "./internal/assistantEnums.ts"
export { notCopied, toCreate, type ToCreateOptions } from "./internal/assistantCopy.ts"

/**
 * The AI agent that speaks on a call.
 *
 * **Details**
 *
 * One schema for all versions of the API. `GET /assistants/{id}` and `GET /campaigns/{id}` return all fields that their
 * version of the API has. The calls of `GET /campaigns/{id}/rows`, and the oldest version of the API, omit the fields
 * that are described as "Only in `GET /campaigns/{id}`", which are therefore optional. So are the fields of newer
 * versions.
 *
 * **Gotchas**
 *
 * An assistant contains secrets, such as the API key of a custom model and the headers of tools. `Secrets.mask` masks
 * them.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Assistant extends Schema.Opaque<Assistant>()(
  Schema.Struct({
    id: AssistantId.annotateKey({ description: "The id of the assistant." }),
    after_call_sms_outcomes: Schema.optionalKey(Schema.NullOr(Schema.Array(SmsOutcome))).annotateKey({
      description: "The outcomes that trigger the SMS that follows a call. Only in newer versions of the API."
    }),
    after_call_sms_prompt: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Instructions for the SMS that follows a call; `{{variable}}` placeholders are filled in. No SMS when null. " +
        "Only in `GET /campaigns/{id}`."
    }),
    background_sound: Schema.NullOr(BackgroundSound).annotateKey({
      description: "The background sound of the call; silence when null."
    }),
    background_sound_volume: Schema.optionalKey(UnitInterval).annotateKey({
      description: "Loudness of the background sound, from 0 (silent) to 1. Only in `GET /campaigns/{id}`."
    }),
    calendly: Schema.NullOr(Calendly).annotateKey({ description: "The Calendly event type that the assistant books." }),
    call_retry_config: Schema.NullOr(CallRetryConfig).annotateKey({
      description: "Hours, days and number of further attempts; the defaults of the service when null."
    }),
    cartesia_dictionary_pronunciation_id: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The id of a pronunciation dictionary of Cartesia. Only in newer versions of the API."
    }),
    created_at: Timestamp.annotateKey({ description: "Creation time of the assistant." }),
    custom_tools: Schema.optionalKey(Schema.NullOr(Schema.Array(CustomTool))).annotateKey({
      description: "HTTP endpoints that the assistant can call during a conversation. Only in `GET /campaigns/{id}`."
    }),
    email_notification_address: Schema.optionalKey(Schema.NullOr(EmailAddress)).annotateKey({
      description: "Email address that is notified of calls with one of `email_notification_outcomes`. " +
        "Only in `GET /campaigns/{id}`."
    }),
    email_notification_outcomes: Schema.optionalKey(Schema.NullOr(Schema.Array(CallOutcome))).annotateKey({
      description: "The outcomes that trigger an email. Only in `GET /campaigns/{id}`."
    }),
    end_of_call_sentence: Schema.NullOr(Schema.String).annotateKey({
      description: "The sentence that the assistant speaks before it hangs up."
    }),
    first_sentence: Schema.NullOr(Schema.String).annotateKey({
      description: "The first sentence of the assistant, when `first_sentence_mode` is `static`."
    }),
    first_sentence_delay_ms: SafeInt.annotateKey({
      description: "Pause before the first sentence, in milliseconds. Default: 400."
    }),
    first_sentence_mode: FirstSentenceMode.annotateKey({
      description:
        "Whether the model generates the first sentence, `first_sentence` contains it, or the called person speaks first."
    }),
    from_phone_number: Schema.optionalKey(Schema.NullOr(PhoneNumber.Received)).annotateKey({
      description: "The caller's phone number; the default number of the organization when null. " +
        "Only in `GET /campaigns/{id}`."
    }),
    human_transfer_mode: Schema.optionalKey(Schema.NullOr(HumanTransferMode)).annotateKey({
      description: "The mode of transfers to `transfer_phone_number`; null when transfers are disabled. " +
        "Only in `GET /campaigns/{id}`."
    }),
    ivr_navigation_enabled: Schema.Boolean.annotateKey({
      description: "Whether the assistant can navigate a phone menu: send keypad tones, skip turns."
    }),
    llm_model: LlmModel.annotateKey({ description: "The language model of the assistant." }),
    logo_url: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The URL of a logo. Only in newer versions of the API."
    }),
    max_call_duration_secs: Schema.Finite.annotateKey({ description: "Maximum duration of a call, in seconds." }),
    max_duration_end_message: Schema.optionalKey(Schema.NullOr(atMost(150))).annotateKey({
      description:
        "The sentence that ends a call at its maximum duration. It cannot be interrupted. No sentence when null. " +
        "At most 150 characters. Only in `GET /campaigns/{id}`."
    }),
    name: Schema.String.annotateKey({ description: "The name of the assistant." }),
    organization_id: OrganizationId.annotateKey({ description: "The organization that owns the assistant." }),
    position: Schema.optionalKey(UncheckedJson).annotateKey({
      description: "The position in the visual editor. Its fields are not publicly documented." +
        " Only in newer versions of the API."
    }),
    precall_lookup_url: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The URL that the service requests before a call. Only in newer versions of the API."
    }),
    prompt: Schema.String.annotateKey({ description: "The instructions of the assistant for a call." }),
    prompt_flow: Schema.optionalKey(Schema.NullOr(PromptFlow)).annotateKey({
      description: "The prompt as a graph of the visual editor. Only in newer versions of the API."
    }),
    slack: Schema.optionalKey(Schema.NullOr(SlackNotification)).annotateKey({
      description: "Notifications of calls in Slack. Only in newer versions of the API."
    }),
    sms_enabled: Schema.optionalKey(Schema.Boolean).annotateKey({
      description: "Whether the assistant can send an SMS to the person on the call. Only in `GET /campaigns/{id}`."
    }),
    sms_template: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "The exact text of the SMS sent during a call; the assistant writes the text when null. `{{variable}}` " +
        "placeholders are filled in. Only in `GET /campaigns/{id}`."
    }),
    structured_output_config: Schema.NullOr(Schema.Array(StructuredOutputField)).annotateKey({
      description: "The values to extract from each conversation."
    }),
    structured_output_prompt: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Prompt for the extraction; the default prompt of the service when null. Placeholders: `{{transcript}}`, " +
        "`{{call_direction}}`, `{{user_phone_number}}` and `{{agent_phone_number}}`. Only in `GET /campaigns/{id}`."
    }),
    stt_context: Schema.optionalKey(Schema.NullOr(SttContext)).annotateKey({
      description: "Context for the speech recognition. Only in newer versions of the API."
    }),
    stt_model: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The model for the speech recognition. Only in newer versions of the API."
    }),
    thinking_sound: Schema.optionalKey(Schema.NullOr(ThinkingSound)).annotateKey({
      description: "The sound that plays while the assistant prepares its response; silence when null. " +
        "Only in `GET /campaigns/{id}`."
    }),
    thinking_sound_probability: Schema.optionalKey(UnitInterval).annotateKey({
      description: "Probability that the thinking sound plays on a turn, from 0 to 1. Only in `GET /campaigns/{id}`."
    }),
    thinking_sound_volume: Schema.optionalKey(UnitInterval).annotateKey({
      description: "Loudness of the thinking sound, from 0 (silent) to 1. Only in `GET /campaigns/{id}`."
    }),
    transfer_destinations: Schema.optionalKey(Schema.NullOr(Schema.Array(TransferDestination))).annotateKey({
      description: "The numbers that calls can be transferred to. Only in newer versions of the API."
    }),
    transfer_phone_number: Schema.optionalKey(Schema.NullOr(PhoneNumber.Received)).annotateKey({
      description: "The number that calls are transferred to on request. Newer versions of the API omit it."
    }),
    type: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The kind of assistant. The values are not publicly documented. Only in newer versions of the API."
    }),
    updated_at: Timestamp.annotateKey({ description: "Time of the last change of the assistant." }),
    voice: Schema.NullOr(Voice).annotateKey({ description: "The voice of the assistant." }),
    voicemail_message: Schema.NullOr(Schema.String).annotateKey({
      description: "The message for an answering machine; the assistant hangs up without a message when null."
    }),
    voicemail_sms_prompt: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Instructions for the SMS that follows an answering machine; `{{variable}}` placeholders are filled in. " +
        "No SMS when null. Only in `GET /campaigns/{id}`."
    }),
    warm_transfer_summary_instructions: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Instructions for the summary that a person receives at a warm transfer; null for cold transfers and when " +
        "unset. Only in `GET /campaigns/{id}`."
    }),
    webhook_url: Schema.NullOr(Schema.String).annotateKey({
      description: "The URL of the webhook for completed calls."
    }),
    zoho: Schema.optionalKey(Schema.NullOr(ZohoPush)).annotateKey({
      description: "Updates of Zoho CRM after calls. Only in newer versions of the API."
    }),
    created_by: Schema.optionalKey(UncheckedJson).annotateKey({
      description:
        "The creator of the assistant. The fields are not publicly documented. Only in newer versions of the API."
    }),
    faq_items: Schema.optionalKey(Schema.Array(FaqItem)).annotateKey({
      description: "Questions that the assistant can answer."
    }),
    is_inbound_receptionist: Schema.optionalKey(UncheckedJson).annotateKey({
      description:
        "Whether the assistant is a receptionist. The type is not publicly documented. Only in newer versions of the API."
    }),
    is_realestate_assistant: Schema.optionalKey(UncheckedJson).annotateKey({
      description:
        "Whether the assistant is for real estate. The type is not publicly documented. Only in newer versions of the API."
    }),
    pending_faq_count: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "Number of unanswered questions."
    })
  }).annotate({ identifier: "Assistant", description: "The AI agent that speaks on a call." })
) {}

/**
 * A response with one assistant, such as that of `POST /assistants`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AssistantEnvelope extends Schema.Opaque<AssistantEnvelope>()(
  Schema.Struct({
    assistant: described(Assistant, "The assistant.")
  }).annotate({
    identifier: "AssistantEnvelope",
    description: "A response with one assistant, such as that of `POST /assistants`."
  })
) {}

/**
 * All assistants of the organization: the response of `GET /assistants`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AssistantList extends Schema.Opaque<AssistantList>()(
  Schema.Struct({
    assistants: Schema.Array(Assistant).annotateKey({ description: "The assistants, without pagination." })
  }).annotate({
    identifier: "AssistantList",
    description: "All assistants of the organization: the response of `GET /assistants`."
  })
) {}

/**
 * Whether an assistant was deleted: the response of `DELETE /assistants/{id}`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AssistantDeletion extends Schema.Opaque<AssistantDeletion>()(
  Schema.Struct({
    success: Schema.Boolean.annotateKey({ description: "Whether the assistant was deleted." })
  }).annotate({
    identifier: "AssistantDeletion",
    description: "Whether an assistant was deleted: the response of `DELETE /assistants/{id}`."
  })
) {}

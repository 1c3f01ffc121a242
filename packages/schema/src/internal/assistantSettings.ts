import * as Schema from "effect/Schema"
import { Calendly } from "../Calendly.ts"
import { CallRetryConfig } from "../CallRetryConfig.ts"
import { CustomTool } from "../CustomTool.ts"
import { LlmModel } from "../LlmModel.ts"
import { PhoneNumber } from "../PhoneNumber.ts"
import { PromptFlow } from "../PromptFlow.ts"
import { SlackNotification } from "../SlackNotification.ts"
import { StructuredOutputField } from "../StructuredOutputField.ts"
import { SttContext } from "../SttContext.ts"
import { Voice } from "../Voice.ts"
import { ZohoPush } from "../ZohoPush.ts"
import {
  BackgroundSound,
  CallOutcome,
  FirstSentenceMode,
  HumanTransferMode,
  SmsOutcome,
  ThinkingSound
} from "./assistantEnums.ts"
import { UncheckedJson } from "./json.ts"
import { SafeInt, UnitInterval } from "./numbers.ts"
import { atMost, EmailAddress } from "./strings.ts"

const optional = <S extends Schema.Constraint>(schema: S, description: string) =>
  Schema.optionalKey(schema).annotateKey({ description })

const nullable = <S extends Schema.Constraint>(schema: S, description: string) =>
  Schema.optionalKey(Schema.NullOr(schema)).annotateKey({ description })

/** An FAQ entry in a request. */
export const FaqEntry = Schema.Struct({
  answer: Schema.String.annotateKey({ description: "The answer of the assistant." }),
  question: Schema.String.annotateKey({ description: "The question." })
})

/** A number that calls can be transferred to, in a request. */
const Destination = Schema.make<
  Schema.Codec<{ readonly label: string; readonly phone_number: string; readonly [field: string]: Schema.Json }>
>(
  Schema.StructWithRest(
    Schema.Struct({
      label: Schema.String.annotateKey({ description: "The label, by which the model selects the destination." }),
      phone_number: PhoneNumber.annotateKey({ description: "The phone number, in E.164 format." })
    }),
    [Schema.Record(Schema.String, UncheckedJson)]
  ).ast
)

/** The settings of an assistant that requests can set, without its name and prompt. */
export const settings = {
  after_call_sms_outcomes: nullable(
    Schema.Array(SmsOutcome),
    "The outcomes that trigger the SMS that follows a call. Only in newer versions of the API."
  ),
  after_call_sms_prompt: nullable(
    Schema.String,
    "Instructions for the SMS that follows a call; `{{variable}}` placeholders are filled in. No SMS when null."
  ),
  background_sound: nullable(BackgroundSound, "The background sound of the call; silence when null."),
  background_sound_volume: optional(UnitInterval, "Loudness of the background sound, from 0 (silent) to 1."),
  calendly: nullable(Calendly, "The Calendly event type that the assistant books; null for none."),
  call_retry_config: optional(CallRetryConfig, "Hours, days and number of further attempts."),
  cartesia_dictionary_pronunciation_id: nullable(
    Schema.String,
    "The id of a pronunciation dictionary of Cartesia. Only in newer versions of the API."
  ),
  custom_tools: nullable(
    Schema.Array(CustomTool),
    "HTTP endpoints that the assistant can call during a conversation. They replace all existing ones."
  ),
  email_notification_address: nullable(
    EmailAddress,
    "Email address that is notified of calls with one of `email_notification_outcomes`; null for none."
  ),
  email_notification_outcomes: nullable(Schema.Array(CallOutcome), "The outcomes that trigger an email."),
  end_of_call_sentence: optional(Schema.String, "The sentence that the assistant speaks before it hangs up."),
  faq_items: optional(
    Schema.Array(FaqEntry),
    "Questions that the assistant can answer. They replace all existing ones."
  ),
  first_sentence: optional(
    Schema.String,
    "The first sentence of the assistant, when `first_sentence_mode` is `static`."
  ),
  first_sentence_delay_ms: optional(SafeInt, "Pause before the first sentence, in milliseconds. Default: 400."),
  first_sentence_mode: optional(
    FirstSentenceMode,
    "Whether the model generates the first sentence, `first_sentence` contains it, or the called person speaks first."
  ),
  from_phone_number: nullable(
    PhoneNumber,
    "The caller's phone number, in E.164 format; the default number of the organization when null."
  ),
  human_transfer_mode: nullable(HumanTransferMode, "The mode of transfers to a person; null disables transfers."),
  ivr_navigation_enabled: optional(
    Schema.Boolean,
    "Whether the assistant can navigate a phone menu: send keypad tones, skip turns."
  ),
  llm_model: optional(LlmModel, "The language model of the assistant."),
  logo_url: nullable(Schema.String, "The URL of a logo. Only in newer versions of the API."),
  max_call_duration_secs: optional(Schema.Finite, "Maximum duration of a call, in seconds."),
  max_duration_end_message: nullable(
    atMost(150),
    "The sentence that ends a call at its maximum duration: at most 150 characters. No sentence when null."
  ),
  position: optional(
    UncheckedJson,
    "The position in the visual editor. Its fields are not publicly documented. Only in newer versions of the API."
  ),
  precall_lookup_url: nullable(
    Schema.String,
    "The URL that the service requests before a call. Only in newer versions of the API."
  ),
  prompt_flow: nullable(
    PromptFlow,
    "The prompt as a graph of the visual editor. Only in newer versions of the API."
  ),
  slack: nullable(SlackNotification, "Notifications of calls in Slack. Only in newer versions of the API."),
  sms_enabled: optional(Schema.Boolean, "Whether the assistant can send an SMS to the person on the call."),
  sms_template: nullable(
    Schema.String,
    "The exact text of the SMS sent during a call; the assistant writes the text when null."
  ),
  structured_output_config: optional(
    Schema.Array(StructuredOutputField),
    "The values to extract from each conversation."
  ),
  structured_output_prompt: nullable(
    Schema.String,
    "Prompt for the extraction; the default prompt of the service when null."
  ),
  stt_context: nullable(SttContext, "Context for the speech recognition. Only in newer versions of the API."),
  stt_model: nullable(
    Schema.String,
    "The model for the speech recognition. The values are not publicly documented. Only in newer versions of the API."
  ),
  thinking_sound: nullable(
    ThinkingSound,
    "The sound that plays while the assistant prepares its response; silence when null."
  ),
  thinking_sound_probability: optional(
    UnitInterval,
    "Probability that the thinking sound plays on a turn, from 0 to 1."
  ),
  thinking_sound_volume: optional(UnitInterval, "Loudness of the thinking sound, from 0 (silent) to 1."),
  transfer_destinations: nullable(
    Schema.Array(Destination),
    "The numbers that calls can be transferred to. Only in newer versions of the API."
  ),
  transfer_phone_number: nullable(
    PhoneNumber,
    "The number that calls are transferred to on request, in E.164 format. Newer versions of the API have " +
      "`transfer_destinations` instead."
  ),
  type: nullable(
    Schema.String,
    "The kind of assistant. The values are not publicly documented. Only in newer versions of the API."
  ),
  voice: optional(Voice, "The voice of the assistant."),
  voicemail_message: nullable(
    Schema.String,
    "The message for an answering machine; the assistant hangs up without a message when null."
  ),
  voicemail_sms_prompt: nullable(
    Schema.String,
    "Instructions for the SMS that follows an answering machine; no SMS when null."
  ),
  warm_transfer_summary_instructions: nullable(
    Schema.String,
    "Instructions for the summary that a person receives at a warm transfer."
  ),
  webhook_url: nullable(Schema.String, "The URL of the webhook for completed calls; null for none."),
  zoho: nullable(ZohoPush, "Updates of Zoho CRM after calls. Only in newer versions of the API.")
}

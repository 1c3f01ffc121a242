/**
 * The AI agent that speaks on a call: its prompt, voice, model, tools and manners.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Calendly } from "./Calendly.ts"
import { CallRetryConfig } from "./CallRetryConfig.ts"
import { CustomTool } from "./CustomTool.ts"
import { FaqItem } from "./FaqItem.ts"
import { AssistantId, OrganizationId } from "./Ids.ts"
import { SafeInt, UnitInterval } from "./internal/numbers.ts"
import { atMost, EmailAddress } from "./internal/strings.ts"
import { LlmModel } from "./LlmModel.ts"
import * as OpenEnum from "./OpenEnum.ts"
import { StructuredOutputField } from "./StructuredOutputField.ts"
import { Timestamp } from "./Timestamp.ts"
import { Voice } from "./Voice.ts"

/**
 * The sound that plays behind a whole call.
 *
 * @category schemas
 * @since 0.1.0
 */
export const BackgroundSound = OpenEnum.make(["audio/office.ogg"])
/**
 * The sound that plays behind a whole call.
 *
 * @category models
 * @since 0.1.0
 */
export type BackgroundSound = typeof BackgroundSound.Type

/**
 * An outcome of a call that can trigger a notification.
 *
 * @category schemas
 * @since 0.1.0
 */
export const CallOutcome = OpenEnum.make([
  "not_interested",
  "interested",
  "completed",
  "requested_callback_later",
  "requested_callback_new_number",
  "do_not_contact"
])
/**
 * An outcome of a call that can trigger a notification.
 *
 * @category models
 * @since 0.1.0
 */
export type CallOutcome = typeof CallOutcome.Type

/**
 * Where an assistant's first sentence comes from.
 *
 * @category schemas
 * @since 0.1.0
 */
export const FirstSentenceMode = OpenEnum.make(["generated", "static", "none"])
/**
 * Where an assistant's first sentence comes from.
 *
 * @category models
 * @since 0.1.0
 */
export type FirstSentenceMode = typeof FirstSentenceMode.Type

/**
 * How a call is handed to a person: `warm` with an introduction, `cold` without.
 *
 * @category schemas
 * @since 0.1.0
 */
export const HumanTransferMode = OpenEnum.make(["warm", "cold"])
/**
 * How a call is handed to a person: `warm` with an introduction, `cold` without.
 *
 * @category models
 * @since 0.1.0
 */
export type HumanTransferMode = typeof HumanTransferMode.Type

/**
 * The sound that plays while an assistant thinks.
 *
 * @category schemas
 * @since 0.1.0
 */
export const ThinkingSound = OpenEnum.make([
  "city-ambience.ogg",
  "forest-ambience.ogg",
  "office-ambience.ogg",
  "crowded-room.ogg",
  "keyboard-typing.ogg",
  "keyboard-typing2.ogg",
  "hold_music.ogg"
])
/**
 * The sound that plays while an assistant thinks.
 *
 * @category models
 * @since 0.1.0
 */
export type ThinkingSound = typeof ThinkingSound.Type

/**
 * The AI agent that speaks on a call.
 *
 * **Details**
 *
 * `GET /campaigns/{id}` shows an assistant whole; the calls of `GET /campaigns/{id}/rows` show it without the fields
 * marked so, which are therefore optional.
 *
 * @category schemas
 * @since 0.1.0
 */
export class Assistant extends Schema.Opaque<Assistant>()(
  Schema.Struct({
    id: AssistantId.annotateKey({ description: "The id of the assistant." }),
    after_call_sms_prompt: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Instructions for the SMS that follows a call; `{{variable}}` placeholders are filled in. No SMS when null. " +
        "Only in `GET /campaigns/{id}`."
    }),
    background_sound: Schema.NullOr(BackgroundSound).annotateKey({
      description: "The sound that plays behind the whole call; silence when null."
    }),
    background_sound_volume: Schema.optionalKey(UnitInterval).annotateKey({
      description: "Loudness of the background sound, from 0 (silent) to 1. Only in `GET /campaigns/{id}`."
    }),
    calendly: Schema.NullOr(Calendly).annotateKey({ description: "The Calendly event type that it books into." }),
    call_retry_config: Schema.NullOr(CallRetryConfig).annotateKey({
      description: "When, how often and on which days to call again; the service's defaults when null."
    }),
    created_at: Timestamp.annotateKey({ description: "When the assistant was created." }),
    custom_tools: Schema.optionalKey(Schema.NullOr(Schema.Array(CustomTool))).annotateKey({
      description: "HTTP endpoints that it may call during a conversation. Only in `GET /campaigns/{id}`."
    }),
    email_notification_address: Schema.optionalKey(
      Schema.NullOr(
        EmailAddress
      )
    ).annotateKey({
      description: "Email address that hears of calls which end with one of `email_notification_outcomes`. " +
        "Only in `GET /campaigns/{id}`."
    }),
    email_notification_outcomes: Schema.optionalKey(Schema.NullOr(Schema.Array(CallOutcome))).annotateKey({
      description: "The outcomes that trigger an email. Only in `GET /campaigns/{id}`."
    }),
    end_of_call_sentence: Schema.NullOr(Schema.String).annotateKey({
      description: "What it says before it hangs up."
    }),
    first_sentence: Schema.NullOr(Schema.String).annotateKey({
      description: "What it says first, when `first_sentence_mode` is `static`."
    }),
    first_sentence_delay_ms: SafeInt.annotateKey({
      description: "Pause before the first sentence, in milliseconds. Default 400."
    }),
    first_sentence_mode: FirstSentenceMode.annotateKey({
      description: "Whether the first sentence is made up by the model, given, or left to the person called."
    }),
    from_phone_number: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The number it calls from, in place of the organization's default number, which null stands for. " +
        "Only in `GET /campaigns/{id}`."
    }),
    human_transfer_mode: Schema.optionalKey(Schema.NullOr(HumanTransferMode)).annotateKey({
      description: "How it hands a call to a person when `transfer_phone_number` is set; null when transfer is off. " +
        "Only in `GET /campaigns/{id}`."
    }),
    ivr_navigation_enabled: Schema.Boolean.annotateKey({
      description: "Whether it can work its way through a phone menu: send keypad tones, skip turns."
    }),
    llm_model: LlmModel.annotateKey({ description: "The language model behind it." }),
    max_call_duration_secs: Schema.Finite.annotateKey({ description: "The longest a call may run, in seconds." }),
    max_duration_end_message: Schema.optionalKey(
      Schema.NullOr(atMost(150))
    ).annotateKey({
      description:
        "What it says, uninterruptibly, when a call reaches its longest duration; the call ends silently when null. " +
        "At most 150 characters. Only in `GET /campaigns/{id}`."
    }),
    name: Schema.String.annotateKey({ description: "The name of the assistant." }),
    organization_id: OrganizationId.annotateKey({ description: "The organization that owns it." }),
    prompt: Schema.String.annotateKey({ description: "The instructions that it follows on a call." }),
    sms_enabled: Schema.optionalKey(Schema.Boolean).annotateKey({
      description: "Whether it may send an SMS to the person on the call. Only in `GET /campaigns/{id}`."
    }),
    sms_template: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "The exact text of the SMS it sends during a call, in place of one it writes itself; `{{variable}}` " +
        "placeholders are filled in. Only in `GET /campaigns/{id}`."
    }),
    structured_output_config: Schema.NullOr(Schema.Array(StructuredOutputField)).annotateKey({
      description: "The values to take out of each conversation."
    }),
    structured_output_prompt: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Prompt for taking them out, in place of the service's own; knows `{{transcript}}`, `{{call_direction}}`, " +
        "`{{user_phone_number}}` and `{{agent_phone_number}}`. Only in `GET /campaigns/{id}`."
    }),
    thinking_sound: Schema.optionalKey(Schema.NullOr(ThinkingSound)).annotateKey({
      description: "The sound that plays while it thinks; silence when null. Only in `GET /campaigns/{id}`."
    }),
    thinking_sound_probability: Schema.optionalKey(UnitInterval).annotateKey({
      description: "How likely the thinking sound plays on a turn, from 0 to 1. Only in `GET /campaigns/{id}`."
    }),
    thinking_sound_volume: Schema.optionalKey(UnitInterval).annotateKey({
      description: "Loudness of the thinking sound, from 0 (silent) to 1. Only in `GET /campaigns/{id}`."
    }),
    transfer_phone_number: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description: "The number that calls are transferred to on request. Newer versions of the API leave it out."
    }),
    updated_at: Timestamp.annotateKey({ description: "When the assistant was last changed." }),
    voice: Schema.NullOr(Voice).annotateKey({ description: "The voice it speaks with." }),
    voicemail_message: Schema.NullOr(Schema.String).annotateKey({
      description: "What it says to an answering machine before it hangs up; it hangs up at once when null."
    }),
    voicemail_sms_prompt: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Instructions for the SMS that follows an answering machine; `{{variable}}` placeholders are filled in. " +
        "No SMS when null. Only in `GET /campaigns/{id}`."
    }),
    warm_transfer_summary_instructions: Schema.optionalKey(Schema.NullOr(Schema.String)).annotateKey({
      description:
        "Instructions for the summary that a person gets at a warm transfer; null when not set or the transfer is " +
        "cold. Only in `GET /campaigns/{id}`."
    }),
    webhook_url: Schema.NullOr(Schema.String).annotateKey({
      description: "The URL that is called when a call is completed."
    }),
    faq_items: Schema.optionalKey(Schema.Array(FaqItem)).annotateKey({
      description: "Questions that it can answer."
    }),
    pending_faq_count: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "How many questions still wait for an answer."
    })
  }).annotate({ identifier: "Assistant", description: "The AI agent that speaks on a call." })
) {}

import type { Assistant } from "@effect-revox/schema/Assistant"
import type { CallRetryConfig } from "@effect-revox/schema/CallRetryConfig"
import type { LlmModel } from "@effect-revox/schema/LlmModel"
import type { StructuredOutputField } from "@effect-revox/schema/StructuredOutputField"
import * as Struct from "effect/Struct"
import * as brands from "./brands.ts"
import * as Random from "./random.ts"
import { assistantVoice } from "./voiceStore.ts"

const stream = 2

const day = 86_400_000

const fields: ReadonlyArray<StructuredOutputField> = [
  {
    name: "outcome",
    required: true,
    type: "enum",
    description: "Outcome of the call",
    enum_options: ["interested", "not_interested", "do_not_contact", "requested_callback_later"]
  },
  { name: "interested", required: true, type: "boolean" },
  { name: "budget", required: false, type: "number", description: "Monthly budget in euros" },
  { name: "callback_at", required: false, type: "datetime" },
  { name: "summary", required: false, type: "string", description: "One sentence, in the contact's language" }
]

const prompt = `You are Ada, a friendly agent of Northwind Energy. Speak the language of the contact.
Introduce yourself, explain the offer in one sentence and never promise a price. Call the contact {{first_name}}.
When they want a meeting, use book_meeting. When they say no, thank them and end the call.`

const retryConfig = (random: Random.SeededRandom): CallRetryConfig => ({
  calling_windows: [
    { calling_window_end_time: "12:30", calling_window_start_time: "09:00", retry_delay_seconds: 3600 },
    { calling_window_end_time: "6pm", calling_window_start_time: "2pm", retry_delay_seconds: 7200 }
  ],
  max_retry_attempts: 3,
  timezone: random.chance(0.5) ? "Europe/Paris" : null
})

const rowModel = (random: Random.SeededRandom): LlmModel =>
  random.chance(0.7)
    ? { name: random.chance(0.8) ? "gpt-4.1" : "ministral-3-8b-instruct", type: "dedicated-instance" }
    : { openrouter_model_id: "openai/gpt-4.1", openrouter_provider: "azure", type: "openrouter" }

/** Both views of a campaign's assistant: `rows` is embedded in calls, and `campaign` has all fields. */
export interface Assistants {
  readonly rows: Assistant
  readonly campaign: Assistant
}

/** The fields of assistants that are embedded in calls. */
const embedded = [
  "id",
  "background_sound",
  "calendly",
  "call_retry_config",
  "created_at",
  "end_of_call_sentence",
  "faq_items",
  "first_sentence",
  "first_sentence_delay_ms",
  "first_sentence_mode",
  "ivr_navigation_enabled",
  "llm_model",
  "max_call_duration_secs",
  "name",
  "organization_id",
  "pending_faq_count",
  "prompt",
  "structured_output_config",
  "transfer_phone_number",
  "updated_at",
  "voice",
  "voicemail_message",
  "webhook_url"
] as const

/** Returns both views of an assistant that a request created or changed. */
export const viewsOf = (assistant: Assistant): Assistants => ({
  campaign: assistant,
  rows: Struct.pick(assistant, embedded)
})

/** Returns the assistant of a campaign, a pure function of the arguments. */
export const make = (
  seed: number,
  createdAt: number,
  extracts: boolean,
  id = Random.uuid(seed, stream, 1)
): Assistants => {
  const random = Random.make(seed, 1, stream)
  const nullable = <A>(value: A): A | null => random.chance(0.6) ? value : null
  const transfer = nullable("+33184800000")
  const rows: Assistant = {
    id: brands.assistantId(id),
    background_sound: nullable("audio/office.ogg"),
    calendly: nullable({
      connection_id: `cal_${Random.hash(seed, 3, stream).toString(36)}`,
      event_type_id: "https://api.calendly.com/event_types/b2330295-2a91-4a1d-bb73-99e7707663d5"
    }),
    call_retry_config: nullable(retryConfig(random)),
    created_at: brands.iso(createdAt - 30 * day),
    end_of_call_sentence: nullable("Thank you, goodbye!"),
    first_sentence: nullable("Hi {{first_name}}, this is Ada from Northwind."),
    first_sentence_delay_ms: 400,
    first_sentence_mode: random.pick(["static", "generated", "none"]),
    ivr_navigation_enabled: random.chance(0.4),
    llm_model: rowModel(random),
    max_call_duration_secs: 600,
    name: "Ada – prospection & rappels",
    organization_id: brands.organizationId(Random.uuid(seed, stream, 2)),
    prompt,
    structured_output_config: extracts ? fields : null,
    transfer_phone_number: transfer,
    updated_at: brands.iso(createdAt - day),
    voice: nullable({ ...assistantVoice, speed: 1.05 }),
    voicemail_message: nullable("Hello, this is Ada from Northwind. Please call us back."),
    webhook_url: nullable("https://hooks.example.com/revox?tenant=42"),
    faq_items: [
      { answer: "About 12% on average.", question: "How much can I save?", id: "faq_1", source: "human" },
      { answer: "", question: "Is there a cancellation fee?", id: "faq_2", needs_human_answer: true, source: "ai" }
    ],
    pending_faq_count: 1
  }
  return {
    rows,
    campaign: {
      ...rows,
      after_call_sms_prompt: nullable("Thank {{first_name}} and repeat the appointment."),
      background_sound_volume: 0.35,
      call_retry_config: rows.call_retry_config === null ? null : {
        ...rows.call_retry_config,
        allowed_days: ["monday", "tuesday", "wednesday", "thursday", "friday"],
        call_twice_in_a_row: random.chance(0.3)
      },
      custom_tools: nullable([
        {
          body_template: "{\"slot\": \"{{slot}}\", \"phone\": \"{{phone}}\"}",
          description: "Books a meeting in the calendar of the sales team",
          headers: [{ key: "x-tenant", value: "{{tenant}}" }],
          input_schema: [{ name: "slot", required: true, type: "datetime", description: "Start of the meeting" }],
          method: "POST",
          name: "book_meeting",
          query_params: [],
          url: "https://calendar.example.com/v1/meetings"
        }
      ]),
      email_notification_address: nullable("sales@example.com"),
      email_notification_outcomes: nullable(["interested", "requested_callback_later"]),
      from_phone_number: nullable("+33184801234"),
      human_transfer_mode: transfer === null ? null : random.pick(["warm", "cold"]),
      max_duration_end_message: nullable("We have to stop here. Thank you!"),
      sms_enabled: random.chance(0.5),
      sms_template: nullable("Hi {{first_name}}, details: https://example.com/o"),
      structured_output_prompt: nullable("Read {{transcript}} and fill in the fields."),
      thinking_sound: nullable("keyboard-typing.ogg"),
      thinking_sound_probability: 0.5,
      thinking_sound_volume: 0.8,
      voicemail_sms_prompt: nullable("Tell {{first_name}} that we called."),
      warm_transfer_summary_instructions: nullable("Two sentences: who, and what they want.")
    }
  }
}

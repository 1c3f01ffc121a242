import { Assistants } from "@effect-revox/client"
import type { RequestRecord } from "@effect-revox/testing"
import type { Wire } from "./Wire.ts"

type Wires = { readonly [Id in Extract<RequestRecord.EndpointId, `assistants.${string}`>]: Wire }

const withAssistants = (call: (assistants: Assistants.Assistants["Service"]) => Wire["call"]): Wire["call"] =>
  Assistants.Assistants.use(call)

const simulator = { assistants: [{ id: "assistant/1 é", name: "Ada" }] }

const target = "/api/assistants/assistant%2F1%20%C3%A9"

/** Every setting of a request. */
export const fullAssistant = {
  name: "Ada – été",
  prompt: "You are Ada. Call the contact {{first_name}}.",
  after_call_sms_outcomes: ["interested", "none"],
  after_call_sms_prompt: "Thank {{first_name}}.",
  background_sound: "audio/office.ogg",
  background_sound_volume: 0.25,
  calendly: { connection_id: "cal_1", event_type_id: "https://api.calendly.com/event_types/1" },
  call_retry_config: {
    allowed_days: ["monday", "sunday"],
    call_twice_in_a_row: true,
    calling_windows: [
      { calling_window_end_time: "6pm", calling_window_start_time: "09:00", retry_delay_seconds: 60 }
    ],
    max_retry_attempts: 2,
    timezone: "Europe/Paris"
  },
  cartesia_dictionary_pronunciation_id: "dict_1",
  custom_tools: [{
    body_template: "{\"slot\": \"{{slot}}\"}",
    description: "Books a meeting",
    headers: [{ key: "authorization", value: "Bearer tool-secret-1" }],
    input_schema: [{ name: "slot", required: true, type: "datetime" }],
    method: "POST",
    name: "book_meeting",
    query_params: [{ key: "token", value: "query-secret-2" }],
    url: "https://user:password-3@calendar.example.com/v1/meetings?signature=url-secret-4"
  }],
  email_notification_address: "sales@example.com",
  email_notification_outcomes: ["interested", "do_not_contact"],
  end_of_call_sentence: "Goodbye!",
  faq_items: [{ answer: "12%", question: "How much can I save?" }],
  first_sentence: "Hi {{first_name}}",
  first_sentence_delay_ms: 300,
  first_sentence_mode: "static",
  from_phone_number: "+33184801234",
  human_transfer_mode: "warm",
  ivr_navigation_enabled: true,
  llm_model: {
    api_key: "model-secret-5",
    api_url: "https://models.example.com/v1",
    model_name: "llama",
    type: "custom"
  },
  logo_url: "https://example.com/logo.png",
  max_call_duration_secs: 300,
  max_duration_end_message: "We have to stop here.",
  position: { x: 1, y: 2 },
  precall_lookup_url: "https://crm.example.com/lookup?key=lookup-secret-6",
  prompt_flow: { edges: [{ id: "1", source: "a", target: "b" }], nodes: [{ id: "a" }, { id: "b" }] },
  slack: {
    channels: [{ id: "C1", name: "sales" }],
    connection_id: "slack_1",
    outcomes: ["interested"],
    template: null
  },
  sms_enabled: true,
  sms_template: "Hi {{first_name}}",
  structured_output_config: [{ name: "budget", required: false, type: "number" }],
  structured_output_prompt: "Read {{transcript}}.",
  stt_context: { general: [{ topic: "energy" }], terms: ["Northwind"] },
  stt_model: "nova",
  thinking_sound: "hold_music.ogg",
  thinking_sound_probability: 0.5,
  thinking_sound_volume: 1,
  transfer_destinations: [{ label: "Sales", phone_number: "+15125550100", priority: 1 }],
  transfer_phone_number: "+15125550101",
  type: "outbound",
  voice: { id: "ada", provider: "cartesia", speed: 1.2, volume: 0.8, model: "sonic" },
  voicemail_message: "Please call us back.",
  voicemail_sms_prompt: "Say that we called.",
  warm_transfer_summary_instructions: "Two sentences.",
  webhook_url: "https://hooks.example.com/services/T00000000/8f14e45fceea167a5a36dedd4bea2543",
  zoho: {
    connection_id: "zoho_1",
    field_mapping: [{ source: "outcome", zoho_field: "Status" }],
    log_call_activity: true,
    module: "Leads",
    outcomes: ["none"],
    template: "Called"
  }
} as const

/** The requests for assistants, literally. */
export const assistantWires: Wires = {
  "assistants.list": {
    method: "GET",
    target: "/api/assistants",
    body: undefined,
    call: withAssistants((assistants) => assistants.list())
  },
  "assistants.create": {
    method: "POST",
    target: "/api/assistants",
    body: fullAssistant,
    call: withAssistants((assistants) => assistants.create(fullAssistant))
  },
  "assistants.retrieve": {
    method: "GET",
    target,
    body: undefined,
    simulator,
    call: withAssistants((assistants) => assistants.retrieve("assistant/1 é"))
  },
  "assistants.update": {
    method: "PATCH",
    target,
    body: { voicemail_message: null, sms_enabled: false },
    simulator,
    call: withAssistants((assistants) =>
      assistants.update("assistant/1 é", { voicemail_message: null, sms_enabled: false })
    )
  },
  "assistants.delete": {
    method: "DELETE",
    target,
    body: undefined,
    simulator,
    call: withAssistants((assistants) => assistants.delete("assistant/1 é"))
  },
  "assistants.clone": {
    method: "POST",
    target: `${target}/clone`,
    body: undefined,
    simulator,
    call: withAssistants((assistants) => assistants.clone("assistant/1 é"))
  }
}

/** How assistants are printed. */
import type { Assistant } from "@effect-revox/schema/Assistant"
import * as Secrets from "@effect-revox/schema/Secrets"
import * as Timestamp from "@effect-revox/schema/Timestamp"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Card from "../card.ts"
import * as Flags from "../flags.ts"
import type * as Table from "../table.ts"
import * as Time from "../time.ts"

/** `--show-secrets`: prints secrets instead of masks. */
export const showSecrets = Flags.toggle("show-secrets", "Print secrets such as API keys in JSON, instead of masks")

/** Masks the secrets of an assistant, except with `--show-secrets`. */
export const masked = (assistant: Assistant, showSecrets: boolean): Assistant =>
  showSecrets ? assistant : Secrets.mask(assistant)

const modelNames = new Set(["name", "model_name", "openrouter_model_id", "realtime_model_id"])

const modelOf = ({ llm_model }: Assistant): string => {
  const name = Object.entries(llm_model).find(([key]) => modelNames.has(key))?.[1]
  return typeof name === "string" ? `${name} (${llm_model.type})` : llm_model.type
}

const maxPrompt = 200

const promptOf = ({ prompt }: Assistant): string =>
  prompt.length > maxPrompt ? `${prompt.slice(0, maxPrompt)}… (${prompt.length} characters)` : prompt

const voiceOf = ({ voice }: Assistant): string => voice === null ? "" : `${voice.id} (${voice.provider})`

/** An assistant as aligned text, with the settings that people compare. */
export const card = (assistant: Assistant): string =>
  Card.render(assistant.name, [
    ["id", assistant.id],
    ["model", modelOf(assistant)],
    ["voice", voiceOf(assistant)],
    ["calls from", assistant.from_phone_number],
    ["transfers to", assistant.transfer_phone_number],
    ["maximum call", `${assistant.max_call_duration_secs} seconds`],
    ["first sentence", assistant.first_sentence ?? assistant.first_sentence_mode],
    ["tools", assistant.custom_tools?.map(({ name }) => name).join(", ")],
    ["extracts", assistant.structured_output_config?.map(({ name }) => name).join(", ")],
    ["FAQ entries", assistant.faq_items?.length],
    ["prompt", promptOf(assistant)],
    ["created", Time.format(assistant.created_at)],
    ["updated", Time.format(assistant.updated_at)]
  ])

const createdAt = ({ created_at }: Assistant): number =>
  Option.match(Timestamp.toDateTime(created_at), { onNone: () => 0, onSome: DateTime.toEpochMillis })

/** Sorts assistants, newest first. The API does not document an order. */
export const newestFirst = (assistants: ReadonlyArray<Assistant>): ReadonlyArray<Assistant> =>
  assistants.toSorted((a, b) => createdAt(b) - createdAt(a))

const columns: ReadonlyArray<Table.Column> = [
  { title: "id", kind: "id", minWidth: 8 },
  { title: "name", minWidth: 8 },
  { title: "model", minWidth: 8, rank: 1 },
  { title: "created", minWidth: 11, rank: 2 }
]

/** The table of assistants. */
export const list = {
  columns,
  cells: (assistant: Assistant) => [
    assistant.id,
    assistant.name,
    modelOf(assistant),
    Time.format(assistant.created_at)
  ],
  empty: "No assistants."
}

import { Assistant, AssistantCreate } from "@effect-revox/schema"
import { Arbitraries } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { complete } from "./utils/samples.ts"

const strict = { onExcessProperty: "error" } as const
const isCreate = Schema.encodeUnknownEffect(AssistantCreate.AssistantCreate, strict)
const isUpdate = Schema.encodeUnknownEffect(AssistantCreate.AssistantUpdate, strict)
const decode = Schema.decodeUnknownEffect(Assistant.Assistant)

/** The fields of an assistant that no request can set. */
const readOnly = [
  "id",
  "created_at",
  "created_by",
  "is_inbound_receptionist",
  "is_realestate_assistant",
  "organization_id",
  "pending_faq_count",
  "updated_at"
]

const body = { name: "Ada", prompt: "You are Ada." }

const complete_ = decode({
  ...(complete(Assistant.Assistant.ast, 0) as object),
  email_notification_address: "a@example.com",
  from_phone_number: "+33184801234",
  transfer_phone_number: "+33184801235",
  transfer_destinations: [{ label: "Sales", phone_number: "+33184801236", priority: 1 }]
})

describe("Assistant", () => {
  describe("toCreate", () => {
    it.effect("copies every setting", () =>
      Effect.gen(function*() {
        const assistant = yield* complete_
        const copy = Assistant.toCreate(assistant)
        assert.sameMembers([...Object.keys(copy), ...readOnly], Object.keys(Assistant.Assistant.fields))
        assert.sameMembers(Object.keys(copy), Object.keys(AssistantCreate.AssistantCreate.fields))
        const { faq_items, ...settings } = copy
        assert.deepInclude(assistant, settings)
        assert.deepStrictEqual(faq_items, assistant.faq_items?.map(({ answer, question }) => ({ answer, question })))
        assert.deepStrictEqual(Assistant.notCopied(assistant), [])
      }))

    it.effect("omits what belongs to the organization", () =>
      Effect.gen(function*() {
        const assistant = yield* complete_
        const all = Object.keys(Assistant.toCreate(assistant))
        const some = Object.keys(Assistant.toCreate(assistant, { omitConnections: true }))
        assert.sameMembers([...some, "calendly", "from_phone_number", "slack", "zoho"], all)
      }))

    it.effect("omits values that a request cannot have, and returns their names", () =>
      Effect.gen(function*() {
        const assistant = {
          ...yield* complete_,
          transfer_phone_number: "0184801234",
          first_sentence: null,
          voicemail_message: null,
          background_sound_volume: 2
        }
        const copy = Assistant.toCreate(assistant)
        assert.notProperty(copy, "transfer_phone_number")
        assert.notProperty(copy, "first_sentence")
        assert.isNull(copy.voicemail_message)
        assert.deepStrictEqual(Assistant.notCopied(assistant), ["background_sound_volume", "transfer_phone_number"])
      }))

    it.effect.prop(
      "is a valid request body for every assistant, with each of its settings that a request can have",
      { assistant: Arbitraries.make(Assistant.Assistant) },
      ({ assistant }) =>
        Effect.gen(function*() {
          const copy = Assistant.toCreate(assistant)
          const sent = yield* isCreate(copy)
          assert.deepStrictEqual<unknown>(
            yield* Schema.decodeUnknownEffect(AssistantCreate.AssistantCreate)(sent),
            copy
          )
          const omitted = new Set([...Assistant.notCopied(assistant), ...readOnly])
          for (const [name, value] of Object.entries(assistant)) {
            if (value !== null && !omitted.has(name)) assert.property(copy, name)
          }
        })
    )
  })
})

describe("AssistantCreate", () => {
  it.effect.each<readonly [object, string]>([
    [{ prompt: "" }, `["name"]`],
    [{ ...body, voise: {} }, `["voise"]`],
    [{ ...body, background_sound_volume: 1.5 }, `["background_sound_volume"]`],
    [{ ...body, from_phone_number: "0184801234" }, `["from_phone_number"]`],
    [{ ...body, transfer_destinations: [{ label: "", phone_number: "911" }] }, `["transfer_destinations"][0]`],
    [{ ...body, email_notification_address: "nobody" }, `["email_notification_address"]`],
    [{ ...body, max_duration_end_message: "a".repeat(151) }, `["max_duration_end_message"]`],
    [{ ...body, first_sentence: null }, `["first_sentence"]`],
    [{ ...body, first_sentence_delay_ms: 0.5 }, `["first_sentence_delay_ms"]`],
    [{ ...body, voice: { id: "", provider: "cartesia" } }, `["voice"]["id"]`],
    [{ ...body, faq_items: [{ question: "?" }] }, `["faq_items"][0]["answer"]`],
    [{ ...body, llm_model: { type: "custom", api_key: "1" } }, `["llm_model"]`]
  ])("refuses %j", ([input, path]) =>
    Effect.gen(function*() {
      const { message } = yield* Effect.flip(isCreate(input))
      assert.include(message, path)
    }))
})

describe("AssistantUpdate", () => {
  it.effect("has exactly the given keys, also those that are null", () =>
    Effect.gen(function*() {
      const changes = { voicemail_message: null, from_phone_number: null, sms_enabled: false }
      assert.deepStrictEqual<unknown>(yield* isUpdate(changes), changes)
      assert.deepStrictEqual<unknown>(yield* isUpdate({}), {})
    }))

  it.effect("refuses an undefined value and unknown keys", () =>
    Effect.gen(function*() {
      assert.include((yield* Effect.flip(isUpdate({ prompt: undefined }))).message, `["prompt"]`)
      assert.include((yield* Effect.flip(isUpdate({ id: "1" }))).message, `["id"]`)
    }))
})

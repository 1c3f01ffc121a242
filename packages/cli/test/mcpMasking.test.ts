import {
  Assistant,
  Call,
  CallAttempt,
  Campaign,
  CampaignRow,
  OwnedPhoneNumber,
  Secrets,
  TransferDestination
} from "@effect-revox/schema"
import { Arbitraries } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { Arbitrary } from "effect"
import * as Bounding from "../src/mcp/bounding.ts"
import * as Masking from "../src/mcp/masking.ts"
import * as Present from "../src/mcp/present.ts"
import { CallDetails, CallSummary, CampaignDetails, CampaignSummary, RowSummary } from "../src/mcp/results.ts"

const numbers = [
  "+4915123456789",
  "+1 (415) 555-0123",
  "0151 234 567 89",
  "06.12.34.56.78",
  "4915123456789",
  "030/1234567"
]

const digitsOf = (text: string): string => text.replace(/\D/g, "")

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Fields of JSON that the API does not describe. */
const customFields = /^(?:input_data|metadata|contact|structured_output)$/

/** Puts phone numbers into all phone fields of an entity, found by name, and into its custom JSON. */
const planted = (value: unknown, number: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => planted(item, number))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name.endsWith("phone_number") && !isObject(field) ? number : customFields.test(name)
        ? {
          mobile: number,
          order: "A-1024",
          note: "call +49 151 23456789 today",
          sent_at: "2026-11-30T10:00:00Z",
          due: "2026-11-30",
          ...(name === "structured_output"
            ? { id: 4915123456789, nested: { list: [number, { [`+4915123456789`]: 1 }] } }
            : {})
        }
        : planted(field, number)
    ])
  )
}

/** All texts and numbers of a value, and the names of its fields. */
const leaves = (value: unknown): ReadonlyArray<string> =>
  Array.isArray(value)
    ? value.flatMap(leaves)
    : isObject(value)
    ? Object.entries(value).flatMap(([name, field]) => [name, ...leaves(field)])
    : [String(value)]

const entities = {
  Assistant: Assistant.Assistant,
  Call: Call.Call,
  CallAttempt: CallAttempt.CallAttempt,
  Campaign: Campaign.Campaign,
  CampaignRow: CampaignRow.CampaignRow,
  OwnedPhoneNumber: OwnedPhoneNumber.OwnedPhoneNumber,
  TransferDestination: TransferDestination.TransferDestination
} satisfies Record<string, Schema.Codec<unknown, unknown>>

describe("Masking", () => {
  describe("mask", () => {
    for (const [name, schema] of Object.entries<Schema.Codec<unknown, unknown>>(entities)) {
      it.effect.prop(
        `leaves no phone number in fields of ${name}`,
        { entity: Arbitraries.make(schema), number: Arbitrary.schema(Schema.Literals(numbers)) },
        ({ entity, number }) =>
          Effect.sync(() => {
            const input = planted(entity, number)
            const masked = Masking.mask(schema, input)
            const found = leaves(masked).filter((leaf) =>
              digitsOf(leaf).includes("5123456789") || leaf.includes(number)
            )
            assert.deepStrictEqual(found, [], JSON.stringify(masked))
          })
      )
    }

    it("keeps dates, ids, amounts and other texts", () => {
      const row = {
        id: "1234567890",
        row_index: 10_000_000,
        phone_number: "+33612345678",
        input_data: {
          date: "2026-11-30",
          at: "2026-11-30T10:00:00Z",
          german: "30.11.2026",
          amount: "1500.50",
          code: "A-1024",
          company: "1-800-Plumbers"
        }
      }
      assert.deepStrictEqual<unknown>(Masking.mask(CampaignRow.CampaignRow, row), {
        ...row,
        phone_number: "+33 *** 78"
      })
    })
  })

  it.each([
    ["+33612345678", "+33 *** 78"],
    ["0612345678", "*** 78"],
    ["anonymous", "***"],
    ["112", "***"],
    ["", ""]
  ])("masks the phone number %j as %j", (number, masked) => {
    assert.strictEqual(Masking.phoneNumber(number), masked)
  })

  it.each([
    ["Call +33 6 12 34 56 78, please", "Call +33 *** 78, please"],
    ["0033612345678", "*** 78"],
    ["sip:%2B33612345678@example.com", "sip:*** 78@example.com"],
    ["\uff0b\uff13\uff13\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "+33 *** 78"],
    ["at 10:00+0200, 3 + 4 = 7, A+1", "at 10:00+0200, 3 + 4 = 7, A+1"]
  ])("masks the numbers in the text %j", (text, masked) => {
    assert.strictEqual(Masking.inText(text), masked)
  })
})

const results = { CallDetails, CallSummary, CampaignDetails, CampaignSummary, RowSummary }

/** Makes texts and lists of a value larger. */
const inflated = (value: unknown): unknown =>
  Array.isArray(value)
    ? Array.from({ length: 6 }, (_, index) => inflatedText(value[index % value.length]))
    : isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, field]) => [name, inflated(field)]))
    : inflatedText(value)

const inflatedText = (value: unknown): unknown =>
  typeof value === "string" ? `${value}${"\ud83d\ude00\u0000".repeat(300)}` : isObject(value) ? inflated(value) : value

describe("Bounding", () => {
  for (const [name, schema] of Object.entries<Schema.Codec<unknown, unknown>>(results)) {
    it.effect.prop(
      `limits the size of every ${name}`,
      { value: Arbitraries.make(schema) },
      ({ value }) =>
        Effect.sync(() => {
          const { value: fitted } = Bounding.fit(schema, inflated(value), 20_000)
          assert.isAtMost(Bounding.sizeOf(fitted), 20_000)
        })
    )
  }

  it("keeps a value that fits", () => {
    const row = { id: "1", row_index: 0, phone_number: "+33612345678", input_data: { name: "Ada" } }
    assert.deepStrictEqual(Bounding.fit(RowSummary, row, 1_000), { value: row, cuts: [] })
  })

  it("includes the items that fit, and at least one", () => {
    const items = Array.from({ length: 50 }, () => ({
      id: "1",
      row_index: 0,
      phone_number: "+33612345678",
      input_data: { notes: "x".repeat(900) }
    }))
    assert.lengthOf(Bounding.fitItems(RowSummary, items, 10_000).items, 10)
    assert.lengthOf(Bounding.fitItems(RowSummary, items, 10).items, 1)
  })
})

describe("Present", () => {
  it.effect("masks the secrets of assistants, also with full phone numbers, and removes hidden characters", () =>
    Effect.gen(function*() {
      const llm_model = {
        type: "custom",
        api_key: "sk-secret-of-the-model",
        api_url: "https://llm.example.com",
        model_name: "m\u{e0041}\u202e"
      }
      const Both = Schema.Struct({ assistant: Schema.Struct({ llm_model: Assistant.Assistant.fields.llm_model }) })
      const { value } = yield* Effect.provideService(
        Present.one(Both, { assistant: { llm_model } }),
        Present.ShowNumbers,
        true
      )
      assert.deepStrictEqual<unknown>(value, {
        assistant: { llm_model: { ...llm_model, api_key: Secrets.masked, model_name: "m " } }
      })
    }))
})

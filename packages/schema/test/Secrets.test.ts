import { Assistant, AssistantCreate, Secrets } from "@effect-revox/schema"
import { Arbitraries } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Equal, Schema } from "effect"

const { masked } = Secrets

const tool = {
  body_template: "{\"slot\": \"{{slot}}\", \"api_key\": \"template-secret\", \"token\": \"{{token}}\"}",
  description: "Books",
  headers: [
    { key: "Authorization", value: "Bearer tool-secret" },
    { key: "x-tenant", value: "{{tenant}}" },
    { key: "Content-Type", value: "application/json" }
  ],
  input_schema: [{ name: "token", required: true, type: "string" }],
  method: "POST",
  name: "book",
  query_params: [{ key: "signature", value: "query-secret" }, { key: "id", value: "Bearer {{id}}" }],
  url: "https://user:pass@tools.example.com/v1/meetings?signature=url-secret&tenant={{tenant}}#fragment-secret"
} as const

const assistant = {
  custom_tools: [tool],
  llm_model: {
    api_key: "model-secret",
    api_url: "https://models.example.com/v1",
    model_name: "llama",
    type: "custom"
  },
  prompt: "The token is abc.",
  webhook_url: "https://hooks.example.com/services/T01/8f14e45fceea167a5a36dedd?tenant="
} as const

const maskedAssistant = {
  custom_tools: [{
    ...tool,
    body_template: `{"slot": "{{slot}}", "api_key": "${masked}", "token": "{{token}}"}`,
    headers: [{ key: "Authorization", value: masked }, tool.headers[1], tool.headers[2]],
    query_params: [{ key: "signature", value: masked }, tool.query_params[1]],
    url: `https://${masked}@tools.example.com/v1/meetings?signature=${masked}&tenant={{tenant}}#${masked}`
  }],
  llm_model: { ...assistant.llm_model, api_key: masked },
  prompt: "The token is abc.",
  webhook_url: `https://hooks.example.com/services/T01/${masked}?tenant=`
}

const assistants = Arbitraries.make(Assistant.Assistant)

describe("Secrets", () => {
  describe("mask", () => {
    it("masks keys, headers, parameters and the secret parts of URLs", () => {
      assert.deepStrictEqual<object>(Secrets.mask(assistant), maskedAssistant)
    })

    it("masks the keys of models of an unknown type", () => {
      const llm_model = Schema.decodeUnknownSync(Assistant.Assistant.fields.llm_model)({
        type: "hosted-v2",
        credentials: { "x-api-key": "secret", region: "eu", refresh_token: "secret" }
      })
      assert.deepStrictEqual<object>(Secrets.mask({ llm_model }), {
        llm_model: { type: "hosted-v2", credentials: { "x-api-key": masked, region: "eu", refresh_token: masked } }
      })
    })

    it.effect.prop(
      "is idempotent, keeps the type, and leaves no secret",
      { assistant: assistants },
      ({ assistant }) =>
        Effect.sync(() => {
          const once = Secrets.mask(assistant)
          assert.isTrue(Equal.equals(Secrets.mask(once), once))
          assert.isTrue(Schema.is(Schema.toType(Assistant.Assistant))(once) || Secrets.maskedPaths(once).length > 0)
          assert.deepStrictEqual(Secrets.secretsIn(once).filter((secret) => !secret.includes(masked)), [])
          assert.deepStrictEqual(Secrets.maskedPaths(once).length === 0, Secrets.secretsIn(assistant).length === 0)
        })
    )
  })

  describe("maskAll", () => {
    it("masks assistants and models in responses, and nothing else", () => {
      const row = { id: "1", input_data: { token: "abc", url: "https://a.b/?c=d" }, call: { assistant } }
      const response = {
        campaign: { name: "token", assistant },
        rows: [row],
        assistants: [assistant, assistant],
        phone_numbers: [{ id: "1", inbound_assistant: assistant }],
        call: { llm_model: assistant.llm_model, recording_url: "https://a.b/?c=d" }
      }
      assert.deepStrictEqual<object>(Secrets.maskAll(response), {
        campaign: { name: "token", assistant: maskedAssistant },
        rows: [{ ...row, call: { assistant: maskedAssistant } }],
        assistants: [maskedAssistant, maskedAssistant],
        phone_numbers: [{ id: "1", inbound_assistant: maskedAssistant }],
        call: { ...response.call, llm_model: maskedAssistant.llm_model }
      })
    })
  })

  describe("secretsIn", () => {
    it("returns secrets with and without their scheme", () => {
      assert.sameMembers([...Secrets.secretsIn(assistant)], [
        "template-secret",
        "Bearer tool-secret",
        "tool-secret",
        "query-secret",
        "user:pass",
        "url-secret",
        "fragment-secret",
        "model-secret",
        "8f14e45fceea167a5a36dedd"
      ])
    })
  })

  describe("maskJson", () => {
    it.each([0, 1, 60, 200, 400])("leaves no secret in a text that is cut after %i characters", (cut) => {
      const text = JSON.stringify({ assistant }).slice(0, -cut || undefined)
      const result = Secrets.maskJson(text)
      assert.include(result, masked)
      assert.notMatch(result, /(?:template|tool|query|url|model)-secret|user:pass|8f14e4/)
    })

    it("leaves other texts as they are", () => {
      const text =
        "{\"id\":\"api_key\",\"name\":\"a \\\"token\\\": b\",\"total\":1,\"rows\":[{\"phone_number\":\"+331\"}]}"
      assert.strictEqual(Secrets.maskJson(text), text)
    })
  })

  describe("AssistantCreate, AssistantUpdate", () => {
    const body = { name: "Ada", ...maskedAssistant }

    it.effect.each([AssistantCreate.AssistantCreate, AssistantCreate.AssistantUpdate])(
      "refuse masks",
      (schema) =>
        Effect.gen(function*() {
          const { message } = yield* Effect.flip(
            Schema.decodeUnknownEffect<Schema.Codec<unknown>>(schema)(body, { errors: "all" })
          )
          for (
            const path of [
              `["custom_tools"][0]["headers"][0]["value"]`,
              `["custom_tools"][0]["query_params"][0]["value"]`,
              `["custom_tools"][0]["body_template"]`,
              `["custom_tools"][0]["url"]`,
              `["llm_model"]["api_key"]`,
              `["webhook_url"]`
            ]
          ) assert.include(message, path)
          assert.include(message, "a secret instead of its mask (<masked>)")
          yield* Schema.decodeUnknownEffect<Schema.Codec<unknown>>(schema)({ ...body, ...assistant, name: masked })
        })
    )
  })
})

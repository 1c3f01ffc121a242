import { Assistant, Bounds, CampaignRowsPage, RowsQuery } from "@effect-revox/schema"
import { Validator } from "@seriousme/openapi-schema-validator"
import { assert, describe, it } from "@effect/vitest"
import { Ajv2020 } from "ajv/dist/2020.js"
import ajvFormats from "ajv-formats"
import { Arbitrary, Effect, Schema } from "effect"
import jsonSchema from "../../docs/json-schema.json" with { type: "json" }
import openApi from "../../docs/openapi.json" with { type: "json" }
import campaign from "../../packages/testing/src/fixtures/campaign.json" with { type: "json" }
import rows from "../../packages/testing/src/fixtures/rows.json" with { type: "json" }
import { entities } from "../internal/entities.ts"

/**
 * Validates a value with a JSON Schema validator, and returns the errors. The standard treats `format` as an annotation
 * and `pattern` as an assertion, and the examples of the reference satisfy both.
 */
const validator = (document: object, pointer: string, options = { validateFormats: true }) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, ...options })
  ajvFormats.default(ajv)
  ajv.addSchema(document, "document")
  const validate = ajv.compile({ $ref: `document#${pointer}` })
  return (value: unknown) => (validate(value) ? [] : validate.errors)
}

describe.each([
  ["docs/json-schema.json", jsonSchema, "/$defs"],
  ["docs/openapi.json", openApi, "/components/schemas"]
])("%s", (_, document, definitions) => {
  it("accepts the examples of the reference", () => {
    assert.deepStrictEqual(validator(document, `${definitions}/CampaignEnvelope`)(campaign), [])
    assert.deepStrictEqual(validator(document, `${definitions}/CampaignRowsPage`)(rows), [])
  })

  it("rejects values that the schemas reject", () => {
    const validate = validator(document, `${definitions}/CampaignRowsPage`)
    const [row] = rows.rows
    const wrong = [
      { ...rows, total: "0" },
      { ...rows, rows: [{ ...row, id: undefined }] },
      { ...rows, rows: [{ ...row, call: { ...row?.call, status: 1 } }] },
      { ...rows, rows: [{ ...row, call: { ...row?.call, llm_model: { type: "openrouter" } } }] }
    ]
    for (const page of wrong) assert.notDeepEqual(validate(JSON.parse(JSON.stringify(page))), [])
  })

  it("accepts new fields, new literals and new types of models", () => {
    const validate = validator(document, `${definitions}/CampaignRowsPage`)
    const [row] = rows.rows
    const grown = {
      ...rows,
      new_field: 1,
      rows: [{
        ...row,
        call: { ...row?.call, status: "dreaming", new_field: {}, llm_model: { type: "quantum", q: 3 } }
      }]
    }
    assert.deepStrictEqual(validate(grown), [])
  })
})

describe("docs/json-schema.json", () => {
  it("has a definition for every entity", () => {
    assert.deepStrictEqual(Object.keys(entities).filter((name) => !(name in jsonSchema.$defs)), [])
  })

  it.effect.prop(
    "accepts every generated page",
    [Arbitrary.schema(CampaignRowsPage.CampaignRowsPage)],
    ([page]) =>
      Effect.gen(function*() {
        const encoded = yield* Schema.encodeEffect(CampaignRowsPage.CampaignRowsPage)(page)
        assert.deepStrictEqual(validatePage(JSON.parse(JSON.stringify(encoded))), [])
      }),
    { arbitrary: { runs: 50 } }
  )

  it.effect.prop(
    "has the same bounds as the schema",
    [Arbitrary.schema(Bounds.lenient(Assistant.Assistant))],
    ([value]) =>
      Effect.gen(function*() {
        const json: unknown = JSON.parse(JSON.stringify(value))
        const decoded = yield* Effect.exit(Schema.decodeUnknownEffect(Assistant.Assistant)(json))
        assert.strictEqual(decoded._tag === "Success", validateAssistant(json)?.length === 0)
      }),
    { arbitrary: { runs: 200 } }
  )

  it("has patterns for values whose format is not validated", () => {
    const validate = validator(jsonSchema, "/$defs/CustomModel", { validateFormats: false })
    const model = { type: "custom", api_key: "key", model_name: "name" }
    assert.deepStrictEqual(validate({ ...model, api_url: "https://api.example.com/v1" }), [])
    assert.notDeepEqual(validate({ ...model, api_url: "api.example.com" }), [])
  })

  it("validates the filters of rows", () => {
    const validate = validator(jsonSchema, "/$defs/RowsQuery")
    assert.deepStrictEqual(validate({ page: 0, page_size: 1, statuses: ["completed"], result: "none" }), [])
    assert.notDeepEqual(validate({ page: -1 }), [])
    assert.notDeepEqual(validate({ page_size: 0 }), [])
    assert.notDeepEqual(validate({ result: "robot" }), [])
    assert.isTrue(Schema.is(RowsQuery.RowsQuery)({ page: 0 }))
  })
})

describe("docs/openapi.json", () => {
  it.effect("is a valid OpenAPI 3.1 document", () =>
    Effect.gen(function*() {
      const result = yield* Effect.promise(() => new Validator().validate(structuredClone(openApi)))
      assert.deepStrictEqual(result.errors ?? [], [])
      assert.isTrue(result.valid)
      assert.strictEqual(openApi.openapi, "3.1.0")
    }))
})

const validatePage = validator(jsonSchema, "/$defs/CampaignRowsPage", { validateFormats: false })
const validateAssistant = validator(jsonSchema, "/$defs/Assistant", { validateFormats: false })

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
 * The errors that a real JSON Schema validator finds; none when the value is valid. By the standard `format` is a note
 * and `pattern` decides; the examples of the reference hold to both.
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
  it("finds the examples of the reference valid", () => {
    assert.deepStrictEqual(validator(document, `${definitions}/CampaignEnvelope`)(campaign), [])
    assert.deepStrictEqual(validator(document, `${definitions}/CampaignRowsPage`)(rows), [])
  })

  it("finds what the schemas find wrong", () => {
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

  it("lets new fields, new literals and new kinds of model be", () => {
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
    "finds every generated page valid",
    [Arbitrary.schema(CampaignRowsPage.CampaignRowsPage)],
    ([page]) =>
      Effect.gen(function*() {
        const encoded = yield* Schema.encodeEffect(CampaignRowsPage.CampaignRowsPage)(page)
        assert.deepStrictEqual(validatePage(JSON.parse(JSON.stringify(encoded))), [])
      }),
    { arbitrary: { runs: 50 } }
  )

  it.effect.prop(
    "agrees with the schema on bounds",
    [Arbitrary.schema(Bounds.lenient(Assistant.Assistant))],
    ([value]) =>
      Effect.gen(function*() {
        const json: unknown = JSON.parse(JSON.stringify(value))
        const decoded = yield* Effect.exit(Schema.decodeUnknownEffect(Assistant.Assistant)(json))
        assert.strictEqual(decoded._tag === "Success", validateAssistant(json)?.length === 0)
      }),
    { arbitrary: { runs: 200 } }
  )

  it("has patterns, which decide where formats do not", () => {
    const validate = validator(jsonSchema, "/$defs/CustomModel", { validateFormats: false })
    const model = { type: "custom", api_key: "key", model_name: "name" }
    assert.deepStrictEqual(validate({ ...model, api_url: "https://api.example.com/v1" }), [])
    assert.notDeepEqual(validate({ ...model, api_url: "api.example.com" }), [])
  })

  it("knows the filters", () => {
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

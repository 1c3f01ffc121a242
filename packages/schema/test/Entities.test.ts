import {
  Bounds,
  Call,
  CallAttempt,
  Campaign,
  CampaignRow,
  CampaignRowsPage,
  LlmModel,
  RowStats
} from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, SchemaAST } from "effect"
import campaignExample from "../../testing/src/fixtures/campaign.json" with { type: "json" }
import rowsExample from "../../testing/src/fixtures/rows.json" with { type: "json" }
import { complete, replaced } from "./utils/samples.ts"

/** Decodes a response as the client does. */
const decode = <S extends Schema.Constraint>(schema: S, input: unknown) =>
  Schema.decodeUnknownEffect(Bounds.lenient(schema))(input)

const encode = <S extends Schema.Constraint>(schema: S, value: unknown) =>
  Schema.encodeUnknownEffect(Bounds.lenient(schema))(value)

/** A place in an entity: its JSON path, its schema, and whether its key is optional. */
interface Place {
  readonly path: ReadonlyArray<PropertyKey>
  readonly ast: SchemaAST.AST
  readonly optional: boolean
}

/** The fields of all nested structs, except those in unions. */
const places = (ast: SchemaAST.AST, path: ReadonlyArray<PropertyKey> = []): ReadonlyArray<Place> => {
  switch (ast._tag) {
    case "Objects":
      return ast.propertySignatures.flatMap((property) => [
        { path: [...path, property.name], ast: property.type, optional: SchemaAST.isOptional(property.type) },
        ...places(property.type, [...path, property.name])
      ])
    case "Arrays":
      return ast.rest.flatMap((type) => places(type, [...path, 0]))
    case "Union": {
      const members = ast.types.filter((type) => type._tag !== "Null")
      return members.length === 1 && members[0] !== undefined ? places(members[0], path) : []
    }
    default:
      return []
  }
}

const removed = (value: unknown, path: ReadonlyArray<PropertyKey>): unknown => {
  const [key, ...rest] = path
  if (key === undefined || typeof value !== "object" || value === null) return value
  if (rest.length > 0) return replaced(value, [key], removed(Reflect.get(value, key), rest))
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

/** A path in the format of `SchemaError`. */
const printed = (path: ReadonlyArray<PropertyKey>): string =>
  path.map((key) => (typeof key === "number" ? `[${key}]` : `["${String(key)}"]`)).join("")

const entities = [
  ["Campaign", Campaign.Campaign],
  ["CampaignRowsPage", CampaignRowsPage.CampaignRowsPage]
] as const

const allPlaces = entities.flatMap(([name, schema]) => {
  const value = complete(schema.ast, 0)
  return places(schema.ast).map((place) => [`${name} ${printed(place.path)}`, { schema, value, ...place }] as const)
})

const acceptsAnything = (ast: SchemaAST.AST): boolean => ast._tag === "Any"

describe("entities", () => {
  it.effect("decode the examples of the API reference, and encode them to the same JSON", () =>
    Effect.gen(function*() {
      const campaign = yield* decode(Campaign.CampaignEnvelope, campaignExample)
      assert.deepStrictEqual<unknown>(yield* encode(Campaign.CampaignEnvelope, campaign), campaignExample)
      const { rows } = rowsExample
      assert.deepStrictEqual<unknown>(yield* decode(CampaignRowsPage.CampaignRowsPage, { rows }), { rows })
      const page = yield* decode(CampaignRowsPage.CampaignRowsPage, rowsExample)
      assert.deepStrictEqual<unknown>(yield* encode(CampaignRowsPage.CampaignRowsPage, page), rowsExample)
    }))

  it("have no field without a description", () => {
    const silent = allPlaces.filter(([_, place]) => !place.ast.context?.annotations?.description)
    assert.deepStrictEqual(silent.map(([name]) => name), [])
    assert.isAbove(allPlaces.length, 150)
  })

  it.effect.each(allPlaces.filter(([_, place]) => place.optional))(
    "decode without the optional %s",
    ([_, place]) =>
      Effect.gen(function*() {
        const input = removed(place.value, place.path)
        assert.notDeepEqual(input, place.value)
        assert.deepStrictEqual<unknown>(yield* decode(place.schema, input), input)
      })
  )

  it.effect.each(allPlaces.filter(([_, place]) => !place.optional))(
    "fail without %s, and report its path",
    ([_, place]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(decode(place.schema, removed(place.value, place.path)))
        assert.strictEqual(error.message, `Missing key\n  at ${printed(place.path)}`)
      })
  )

  it.effect.each(allPlaces.filter(([_, place]) => !acceptsAnything(place.ast)))(
    "fail on a wrong type at %s, and report its path",
    ([_, place]) =>
      Effect.gen(function*() {
        // No field of the API contains a symbol.
        const error = yield* Effect.flip(decode(place.schema, replaced(place.value, place.path, Symbol.for("wrong"))))
        assert.include(error.message, `\n  at ${printed(place.path)}`)
      })
  )

  it.effect("reject a string for a number, and a number for a string", () =>
    Effect.gen(function*() {
      const attempt = complete(CallAttempt.CallAttempt.ast, 0)
      const stats = complete(RowStats.RowStats.ast, 0)
      assert.include((yield* Effect.flip(decode(RowStats.RowStats, replaced(stats, ["total"], "1")))).message, "total")
      assert.include(
        (yield* Effect.flip(decode(CallAttempt.CallAttempt, replaced(attempt, ["id"], 1)))).message,
        `["id"]`
      )
    }))

  it.effect("report the path of a failure inside a page", () =>
    Effect.gen(function*() {
      const page = complete(CampaignRowsPage.CampaignRowsPage.ast, 0)
      const path = ["rows", 0, "call", "call_attempts", 0, "status"]
      const error = yield* Effect.flip(decode(CampaignRowsPage.CampaignRowsPage, replaced(page, path, 5)))
      assert.include(error.message, `at ["rows"][0]["call"]["call_attempts"][0]["status"]`)
    }))

  it.effect("drop unknown fields at every level", () =>
    Effect.gen(function*() {
      const page = complete(CampaignRowsPage.CampaignRowsPage.ast, 0)
      const paths = [["new"], ["rows", 0, "new"], ["rows", 0, "call", "new"], ["rows", 0, "call", "assistant", "new"]]
      const grown = paths.reduce((value, path) => replaced(value, path, { anything: [1] }), page)
      assert.notDeepEqual(grown, page)
      assert.deepStrictEqual<unknown>(yield* decode(CampaignRowsPage.CampaignRowsPage, grown), page)
    }))
})

describe("Raw", () => {
  it.effect("keeps all fields", () =>
    Effect.gen(function*() {
      const row = { id: "row-1", phone_number: 5, anything: { nested: [null, 1] } }
      assert.deepStrictEqual<unknown>(yield* decode(CampaignRow.Raw, row), row)
    }))

  it.effect("requires an id that is a string", () =>
    Effect.gen(function*() {
      for (const row of [{}, { id: 1 }, [], null, "row"]) yield* Effect.flip(decode(CampaignRow.Raw, row))
    }))
})

describe("LlmModel", () => {
  it.effect("keeps all fields of an unknown kind", () =>
    Effect.gen(function*() {
      const model = { type: "quantum", qubits: 3, options: { cold: true } }
      const decoded = yield* decode(LlmModel.LlmModel, model)
      assert.deepStrictEqual<unknown>(decoded, model)
      assert.deepStrictEqual<unknown>(yield* encode(LlmModel.LlmModel, decoded), model)
    }))

  it.effect.each([
    [{ type: "custom", api_key: "key", api_url: "https://example.com" }, "model_name"],
    [{ type: "openrouter", openrouter_model_id: 1, openrouter_provider: "openai" }, "openrouter_model_id"],
    [{ type: "realtime", provider: "openai" }, "realtime_model_id"],
    [{ type: "dedicated-instance" }, "name"]
  ])("does not decode an invalid known kind as an unknown one: %j", ([model, field]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(decode(LlmModel.LlmModel, model))
      assert.include(error.message, `["${field}"]`)
    }))

  it.effect("decodes a realtime model with a voice and without one", () =>
    Effect.gen(function*() {
      const model = { type: "realtime", provider: "openai", realtime_model_id: "gpt-realtime" }
      for (const input of [model, { ...model, realtime_voice_id: "marin" }]) {
        assert.deepStrictEqual<unknown>(yield* decode(LlmModel.LlmModel, input), input)
      }
    }))

  it.effect("fails without a type", () => Effect.flip(decode(LlmModel.LlmModel, { name: "gpt-4.1" })))
})

describe("helpers", () => {
  const stats = (completed: number, failed: number, total: number): RowStats.RowStats => ({
    calling: 0,
    completed,
    failed,
    pending: total - completed - failed,
    retry: 0,
    total
  })

  it("RowStats.progress is the fraction of finished rows", () => {
    assert.strictEqual(RowStats.progress(stats(1, 1, 8)), 0.25)
    assert.strictEqual(RowStats.progress(stats(0, 0, 0)), 1)
    assert.strictEqual(RowStats.progress({ ...stats(0, 0, 4), completed: 9 }), 1)
  })

  it("Campaign.isTerminal is true for completed and for cancelled campaigns", () => {
    assert.isTrue(Campaign.isTerminal({ status: "completed", is_cancelled: false }))
    assert.isTrue(Campaign.isTerminal({ status: "running", is_cancelled: true }))
    assert.isFalse(Campaign.isTerminal({ status: "paused", is_cancelled: false }))
  })

  it("Call.isTerminal and CallAttempt.isTerminal are true for final states", () => {
    assert.deepStrictEqual(
      (["completed", "cancelled", "errored", "calling", "scheduled"] as const).map((status) =>
        Call.isTerminal({ status })
      ),
      [true, true, true, false, false]
    )
    assert.deepStrictEqual(
      (["completed", "error", "queued", "ringing", "ongoing"] as const).map((status) =>
        CallAttempt.isTerminal({ status })
      ),
      [true, true, false, false, false]
    )
  })
})

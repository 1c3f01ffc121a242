import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Equal, Schema } from "effect"
import { entities } from "../../../scripts/internal/entities.ts"
import { enumPositions, replaced } from "./utils/samples.ts"

/** Fields that the API could add. */
const additions = Arbitrary.schema(
  Schema.Record(Schema.String.check(Schema.isPattern(/^new_[a-z]{1,8}$/)), Schema.Json)
)

const options = { arbitrary: { runs: 40 } }

/** A raw row, a model of an unknown kind, and entities that the API does not document completely keep unknown keys. */
const open = new Set(["RawCampaignRow", "LlmModel", "OwnedPhoneNumber", "PromptFlowEdge", "TransferDestination"])

/** Request bodies whose values differ from their JSON. */
const transformed = new Set(["VoiceClone", "VoicePreview"])

describe.each(Object.entries(entities))("%s", (name, schema) => {
  const generated = Arbitrary.schema(schema)
  const encode = Schema.encodeUnknownEffect(schema)
  const decode = Schema.decodeUnknownEffect(schema)

  /** A generated value as JSON, which has no negative zero. */
  const wire = (value: unknown): Effect.Effect<unknown, Schema.SchemaError> =>
    Effect.map(encode(value), (encoded) => JSON.parse(JSON.stringify(encoded)))

  it.effect.prop("decodes encoded values to themselves", [generated], ([value]) =>
    Effect.gen(function*() {
      const json = yield* wire(value)
      const decoded = yield* decode(json)
      assert.strictEqual(Equal.equals(decoded, json), !transformed.has(name))
      assert.deepStrictEqual(yield* encode(decoded), json)
    }), options)

  it.effect.prop("ignores new fields", [generated, additions], ([value, added]) =>
    Effect.gen(function*() {
      const json = yield* wire(value)
      if (typeof json === "object" && !open.has(name)) {
        assert.deepStrictEqual(yield* encode(yield* decode({ ...added, ...json })), json)
      }
      for (const { path } of enumPositions(schema.ast, json)) {
        const grown = replaced(json, path, "new_literal")
        assert.deepStrictEqual(yield* encode(yield* decode(grown)), grown)
      }
    }), options)
})

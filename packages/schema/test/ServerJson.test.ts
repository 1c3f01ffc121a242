import { ServerJson } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, SchemaGetter } from "effect"

const nested = (levels: number): Schema.Json => {
  let value: Schema.Json = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

describe("ServerJson", () => {
  describe("decoder", () => {
    it.effect.each([Schema.Any, Schema.Unknown, Schema.Json, Schema.MutableJson, Schema.NullOr(Schema.Any)])(
      "accepts 128 levels and rejects more",
      (schema) =>
        Effect.gen(function*() {
          const decode = ServerJson.decoder(Schema.Struct({ value: schema }))
          const accepted = { value: nested(ServerJson.maxDepth) }
          assert.deepStrictEqual(yield* decode(accepted), accepted)
          const mismatch = yield* Effect.flip(decode({ value: nested(ServerJson.maxDepth + 1) }))
          assert.include(mismatch, "at most 128 levels of arrays and objects")
          assert.include(mismatch, "[\"value\"]")
        })
    )

    it.effect("does not limit AnyJson, keys that are dropped, and the results of transformations", () =>
      Effect.gen(function*() {
        const deep = nested(10_000)
        const Deep = Schema.String.pipe(
          Schema.decodeTo(Schema.Any, {
            decode: SchemaGetter.transform(() => deep),
            encode: SchemaGetter.transform(() => "")
          })
        )
        const decode = ServerJson.decoder(Schema.Struct({ any: ServerJson.AnyJson, deep: Deep }))
        const decoded = yield* decode({ any: deep, deep: "", dropped: deep })
        assert.hasAllKeys(decoded, ["any", "deep"])
        assert.strictEqual(decoded.any, deep)
        assert.strictEqual(decoded.deep, deep)
      }))

    it.effect("limits the values from which a transformation decodes", () =>
      Effect.gen(function*() {
        const Counted = Schema.Any.pipe(
          Schema.decodeTo(Schema.Finite, {
            decode: SchemaGetter.transform(() => 1),
            encode: SchemaGetter.transform(() => [])
          })
        )
        const decode = ServerJson.decoder(Counted)
        assert.strictEqual(yield* decode(nested(128)), 1)
        assert.include(yield* Effect.flip(decode(nested(129))), "at most 128 levels")
      }))
  })

  describe("truncate", () => {
    it("returns shallow values as they are, and replaces deeper levels by null", () => {
      const shallow = nested(ServerJson.maxDepth)
      assert.strictEqual(ServerJson.truncate(shallow), shallow)
      assert.strictEqual(ServerJson.truncate(null), null)
      const truncated = ServerJson.truncate({ id: "row-1", notes: nested(10_000) })
      assert.deepInclude(truncated, { id: "row-1" })
      assert.strictEqual(ServerJson.truncate(truncated), truncated)
      assert.include(JSON.stringify(truncated), "null")
    })
  })
})

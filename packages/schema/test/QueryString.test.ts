import { QueryString, RowsQuery } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const rows = QueryString.codec(RowsQuery.RowsQuery)
const encode = Schema.encodeUnknownEffect(rows)
const decode = Schema.decodeUnknownEffect(rows)

describe("QueryString", () => {
  describe("codec", () => {
    it.effect("writes numbers as digits and joins arrays with commas", () =>
      Effect.gen(function*() {
        const query = { page: 0, page_size: 50, query: "+33", result: "none", statuses: ["completed", "errored"] }
        const params = { page: "0", page_size: "50", query: "+33", result: "none", statuses: "completed,errored" }
        assert.deepStrictEqual<unknown>(yield* encode(query), params)
        assert.deepStrictEqual<unknown>(yield* decode(params), query)
      }))

    it.effect("omits absent keys and empty arrays", () =>
      Effect.gen(function*() {
        assert.deepStrictEqual<unknown>(yield* encode({ statuses: [] }), {})
        assert.deepStrictEqual<unknown>(yield* encode({}), {})
      }))

    it.effect("writes booleans as words, and values as the query's own schema encodes them", () =>
      Effect.gen(function*() {
        const codec = QueryString.codec(Schema.Struct({
          active: Schema.Boolean,
          ratio: Schema.optionalKey(Schema.Finite),
          since: Schema.DateTimeUtcFromString
        }))
        const params = { active: "false", ratio: "0.5", since: "2026-11-21T09:30:00.000Z" }
        const query = yield* Schema.decodeEffect(codec)(params)
        assert.isFalse(query.active)
        assert.strictEqual(query.ratio, 0.5)
        assert.deepStrictEqual(yield* Schema.encodeEffect(codec)(query), params)
      }))

    it.effect.prop("decodes encoded queries", [RowsQuery.RowsQuery], ([query]) =>
      Effect.gen(function*() {
        const { statuses, ...rest } = query
        const expected = statuses === undefined || statuses.length === 0 ? rest : query
        assert.deepStrictEqual<unknown>(yield* Effect.flatMap(encode(query), decode), expected)
      }))

    it.effect.each(["", " 1 ", "0x10", "1e3", "1.", "+1", "one"])(
      "does not read %j as a number",
      (page) =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(decode({ page }))
          assert.include(error.message, `["page"]`)
        })
    )
  })
})

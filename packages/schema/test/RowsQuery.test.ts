import { RowsQuery } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const encode = Schema.encodeUnknownEffect(RowsQuery.UrlParams)
const decode = Schema.decodeUnknownEffect(RowsQuery.UrlParams)

describe("RowsQuery", () => {
  describe("UrlParams", () => {
    it.effect("joins the statuses with commas", () =>
      Effect.gen(function*() {
        const query = { page: 0, page_size: 50, query: "+33", result: "none", statuses: ["completed", "errored"] }
        const params = { page: "0", page_size: "50", query: "+33", result: "none", statuses: "completed,errored" }
        assert.deepStrictEqual<unknown>(yield* encode(query), params)
        assert.deepStrictEqual<unknown>(yield* decode(params), query)
      }))

    it.effect("leaves an empty list of statuses out", () =>
      Effect.gen(function*() {
        assert.deepStrictEqual<unknown>(yield* encode({ statuses: [] }), {})
        assert.deepStrictEqual<unknown>(yield* encode({}), {})
      }))

    it.effect.prop("reads what it wrote", [RowsQuery.RowsQuery], ([query]) =>
      Effect.gen(function*() {
        const { statuses, ...rest } = query
        const expected = statuses === undefined || statuses.length === 0 ? rest : query
        assert.deepStrictEqual<unknown>(yield* Effect.flatMap(encode(query), decode), expected)
      }))

    it.effect.prop(
      "is what toUrlParams makes without a check",
      [RowsQuery.RowsQuery],
      ([query]) =>
        Effect.gen(function*() {
          assert.deepStrictEqual<unknown>(RowsQuery.toUrlParams(query), yield* encode(query))
        })
    )

    it.effect.each([
      ["page", { page: -1 }],
      ["page", { page: 1.5 }],
      ["page", { page: "1" }],
      ["page", { page: Infinity }],
      ["page_size", { page_size: 0 }],
      ["page_size", { page_size: 10.1 }],
      ["query", { query: 33 }],
      ["query", { query: "\ud800" }],
      ["result", { result: "robot" }],
      ["statuses", { statuses: ["completed", "done"] }],
      ["statuses", { statuses: "completed" }]
    ])("refuses a bad %s, by its name", ([field, query]) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(encode(query))
        assert.include(error.message, `["${field}"]`)
      }))
  })

  it.effect.each(["", " 1 ", "0x10", "1e3", "1.0", "+1", "one"])(
    "does not read %j as a page",
    (page) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(decode({ page }))
        assert.include(error.message, `["page"]`)
      })
  )

  it.effect("takes every documented filter", () =>
    Effect.gen(function*() {
      const results = ["IVR", "voicemail", "human", "unknown", "ios-screening-filter", "all", "none"]
      for (const result of results) yield* encode({ result })
      const statuses = [
        "initializing",
        "queued_for_calling",
        "calling",
        "scheduled",
        "completed",
        "cancelled",
        "errored"
      ]
      assert.deepStrictEqual<unknown>(yield* encode({ statuses }), { statuses: statuses.join(",") })
    }))
})

import { RowsQuery } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"

const encode = Schema.encodeUnknownEffect(RowsQuery.RowsQuery)

describe("RowsQuery", () => {
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
  ])("rejects an invalid %s and names it", ([field, query]) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(encode(query))
      assert.include(error.message, `["${field}"]`)
    }))

  it.effect("accepts every documented filter", () =>
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
      assert.deepStrictEqual<unknown>(yield* encode({ statuses }), { statuses })
    }))
})

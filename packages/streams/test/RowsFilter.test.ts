import { RowsFilter } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"

describe("RowsFilter", () => {
  it("has one canonical form for filters that select the same rows", () => {
    assert.deepStrictEqual(RowsFilter.normalize({ query: "", result: "all", statuses: [] }), {})
    assert.deepStrictEqual(
      RowsFilter.normalize({ query: "+33", result: "none", statuses: ["errored", "completed", "errored"] }),
      { query: "+33", result: "none", statuses: ["completed", "errored"] }
    )
  })

  it("is empty when it selects all rows", () => {
    assert.isTrue(RowsFilter.isEmpty({}))
    assert.isTrue(RowsFilter.isEmpty({ query: "", result: "all", statuses: [] }))
    assert.isFalse(RowsFilter.isEmpty({ result: "none" }))
    assert.isFalse(RowsFilter.isEmpty({ query: " " }))
    assert.isFalse(RowsFilter.isEmpty({ statuses: ["completed"] }))
  })
})

import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { filter, idsUpTo, quiet, read } from "./utils/paging.ts"

describe("Paging.step", () => {
  const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

  it.effect.prop(
    "reads every row of an unchanged list once, in order, and resumes after any page, with any stated totals and page sizes",
    {
      rows: int(0, 80),
      cap: Schema.Literals([1, 2, 3, 5, 7, 100]),
      requested: int(1, 12),
      pageSize: Schema.Literals(["none", "requested", "served", "count"]),
      total: Schema.Literals(["none", "right", "zero", "below the limit", "first page", "later pages"]),
      isFiltered: Schema.Boolean,
      prefetch: int(1, 4),
      resumedAfter: int(0, 20)
    },
    ({ cap, prefetch, isFiltered, pageSize, requested, resumedAfter, rows, total }) =>
      Effect.sync(() => {
        const totalOf = (request: number): number | undefined => {
          switch (total) {
            case "none":
              return undefined
            case "right":
              return rows
            case "zero":
              return 0
            case "below the limit":
              return Math.max(0, Math.min(cap, requested, rows) - 1)
            case "first page":
              return request === 0 ? rows : undefined
            case "later pages":
              return request === 0 ? undefined : rows
          }
        }
        const server = quiet({ rows, cap, total: totalOf, ...(pageSize === "none" ? {} : { pageSize }) })
        const options = { pageSize: requested, prefetch, ...(isFiltered ? { filter } : {}) }
        const outcome = read(server, options)
        assert.deepStrictEqual(outcome.ids, idsUpTo(rows))
        assert.strictEqual(outcome.result, "End")
        assert.isAtMost(outcome.maxInFlight, prefetch)
        const { totalDrift, expected, missing } = outcome.state.audit
        if (total === "none") assert.deepStrictEqual([totalDrift, expected, missing], [undefined, undefined, undefined])
        else if (total !== "later pages") assert.strictEqual(expected, totalOf(0))
        // Every page once, and at most three more: a first page twice, and the page after the last one twice.
        assert.isAtMost(outcome.requests.length, Math.ceil(rows / Math.min(cap, requested)) + 3)
        const pages = 1 + resumedAfter % outcome.pages.length
        const resumed = read(server, { ...options, from: outcome.cursors[pages - 1] })
        assert.deepStrictEqual([...outcome.pages.slice(0, pages).flat(), ...resumed.ids], idsUpTo(rows))
        assert.strictEqual(resumed.state.audit.received, rows)
        assert.strictEqual(resumed.result, "End")
      }),
    { arbitrary: { runs: 500 } }
  )

  it.effect.prop(
    "ends, and emits no row twice, with any responses",
    {
      pages: Schema.Array(
        Schema.Struct({
          ids: Schema.Array(Schema.UndefinedOr(int(0, 30))).check(Schema.isMaxLength(12)),
          pageSize: Schema.optionalKey(int(-2, 20)),
          total: Schema.optionalKey(Schema.Literals([-5, 0, 1, 10, 11, 40, 200, 1.5, 1000]))
        })
      ).check(Schema.isMinLength(1), Schema.isMaxLength(12)),
      integrity: Schema.UndefinedOr(Schema.Literals(["none", "complete", "strict"])),
      isFiltered: Schema.Boolean,
      prefetch: int(1, 4)
    },
    ({ prefetch, integrity, isFiltered, pages }) =>
      Effect.sync(() => {
        const outcome = read((_page, _size, request) => {
          const { ids, ...stated } = pages[request % pages.length] ?? { ids: [] }
          return { ...stated, ids: ids.map((id) => id === undefined ? undefined : `row-${id}`) }
        }, { prefetch, integrity, ...(isFiltered ? { filter } : {}) })
        assert.notInclude(["endless", "nothing in flight", "no response"], outcome.result)
        assert.strictEqual(new Set(outcome.ids).size, outcome.ids.length)
        const { duplicates, expected, missing, received } = outcome.state.audit
        assert.isAtLeast(received, new Set(outcome.ids).size)
        assert.isAtLeast(duplicates, 0)
        assert.strictEqual(missing, expected === undefined ? undefined : Math.max(0, expected - received))
      }),
    { arbitrary: { runs: 500 } }
  )
})

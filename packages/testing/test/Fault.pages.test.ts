import { Fault } from "@effect-revox/testing"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { getCampaign } from "./utils/api.ts"
import { faulty, page, span } from "./utils/faulty.ts"

describe("Fault", () => {
  describe("pages", () => {
    faulty("capPages limits the page size and reports it", [Fault.capPages(8)], () =>
      Effect.gen(function*() {
        const capped = yield* page(2)
        assert.deepStrictEqual([capped.page, capped.page_size, capped.total], [2, 8, 100])
        assert.deepStrictEqual(capped.ids, span(16, 24))
      }))

    faulty(
      "capPagesSilently limits the page size and reports the requested one",
      [Fault.capPagesSilently(8)],
      () =>
        Effect.gen(function*() {
          const capped = yield* page(2)
          assert.deepStrictEqual([capped.page, capped.page_size, capped.total], [2, 20, 100])
          assert.deepStrictEqual(capped.ids, span(16, 24))
        })
    )

    faulty(
      "shortPage omits rows from the end of one page",
      [Fault.shortPage(3).pipe(Fault.onPage(1))],
      () =>
        Effect.gen(function*() {
          const pages = yield* Effect.forEach([0, 1, 2, 1], page)
          assert.deepStrictEqual(pages.map(({ ids }) => ids), [span(0, 20), span(20, 37), span(40, 60), span(20, 40)])
        })
    )

    faulty("shortPage omits all rows of a page by default", [Fault.shortPage()], () =>
      Effect.gen(function*() {
        assert.deepStrictEqual((yield* page(0)).ids, [])
      }))

    faulty("repeatPage returns the rows of the previous page under the requested number", [
      Fault.repeatPage().pipe(Fault.onPage(2))
    ], () =>
      Effect.gen(function*() {
        const repeated = yield* page(2)
        assert.strictEqual(repeated.page, 2)
        assert.deepStrictEqual(repeated.ids, span(20, 40))
        assert.deepStrictEqual((yield* page(2)).ids, span(40, 60))
      }))

    faulty(
      "repeatPage can return the same page for every request",
      [Fault.repeatPage(0).pipe(Fault.always)],
      () =>
        Effect.gen(function*() {
          const pages = yield* Effect.forEach([0, 3, 77], page)
          assert.deepStrictEqual(pages.map(({ ids }) => ids), [span(0, 20), span(0, 20), span(0, 20)])
        })
    )

    faulty("repeatPage never returns a page before the first", [Fault.repeatPage(-1)], () =>
      Effect.gen(function*() {
        assert.deepStrictEqual((yield* page(2)).ids, span(0, 20))
      }))

    faulty(
      "total can change with each request",
      [Fault.total((total, requests) => total + 5 * requests)],
      () =>
        Effect.gen(function*() {
          assert.deepStrictEqual((yield* Effect.forEach([0, 1, 2], page)).map(({ total }) => total), [100, 105, 110])
        })
    )

    faulty("insertRows permanently shifts later rows and updates row_stats", [
      Fault.insertRows(3).pipe(Fault.after(1))
    ], (simulator) =>
      Effect.gen(function*() {
        const pages = yield* Effect.forEach([0, 1, 0], page)
        assert.deepStrictEqual(pages.map(({ ids }) => ids), [
          span(0, 20),
          span(17, 37),
          [100, 101, 102, ...span(0, 17)]
        ])
        assert.deepStrictEqual(pages.map(({ total }) => total), [100, 103, 103])
        const { row_stats } = yield* getCampaign("c")
        assert.deepStrictEqual([row_stats?.total, row_stats?.pending], [103, 3])
        assert.strictEqual((yield* simulator.expectedRows("c")).length, 103)
      }))

    faulty("deleteRows permanently shifts later rows and updates row_stats", [
      Fault.deleteRows(5, 10).pipe(Fault.onPage(1))
    ], () =>
      Effect.gen(function*() {
        const pages = yield* Effect.forEach([0, 1, 0, 4], page)
        assert.deepStrictEqual(pages.map(({ ids }) => ids), [
          span(0, 20),
          span(25, 45),
          [...span(0, 10), ...span(15, 25)],
          span(85, 100)
        ])
        assert.strictEqual((yield* getCampaign("c")).row_stats?.total, 95)
      }))
  })
})

import { CampaignRows } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import * as PageServer from "./utils/pageServer.ts"
import { idsOf } from "./utils/simulated.ts"

/** A list of 120 rows on a server that returns at most 50 rows per page. */
const capped = (stated: { readonly page_size?: number | ((requested: number) => number); readonly total?: number }) =>
  PageServer.make(({ page, size }) => {
    const served = Math.min(50, size)
    const { page_size, total } = stated
    return JSON.stringify({
      page,
      page_size: typeof page_size === "function" ? page_size(size) : page_size ?? served,
      ...(total === undefined ? {} : { total }),
      rows: PageServer.rowsOf(120, page, served)
    })
  })

describe("CampaignRows.stream on a server with a page size limit of 50", () => {
  it.effect.each([0, 1, 10, 49, 50, 70, 100, 119])(
    "reads all 120 rows if the total is stated as %d",
    (total) =>
      Effect.gen(function*() {
        const { layer } = capped({ total })
        const rows = yield* CampaignRows.stream("spring").pipe(Stream.runCollect, Effect.provide(layer))
        assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(120))
      })
  )

  it.effect.each([0, 1, 10, 49, 70, 100, 119])(
    "reads all 120 rows if the total is stated as %d and the page size as requested",
    (total) =>
      Effect.gen(function*() {
        const { layer } = capped({ total, page_size: (requested) => requested })
        const rows = yield* CampaignRows.stream("spring").pipe(Stream.runCollect, Effect.provide(layer))
        assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(120))
      })
  )

  it.effect.each([0, 1, 7, 20, 49, 51, 60, 99, 100, 1000])(
    "reads all 120 rows if the page size is stated as %d",
    (page_size) =>
      Effect.gen(function*() {
        for (const total of [undefined, 0, 49, 100, 120]) {
          const { layer } = capped({ page_size, ...(total === undefined ? {} : { total }) })
          const rows = yield* CampaignRows.stream("spring").pipe(Stream.runCollect, Effect.provide(layer))
          assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(120), `total ${total}`)
        }
      })
  )
})

describe("CampaignRows.stream of a filtered list with gaps", () => {
  /** A list of 1,000 rows in pages of 20. The rows of some pages do not match the filter, and the total counts all. */
  const gaps = (count: number, isEmpty: (page: number) => boolean) =>
    PageServer.make(({ page, size }) =>
      JSON.stringify({
        page,
        page_size: size,
        total: count,
        rows: isEmpty(page) ? [] : PageServer.rowsOf(count, page, size)
      })
    )

  it.effect("reads through ten empty pages when the total states more rows", () =>
    Effect.gen(function*() {
      const { layer, requested } = gaps(1000, (page) => page >= 20 && page < 30)
      const rows = yield* CampaignRows.stream("spring", { result: "human", pageSize: 20 }).pipe(
        Stream.runCollect,
        Effect.provide(layer)
      )
      const all = PageServer.idsUpTo(1000)
      assert.deepStrictEqual(idsOf(rows), [...all.slice(0, 400), ...all.slice(600)])
      assert.isTrue(requested.includes(29))
    }))

  it.effect("reads through 1,000 empty pages in a row, and fails with NoProgressError on one more", () =>
    Effect.gen(function*() {
      const options = { result: "human", pageSize: 1, prefetch: 16 } as const
      const within = gaps(1002, (page) => page >= 1 && page <= 1000)
      const rows = yield* CampaignRows.stream("spring", options).pipe(Stream.runCollect, Effect.provide(within.layer))
      assert.deepStrictEqual(idsOf(rows), ["row-0", "row-1001"])
      const beyond = gaps(1003, (page) => page >= 1 && page <= 1001)
      const error = yield* CampaignRows.stream("spring", options).pipe(
        Stream.runDrain,
        Effect.flip,
        Effect.provide(beyond.layer)
      )
      assert.strictEqual(error.reason._tag, "NoProgressError")
    }))
})

describe("CampaignRows.stream on a server that sends null instead of rows", () => {
  it.effect("counts each null once, and ends without an error if invalid rows are skipped", () =>
    Effect.gen(function*() {
      const { layer } = PageServer.make(({ page, size }) =>
        JSON.stringify({
          page,
          page_size: size,
          total: 12,
          rows: page === 0 ? [null, ...PageServer.rowsOf(10, 0, 10), null] : []
        })
      )
      const pages = yield* CampaignRows.pages("spring", { onInvalidRow: "skip" }).pipe(
        Stream.runCollect,
        Effect.provide(layer)
      )
      assert.deepStrictEqual(idsOf(pages.flatMap(({ rows }) => rows)), PageServer.idsUpTo(10))
      assert.deepInclude(pages.at(-1)?.audit, { received: 12, invalid: 2, duplicates: 0, missing: 0 })
    }))
})

describe("CampaignRows.stream on a server that counts pages from 1", () => {
  type BeforeFirst = "the first page" | "an empty page" | 400 | 422
  /** A list that is counted from 1, with a total unless `hasTotal` is false. */
  const fromOne = (count: number, before: BeforeFirst, options: { readonly total: boolean; readonly echo: boolean }) =>
    PageServer.make(({ page, size }) => {
      if (page < 1 && typeof before === "number") return before
      const served = before === "the first page" ? Math.max(1, page) : page
      return JSON.stringify({
        ...(options.echo ? { page: served, page_size: size } : {}),
        ...(options.total ? { total: count } : {}),
        rows: served < 1 ? [] : PageServer.rowsOf(count, served, size, 1)
      })
    })

  const settings = [[20, true, true], [20, true, false], [20, false, false], [20, false, true], [10, true, true], [
    9,
    true,
    false
  ], [18, false, false]] as const

  for (const filter of [{}, { result: "human" }] as const) {
    const list = "result" in filter ? "filtered" : "complete"

    it.effect.each(settings)(
      `fails with the advice to set firstPage on a ${list} list of %d rows whose page 0 is page 1 (total: %s, echo: %s)`,
      ([count, total, echo]) =>
        Effect.gen(function*() {
          const { layer } = fromOne(count, "the first page", { total, echo })
          const error = yield* CampaignRows.stream("spring", { ...filter, pageSize: 5 }).pipe(
            Stream.runDrain,
            Effect.flip,
            Effect.provide(layer)
          )
          assert.strictEqual(error.reason._tag, "WrongFirstPageError")
          assert.include(error.message, "Set the option `firstPage` to 1")
          assert.isFalse(error.isRetryable)
          const rows = yield* CampaignRows.stream("spring", { ...filter, pageSize: 5, firstPage: 1 }).pipe(
            Stream.runCollect,
            Effect.provide(layer)
          )
          assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(count))
        })
    )

    it.effect(`reads a ${list} list that fits on the page that is sent as page 0 and page 1`, () =>
      Effect.gen(function*() {
        for (const count of [4, 5]) {
          for (const total of [true, false]) {
            const { layer } = fromOne(count, "the first page", { total, echo: true })
            const rows = yield* CampaignRows.stream("spring", { ...filter, pageSize: 5 }).pipe(
              Stream.runCollect,
              Effect.provide(layer)
            )
            assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(count))
          }
        }
      }))

    it.effect(`fails with the advice to set firstPage on a ${list} list without a total whose page 0 is empty`, () =>
      Effect.gen(function*() {
        const { layer } = fromOne(20, "an empty page", { total: false, echo: false })
        const error = yield* CampaignRows.stream("spring", { ...filter, pageSize: 5 }).pipe(
          Stream.runDrain,
          Effect.flip,
          Effect.provide(layer)
        )
        assert.strictEqual(error.reason._tag, "WrongFirstPageError")
      }))

    it.effect(`loses no row of a ${list} list with a total whose page 0 is empty`, () =>
      Effect.gen(function*() {
        const { layer } = fromOne(18, "an empty page", { total: true, echo: false })
        const rows = yield* CampaignRows.stream("spring", { ...filter, pageSize: 5 }).pipe(
          Stream.runCollect,
          Effect.provide(layer)
        )
        assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(18))
      }))
  }

  it.effect.each([[{}, true], [{}, false], [{ result: "human" }, true], [{ result: "human" }, false]] as const)(
    "fails with the advice to set firstPage to 0 if it is 1 and pages count from 0 (filter: %o, total: %s)",
    ([filter, total]) =>
      Effect.gen(function*() {
        const { layer } = PageServer.make(({ page, size }) =>
          JSON.stringify({ rows: PageServer.rowsOf(20, page, size), ...(total ? { total: 20 } : {}) })
        )
        const error = yield* CampaignRows.stream("spring", { ...filter, pageSize: 5, firstPage: 1 }).pipe(
          Stream.runDrain,
          Effect.flip,
          Effect.provide(layer)
        )
        assert.strictEqual(error.reason._tag, "WrongFirstPageError")
        assert.include(error.message, "Set the option `firstPage` to 0")
      })
  )

  it.effect.each(["the first page", "an empty page", 400, 422] as const)(
    "reads a list without a total from firstPage 1 on, if page 0 is %s",
    (before) =>
      Effect.gen(function*() {
        const { layer } = fromOne(18, before, { total: false, echo: false })
        const rows = yield* CampaignRows.stream("spring", { pageSize: 5, firstPage: 1 }).pipe(
          Stream.runCollect,
          Effect.provide(layer)
        )
        assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(18))
      })
  )

  it.effect.each([400, 422] as const)("fails with the status %d of page 0", (status) =>
    Effect.gen(function*() {
      const { layer } = fromOne(20, status, { total: true, echo: true })
      const error = yield* CampaignRows.stream("spring", { result: "human" }).pipe(
        Stream.runDrain,
        Effect.flip,
        Effect.provide(layer)
      )
      assert.strictEqual(error.reason._tag, status === 400 ? "BadRequestError" : "UnprocessableEntityError")
    }))
})

describe("CampaignRows.stream after a full page that reaches the total", () => {
  it.effect("requests one more page, and reads on if the total was that of the page or a limit of the count", () =>
    Effect.gen(function*() {
      for (const [size, total] of [[100, 100], [20, 100], [20, 20]] as const) {
        const { layer } = PageServer.make(({ page, size }) =>
          JSON.stringify({ page, page_size: size, total, rows: PageServer.rowsOf(250, page, size) })
        )
        const rows = yield* CampaignRows.stream("spring", { pageSize: size }).pipe(
          Stream.runCollect,
          Effect.provide(layer)
        )
        assert.deepStrictEqual(idsOf(rows), PageServer.idsUpTo(250))
      }
    }))

  it.effect.each([400, 404, 422] as const)(
    "ends if the server refuses the page after the last one with %d",
    (status) =>
      Effect.gen(function*() {
        const { layer, requested } = PageServer.make(({ page, size }) =>
          page * size < 200
            ? JSON.stringify({ page, page_size: size, total: 200, rows: PageServer.rowsOf(200, page, size) })
            : status
        )
        const pages = yield* CampaignRows.pages("spring", { integrity: "strict" }).pipe(
          Stream.runCollect,
          Effect.provide(layer)
        )
        assert.deepStrictEqual(idsOf(pages.flatMap(({ rows }) => rows)), PageServer.idsUpTo(200))
        assert.lengthOf(pages, 2)
        assert.deepStrictEqual(requested, [0, 1, 2])
      })
  )

  it.effect("sends no second request for a list that is shorter than a page", () =>
    Effect.gen(function*() {
      const { layer, requested } = PageServer.make(({ page, size }) =>
        JSON.stringify({ page, page_size: size, total: 99, rows: PageServer.rowsOf(99, page, size) })
      )
      yield* CampaignRows.stream("spring").pipe(Stream.runDrain, Effect.provide(layer))
      assert.deepStrictEqual(requested, [0])
    }))
})

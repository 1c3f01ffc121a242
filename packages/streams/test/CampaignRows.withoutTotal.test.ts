import { CampaignExport, CampaignRows } from "@effect-revox/streams"
import { Fault } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Schema, Stream } from "effect"
import { emptyDisk, layer, text } from "./utils/crashingFileSystem.ts"
import { completed, expected, idsOf, requestedPages, simulated, withoutKeys } from "./utils/simulated.ts"

const rowsAlone = withoutKeys("page", "page_size", "total")

describe("CampaignRows on a server that states no total", () => {
  it.effect("emits every row once, and ends after a page without a new row that was requested twice", () =>
    Effect.gen(function*() {
      const id = yield* completed(250, rowsAlone)
      const pages = yield* Stream.runCollect(CampaignRows.pages(id))
      assert.deepStrictEqual(idsOf(pages.flatMap((page) => page.rows)), yield* expected(id))
      assert.deepStrictEqual(yield* requestedPages(), [0, 1, 2, 3, 3])
      assert.deepStrictEqual(pages.map((page) => page.page), [0, 1, 2])
    }).pipe(Effect.provide(simulated())))

  it.effect("reports no counter that depends on a total", () =>
    Effect.gen(function*() {
      const id = yield* completed(120, rowsAlone)
      const [page] = yield* Stream.runCollect(CampaignRows.pages(id))
      assert.hasAllKeys(page, ["page", "rows", "cursor", "audit"])
      assert.deepStrictEqual(yield* CampaignRows.audit(id), {
        received: 120,
        duplicates: 0,
        invalid: 0,
        shortPages: 0,
        pages: 2,
        requests: 2
      })
    }).pipe(Effect.provide(simulated())))

  it.effect("emits one page without rows for a campaign without rows", () =>
    Effect.gen(function*() {
      const id = yield* completed(0, rowsAlone)
      const pages = yield* Stream.runCollect(CampaignRows.pages(id))
      assert.deepStrictEqual(pages.map((page) => page.rows), [[]])
      // Page 1 shows that pages do not count from 1.
      assert.deepStrictEqual(yield* requestedPages(), [0, 0, 1])
    }).pipe(Effect.provide(simulated())))

  it.effect("emits the list once when the server ignores the page", () =>
    Effect.gen(function*() {
      const everything = Fault.make("everything", { page: (request) => ({ ...request, page: 0, pageSize: 1000 }) })
      const id = yield* completed(250, rowsAlone, everything)
      assert.deepStrictEqual(idsOf(yield* Stream.runCollect(CampaignRows.stream(id))), yield* expected(id))
      // Page 2 shows that the server ignores the page, and does not count from 1.
      assert.deepStrictEqual(yield* requestedPages(), [0, 1, 1, 2])
    }).pipe(Effect.provide(simulated())))

  it.effect.each(["complete", "strict"] as const)(
    "fails on the first page with integrity %s",
    (integrity) =>
      Effect.gen(function*() {
        const id = yield* completed(250, rowsAlone)
        const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { integrity })))
        assert.strictEqual(error.reason._tag, "UnknownTotalError")
        assert.include(error.message, "states no total")
        assert.include(error.message, "use integrity \"none\"")
        assert.isFalse(error.isRetryable)
        assert.deepStrictEqual(yield* requestedPages(), [0])
      }).pipe(Effect.provide(simulated()))
  )

  it.effect("resumes from a cursor", () =>
    Effect.gen(function*() {
      const id = yield* completed(250, rowsAlone)
      const pages = yield* Stream.runCollect(CampaignRows.pages(id))
      for (const { cursor } of pages) {
        const { position } = cursor
        const rest = yield* Stream.runCollect(CampaignRows.stream(id, { from: cursor }))
        assert.deepStrictEqual(idsOf(rest), (yield* expected(id)).slice(position))
      }
    }).pipe(Effect.provide(simulated())))

  it.effect("exports the rows to a file", () =>
    Effect.gen(function*() {
      const id = yield* completed(250, rowsAlone)
      const disk = emptyDisk()
      const { audit } = yield* CampaignExport.toNdjsonFile(id, "rows.out").pipe(Effect.provide(layer(disk)))
      assert.strictEqual(audit.received, 250)
      assert.isUndefined(audit.expected)
      const lines = text(disk, "rows.out")?.trimEnd().split("\n") ?? []
      assert.deepStrictEqual(lines.map((line) => JSON.parse(line).id), yield* expected(id))
    }).pipe(Effect.provide(simulated())))
})

describe("CampaignRows on a server that leaves out some keys", () => {
  it.effect("checks completeness by a total without a page size", () =>
    Effect.gen(function*() {
      const id = yield* completed(250, withoutKeys("page", "page_size"), Fault.capPages(40))
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, { integrity: "complete" }))
      assert.deepStrictEqual(idsOf(rows), yield* expected(id))
      // The first page is requested twice, since nothing states the limit of 40 rows.
      assert.lengthOf(yield* requestedPages(), 1 + 7)
    }).pipe(Effect.provide(simulated())))

  it.effect("follows a page size without a total", () =>
    Effect.gen(function*() {
      const id = yield* completed(250, withoutKeys("total"), Fault.capPages(40))
      assert.deepStrictEqual(idsOf(yield* Stream.runCollect(CampaignRows.stream(id))), yield* expected(id))
    }).pipe(Effect.provide(simulated())))

  it.effect("reports missing rows by a total that only some pages state", () =>
    Effect.gen(function*() {
      const total = (value: number) =>
        Fault.mapJson((json: Schema.Json) => ({ ...(typeof json === "object" ? json : {}), total: value }))
      const id = yield* completed(250, withoutKeys("total"), total(260).pipe(Fault.onPage(1)))
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
      if (error.reason._tag !== "MissingRowsError") return assert.fail(error.message)
      assert.deepInclude(error.reason.audit, { expected: 260, received: 250, missing: 10, totalDrift: 0 })
    }).pipe(Effect.provide(simulated())))

  it.effect.each([0, 10])(
    "reads all rows of a server with a page size limit that states the total %d",
    (total) =>
      Effect.gen(function*() {
        const id = yield* completed(250, Fault.capPages(40), Fault.total(total))
        assert.deepStrictEqual(idsOf(yield* Stream.runCollect(CampaignRows.stream(id))), yield* expected(id))
      }).pipe(Effect.provide(simulated()))
  )
})

describe("CampaignRows with a filter", () => {
  /** Removes the rows of some pages, like a server that filters after paging. */
  const emptyPages = (from: number, to: number): Fault.Fault =>
    Fault.shortPage().pipe(
      Fault.always,
      Fault.when(({ query }) => Number(query["page"]) >= from && Number(query["page"]) < to)
    )

  it.effect("reads through empty pages up to the total", () =>
    Effect.gen(function*() {
      const id = yield* completed(3000, emptyPages(1, 20))
      const rows = yield* Stream.runCollect(
        CampaignRows.stream(id, { statuses: ["completed", "errored"], pageSize: 100, integrity: "none" })
      )
      assert.isAbove((yield* requestedPages()).at(-1) ?? 0, 20)
      assert.isAbove(rows.length, 200)
      const withoutFilter = yield* Stream.runCollect(CampaignRows.stream(id, { integrity: "none" }))
      assert.lengthOf(withoutFilter, 100)
    }).pipe(Effect.provide(simulated())))

  it.effect("fails when too many pages in a row are empty", () =>
    Effect.gen(function*() {
      const id = yield* completed(10, Fault.total(1e6))
      const error = yield* Effect.flip(
        Stream.runDrain(CampaignRows.stream(id, { result: "human", pageSize: 1, prefetch: 16 }))
      )
      if (error.reason._tag !== "NoProgressError") return assert.fail(error.message)
      assert.include(error.message, "More than 1000 pages in a row are empty, although the total is 1000000")
      assert.isFalse(error.isRetryable)
    }).pipe(Effect.provide(simulated())))
})

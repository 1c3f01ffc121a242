import { assert, describe, it } from "@effect/vitest"
import { defaults, filter, idsUpTo, quiet, read, type Server, shifted } from "./utils/paging.ts"

describe("Paging.step", () => {
  describe("on a wrong total", () => {
    it("ends after 8 pages without a new row when the total is never reached", () => {
      const { ids, requests, result } = read(quiet({ rows: 25, total: 1e12 }), { prefetch: 1 })
      assert.deepStrictEqual(ids, idsUpTo(25))
      // Three pages, the second request of the short one, and eight empty ones.
      assert.lengthOf(requests, 3 + 1 + 8)
      assert.strictEqual(result, "MissingRowsError")
    })

    it.each([0, 1, 9, 12, 25])("reads all rows when the total is %d", (total) => {
      const { ids, refetched, result } = read(quiet({ rows: 37, total }))
      assert.deepStrictEqual(ids, idsUpTo(37))
      // The page after the last one is requested twice: nothing else shows the end of the list.
      assert.deepStrictEqual(refetched, [4])
      assert.strictEqual(result, "End")
    })

    it("continues after a full page when rows are missing", () => {
      // The pages of the filtered list are capped, and the server does not state the limit.
      const { ids, requests } = read(quiet({ rows: 12, cap: 4, total: 12 }), { filter })
      assert.deepStrictEqual(ids, idsUpTo(12))
      assert.deepStrictEqual(requests, [[0, 10], [0, 10], [1, 10], [2, 10]])
    })
  })

  describe("on a list without a total", () => {
    it("reads to the first page without a new row, requests it once more, and ends", () => {
      const { ids, pages, requests, result, state } = read(quiet({ rows: 25 }))
      assert.deepStrictEqual(ids, idsUpTo(25))
      assert.deepStrictEqual(requests.map(([page]) => page), [0, 1, 2, 3, 3])
      assert.lengthOf(pages, 3)
      assert.strictEqual(result, "End")
      assert.deepStrictEqual(state.audit, {
        received: 25,
        duplicates: 0,
        invalid: 0,
        shortPages: 0,
        pages: 3,
        requests: 3
      })
    })

    it("continues when the second request brings new rows", () => {
      const server = quiet({ rows: 25 })
      const { ids, requests } = read((page, size, request) => request === 1 ? { ids: [] } : server(page, size, request))
      assert.deepStrictEqual(ids, idsUpTo(25))
      assert.deepStrictEqual(requests.map(([page]) => page), [0, 1, 1, 2, 3, 3])
    })

    it("emits a full list once when the server ignores the page", () => {
      const { ids, pages, requests, result } = read(() => ({ ids: idsUpTo(25) }))
      assert.deepStrictEqual(ids, idsUpTo(25))
      assert.lengthOf(pages, 1)
      assert.deepStrictEqual(requests, [[0, 10], [1, 25], [1, 25], [2, 25]])
      assert.strictEqual(result, "End")
      assert.deepStrictEqual(read(() => ({ ids: idsUpTo(7) })).ids, idsUpTo(7))
    })

    it("emits one page without rows for an empty list", () => {
      const { pages, requests, result } = read(quiet({ rows: 0 }))
      assert.deepStrictEqual(pages, [[]])
      assert.deepStrictEqual(requests, [[0, 10], [0, 10], [1, 10]])
      assert.strictEqual(result, "End")
    })

    it.each(["complete", "strict"] as const)("fails on the first page with integrity %s", (integrity) => {
      const { pages, requests, result } = read(quiet({ rows: 25 }), { integrity })
      assert.strictEqual(result, "UnknownTotalError")
      assert.deepStrictEqual(pages, [])
      assert.lengthOf(requests, 1)
    })

    it("continues in the new size when a stated limit changes", () => {
      const { ids } = read(shifted(
        quiet({ rows: 60, pageSize: "served" }),
        2,
        quiet({ rows: 60, cap: 5, pageSize: "served" })
      ))
      assert.deepStrictEqual(ids, idsUpTo(60))
    })

    it("resumes from a cursor", () => {
      const { cursors } = read(quiet({ rows: 25 }))
      const { ids, state } = read(quiet({ rows: 25 }), { from: cursors[1] })
      assert.deepStrictEqual(ids, idsUpTo(25).slice(20))
      assert.strictEqual(state.audit.received, 25)
      const { pages, result } = read(quiet({ rows: 25 }), { from: cursors[2] })
      assert.deepStrictEqual(pages, [])
      assert.strictEqual(result, "End")
    })
  })

  describe("on a list with a total on some pages", () => {
    it("ends with the total of the first page", () => {
      const { ids, requests } = read(quiet({ rows: 35, total: (request) => request === 0 ? 35 : undefined }))
      assert.deepStrictEqual(ids, idsUpTo(35))
      assert.lengthOf(requests, 4)
    })

    it("ends with the total of a later page, and reports what is missing", () => {
      const total = (request: number) => request === 1 ? 37 : undefined
      const { result, state } = read(quiet({ rows: 35, total }))
      assert.strictEqual(result, "MissingRowsError")
      assert.deepInclude(state.audit, { expected: 37, received: 35, missing: 2, totalDrift: 0 })
      assert.strictEqual(read(quiet({ rows: 37, total })).result, "End")
    })

    it("needs a total on the first page for integrity complete", () => {
      const total = (request: number) => request === 0 ? undefined : 35
      assert.strictEqual(read(quiet({ rows: 35, total }), { integrity: "complete" }).result, "UnknownTotalError")
      assert.strictEqual(read(quiet({ rows: 35, total: 35 }), { integrity: "complete" }).result, "End")
    })
  })

  describe("on a filtered list", () => {
    const sparse = (filled: ReadonlyMap<number, number>, total: number): Server => (page) => ({
      ids: idsUpTo(filled.get(page) ?? 0).map((id) => `${page}-${id}`),
      total
    })

    it("reads through empty pages up to the total", () => {
      const { ids, requests, result } = read(sparse(new Map([[0, 3], [20, 2], [99, 1]]), 1000), { filter })
      assert.lengthOf(ids, 6)
      // All pages that the total implies, and the second request of the first short one.
      assert.lengthOf(requests, 101)
      assert.strictEqual(result, "End")
    })

    it("ends without an error when all pages that the total implies are empty", () => {
      const { ids, requests, result } = read(sparse(new Map(), 10_000), { filter })
      assert.deepStrictEqual(ids, [])
      assert.lengthOf(requests, 1001)
      assert.strictEqual(result, "End")
    })

    it("fails after more than 1,000 empty pages in a row", () => {
      const { requests, result, state } = read(sparse(new Map([[0, 3]]), 1e9), { filter })
      assert.strictEqual(result, "NoProgressError")
      assert.strictEqual(state.audit.received, 3)
      assert.isAtMost(requests.length, 1 + 1001 + 1 + defaults.prefetch)
    })

    it("ends on an empty page whose total was reached before it", () => {
      const server: Server = (page) => page === 0 ? { ids: idsUpTo(10), total: 50 } : { ids: [], total: 10 }
      const { requests, result } = read(server, { filter, prefetch: 1 })
      assert.lengthOf(requests, 2)
      assert.strictEqual(result, "End")
    })

    it("ends after 8 repeated pages", () => {
      const { requests, result } = read(() => ({ ids: idsUpTo(10), total: 1000 }), { filter, prefetch: 1 })
      assert.lengthOf(requests, 1 + 1 + 8)
      assert.strictEqual(result, "End")
    })
  })

  describe("on rows without ids", () => {
    it("counts each place of a page once", () => {
      const server: Server = (_, size) => ({ ids: Array.from({ length: size }, () => undefined), total: 200 })
      const { invalid, result, state } = read(server)
      assert.strictEqual(invalid, 200)
      assert.deepInclude(state.audit, { received: 200, missing: 0, duplicates: 0, invalid: 200 })
      assert.strictEqual(result, "End")
    })

    it("does not count them as new on a repeated page", () => {
      const { invalid, requests, result } = read(() => ({ ids: ["row-1", undefined, undefined] }))
      assert.strictEqual(invalid, 2)
      assert.lengthOf(requests, 4)
      assert.strictEqual(result, "End")
    })

    it("fails when nothing shows where a list of them ends", () => {
      const { requests, result } = read(() => ({ ids: [undefined, undefined] }))
      assert.strictEqual(result, "NoProgressError")
      assert.lengthOf(requests, 8)
    })
  })
})

import { assert, describe, it } from "@effect/vitest"
import * as Paging from "../src/internal/paging.ts"
import { defaults, idsUpTo, quiet, read, type ServerOptions, shifted } from "./utils/paging.ts"

describe("Paging.step", () => {
  describe("on an unchanged list with a total", () => {
    it("requests the first page alone, then as many as `prefetch`, and ends after the total", () => {
      const first = Paging.step(defaults, Paging.begin(defaults), { _tag: "Pulled" })
      assert.deepStrictEqual(first.request, [{ page: 0, start: 0, size: 10 }])
      assert.deepStrictEqual(first.decision, { _tag: "Await" })
      const { ids, maxInFlight, requests, result, state } = read(quiet({ rows: 60, pageSize: "requested", total: 60 }))
      assert.deepStrictEqual(ids, idsUpTo(60))
      assert.deepStrictEqual(requests.map(([page]) => page), [0, 1, 2, 3, 4, 5, 6])
      assert.strictEqual(maxInFlight, 3)
      assert.strictEqual(result, "End")
      assert.deepInclude(state.audit, { expected: 60, received: 60, missing: 0, totalDrift: 0, pages: 6, requests: 6 })
    })

    it("counts pages from the number of the first page", () => {
      const { ids, requests } = read(
        (page, size, request) => quiet({ rows: 25, total: 25 })(page - 1, size, request),
        { firstPage: 1 }
      )
      assert.deepStrictEqual(ids, idsUpTo(25))
      assert.deepStrictEqual(requests.map(([page]) => page), [1, 2, 3])
    })
  })

  describe("on a server with a page size limit", () => {
    it("requests the stated size from the first page on", () => {
      const { ids, refetched, requests } = read(quiet({ rows: 17, cap: 4, pageSize: "served", total: 17 }))
      assert.deepStrictEqual(ids, idsUpTo(17))
      assert.deepStrictEqual(requests, [[0, 10], [1, 4], [2, 4], [3, 4], [4, 4]])
      assert.deepStrictEqual(refetched, [])
    })

    it.each([undefined, "requested"] as const)("detects the limit by the first page when it states %s", (pageSize) => {
      const { ids, requests } = read(
        quiet({ rows: 17, cap: 4, total: 17, ...(pageSize === undefined ? {} : { pageSize }) })
      )
      assert.deepStrictEqual(ids, idsUpTo(17))
      assert.deepStrictEqual(requests, [[0, 10], [0, 10], [1, 4], [2, 4], [3, 4], [4, 4]])
    })

    it("cancels the pages in flight and continues in the new size when the limit changes", () => {
      const { cancelled, ids, requests } = read(shifted(
        quiet({ rows: 60, pageSize: "served", total: 60 }),
        2,
        quiet({ rows: 60, cap: 5, pageSize: "served", total: 60 })
      ))
      assert.deepStrictEqual(ids, idsUpTo(60))
      assert.deepStrictEqual(cancelled, [3, 4])
      assert.deepStrictEqual(requests.slice(4, 7), [[4, 10], [4, 5], [5, 5]])
    })

    it("reads no place twice when the pages of the new size start elsewhere", () => {
      const { result, state } = read(
        shifted(
          quiet({ rows: 60, pageSize: "served", total: 60 }),
          2,
          quiet({ rows: 60, cap: 6, pageSize: "served", total: 60 })
        ),
        { integrity: "strict" }
      )
      assert.strictEqual(result, "End")
      assert.deepInclude(state.audit, { received: 60, duplicates: 0, missing: 0 })
    })

    it("continues in the size of a server that serves more than requested", () => {
      const { ids, requests } = read((page, size, request) =>
        quiet({ rows: 65, total: 65 })(page, Math.max(20, size), request)
      )
      assert.deepStrictEqual(ids, idsUpTo(65))
      assert.deepStrictEqual(requests, [[0, 10], [1, 20], [2, 20], [3, 20]])
    })

    it.each<[string, Partial<ServerOptions>]>([
      ["total 0", { total: 0 }],
      ["a total below the limit", { total: 3 }],
      ["the limit as the total", { total: 4 }],
      ["the limit as the total and as the page size", { total: 4, pageSize: "served" }],
      ["the rows of the page as the total", { total: 4, pageSize: "count" }],
      ["total 0 and a wrong page size", { total: 0, pageSize: 10 }],
      ["total 0 and the page size", { total: 0, pageSize: "served" }],
      ["a wrong page size", { total: 17, pageSize: 7 }],
      ["a page size of 0", { total: 17, pageSize: 0 }],
      ["no total and the page size", { pageSize: "served" }],
      ["no total and a wrong page size", { pageSize: 7 }],
      ["neither", {}]
    ])("reads all rows when it states %s", (name, stated) => {
      const { ids, result } = read(quiet({ rows: 17, cap: 4, ...stated }))
      // Without a page size, a first page that is as long as the total cannot be distinguished from a short list.
      assert.deepStrictEqual(ids, idsUpTo(name === "the limit as the total" ? 4 : 17))
      assert.strictEqual(result, "End")
    })
  })

  describe("on pages that look wrong", () => {
    it("requests a short page once more, and accepts the better response", () => {
      const server = quiet({ rows: 60, total: 60 })
      const { ids, refetched, state } = read((page, size, request) => {
        const served = server(page, size, request)
        return request === 2 ? { ...served, ids: served.ids.slice(0, 3) } : served
      })
      assert.deepStrictEqual(ids, idsUpTo(60))
      assert.deepStrictEqual(refetched, [2])
      assert.deepInclude(state.audit, { shortPages: 0, pages: 6, requests: 7 })
    })

    it("requests no other short page once more when that has not helped", () => {
      const server = quiet({ rows: 60, total: 60 })
      const { refetched, result, state } = read((page, size, request) => {
        const served = server(page, size, request)
        return page > 1 ? { ...served, ids: served.ids.slice(1) } : served
      })
      assert.deepStrictEqual(refetched, [2])
      assert.strictEqual(result, "MissingRowsError")
      assert.deepInclude(state.audit, { received: 56, missing: 4, shortPages: 4 })
    })

    it("requests a repeated page once more, and leaves its rows out when it stays the same", () => {
      const server = quiet({ rows: 60, total: 60 })
      const once = read((page, size, request) => server(request === 3 ? 0 : page, size, request))
      assert.deepStrictEqual(once.ids, idsUpTo(60))
      assert.deepStrictEqual(once.refetched, [3])
      const always = read((page, size, request) => server(page === 3 ? 0 : page, size, request))
      assert.strictEqual(always.result, "MissingRowsError")
      assert.deepStrictEqual(always.ids, [...idsUpTo(30), ...idsUpTo(60).slice(40)])
      assert.deepInclude(always.state.audit, { duplicates: 10, missing: 10, shortPages: 1 })
    })

    it("fails immediately with strict integrity", () => {
      const server = quiet({ rows: 60, total: 60 })
      const { cancelled, ids, result } = read(
        (page, size, request) => server(page === 3 ? 0 : page, size, request),
        { integrity: "strict" }
      )
      assert.strictEqual(result, "IntegrityError")
      assert.deepStrictEqual(ids, idsUpTo(30))
      assert.deepStrictEqual(cancelled, [4, 5])
    })
  })

  describe("on a list that changes", () => {
    it("leaves out rows that move to the next page, and finds the missing ones", () => {
      const inserted = ["new-1", "new-2", ...idsUpTo(30)]
      const { ids, result, state } = read(
        shifted(quiet({ rows: 30, total: 30 }), 1, (page, size) => ({
          ids: inserted.slice(page * size, (page + 1) * size),
          total: 32
        }))
      )
      assert.deepStrictEqual(ids, idsUpTo(30))
      assert.deepInclude(state.audit, { expected: 32, received: 30, missing: 2, duplicates: 2, totalDrift: 2 })
      assert.strictEqual(result, "MissingRowsError")
    })

    it("counts rows that move to an earlier page as missing", () => {
      const deleted = idsUpTo(30).slice(5)
      const { ids, result, state } = read(
        shifted(quiet({ rows: 30, total: 30 }), 1, (page, size) => ({
          ids: deleted.slice(page * size, (page + 1) * size),
          total: 25
        }))
      )
      assert.deepStrictEqual(ids, [...idsUpTo(10), ...idsUpTo(30).slice(15)])
      assert.deepInclude(state.audit, { expected: 30, received: 25, missing: 5, totalDrift: 5 })
      assert.strictEqual(result, "MissingRowsError")
    })
  })
})

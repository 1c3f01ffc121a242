import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { itSimulated } from "@effect-revox/testing/Vitest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { get, getCampaign, getPage } from "./utils/api.ts"
import { eventually } from "./utils/eventually.ts"
import * as SimulatorClock from "./utils/simulatorClock.ts"

const json = (text: string): unknown => JSON.parse(text)

describe("RevoxSimulator", () => {
  describe("endpoints", () => {
    itSimulated("return a campaign and pages of its rows", {}, (simulator) =>
      Effect.gen(function*() {
        const id = yield* simulator.addCampaign({ rows: 45, status: "completed", name: "Été" })
        const campaign = yield* getCampaign(id)
        assert.deepStrictEqual([campaign.id, campaign.name, campaign.status], [id, "Été", "completed"])
        assert.strictEqual(campaign.row_stats?.total, 45)
        const pages = yield* Effect.forEach([0, 1, 2, 3], (page) => getPage(id, `page=${page}&page_size=20`))
        assert.deepStrictEqual(pages.map(({ page, page_size, total }) => [page, page_size, total]), [
          [0, 20, 45],
          [1, 20, 45],
          [2, 20, 45],
          [3, 20, 45]
        ])
        assert.deepStrictEqual(pages.map(({ rows }) => rows.length), [20, 20, 5, 0])
        assert.deepStrictEqual(
          pages.flatMap(({ rows }) => rows.map((row) => row.id)),
          yield* simulator.expectedRows(id)
        )
      }))

    itSimulated(
      "use the first page and 50 rows by default, and limit the page size",
      { maxPageSize: 60, campaigns: [{ id: "c", rows: 200 }] },
      () =>
        Effect.gen(function*() {
          const first = yield* getPage("c")
          assert.deepStrictEqual([first.page, first.page_size, first.rows.length], [0, 50, 50])
          const capped = yield* getPage("c", "page=1&page_size=500")
          assert.deepStrictEqual([capped.page, capped.page_size, capped.rows.length], [1, 60, 60])
          assert.strictEqual(capped.rows[0]?.row_index, 60)
        })
    )

    itSimulated(
      "count pages from 1 with `firstPage: 1`",
      { firstPage: 1, campaigns: [{ id: "c", rows: 30 }] },
      () =>
        Effect.gen(function*() {
          const page = (query: string) =>
            Effect.map(getPage("c", query), ({ page, rows }) => [page, rows[0]?.row_index])
          assert.deepStrictEqual(yield* page("page_size=10"), [1, 0])
          assert.deepStrictEqual(yield* page("page=1&page_size=10"), [1, 0])
          assert.deepStrictEqual(yield* page("page=3&page_size=10"), [3, 20])
          assert.strictEqual((yield* get("/campaigns/c/rows?page=0")).status, 400)
        })
    )

    itSimulated("accept an id as one encoded path segment", {}, (simulator) =>
      Effect.gen(function*() {
        const id = yield* simulator.addCampaign({ id: "a/b ü", rows: 1 })
        assert.strictEqual((yield* getCampaign(encodeURIComponent(id))).id, id)
        assert.strictEqual((yield* getPage(encodeURIComponent(id))).total, 1)
        assert.strictEqual((yield* get("/campaigns/a/b")).status, 404)
        assert.strictEqual((yield* get("/campaigns/%E0%A4%A")).status, 404)
      }))

    itSimulated(
      "reject every API key but their own",
      { apiKey: Redacted.make("s3cret"), campaigns: [{ id: "c" }] },
      (simulator) =>
        Effect.gen(function*() {
          const status = (authorization?: string) =>
            Effect.map(
              get("/campaigns/c", { headers: authorization === undefined ? {} : { authorization } }),
              ({ status }) => status
            )
          assert.strictEqual(yield* status("Bearer s3cret"), 200)
          assert.deepStrictEqual(
            yield* Effect.all([status(), status("Bearer test-key"), status("s3cret"), status("Basic s3cret")]),
            [401, 401, 401, 401]
          )
          assert.strictEqual(Redacted.value(simulator.apiKey), "s3cret")
          assert.notInclude(JSON.stringify(yield* simulator.requests), "s3cret")
        })
    )

    const bad = [
      ["/campaigns/nope", 404],
      ["/campaigns/nope/rows", 404],
      ["/campaign", 404],
      ["/elsewhere", 404],
      ["/campaigns/c/rows/1", 404],
      ["/campaigns/c/rows?page=minus", 400],
      ["/campaigns/c/rows?page=-1", 400],
      ["/campaigns/c/rows?page=1.5", 400],
      ["/campaigns/c/rows?page=1&page=2", 400],
      ["/campaigns/c/rows?page_size=0", 400],
      ["/campaigns/c/rows?result=robot", 400],
      ["/campaigns/c/rows?statuses=completed,lost", 400]
    ] as const

    itSimulated(
      "reject invalid requests with a JSON error",
      { campaigns: [{ id: "c" }] },
      (simulator) =>
        Effect.gen(function*() {
          for (const [path, expected] of bad) {
            const { status, text } = yield* get(path)
            assert.strictEqual(status, expected, path)
            assert.isNotEmpty((json(text) as { error: { message: string } }).error.message, path)
          }
          const post = yield* get("/campaigns/c", {
            method: "POST",
            headers: { authorization: `Bearer ${Redacted.value(simulator.apiKey)}` }
          })
          assert.deepStrictEqual([post.status, post.headers["allow"]], [405, "GET, PATCH, DELETE"])
        })
    )

    const forms = [
      ["error.message", "application/json", "{\"error\":{\"message\":\"Campaign not found\"}}"],
      ["message", "application/json", "{\"message\":\"Campaign not found\"}"],
      ["error", "application/json", "{\"error\":\"Campaign not found\"}"],
      [
        "problem+json",
        "application/problem+json",
        "{\"type\":\"about:blank\",\"title\":\"Campaign not found\",\"status\":404,\"detail\":\"Campaign not found\"}"
      ],
      ["text", "text/plain; charset=utf-8", "Campaign not found"],
      [
        "html",
        "text/html",
        "<!doctype html>\n<html><body><h1>404</h1>Campaign not found</body></html>"
      ],
      ["empty", undefined, ""]
    ] as const

    for (const [errorBody, contentType, text] of forms) {
      itSimulated(`send errors in the format ${errorBody}`, { errorBody }, () =>
        Effect.gen(function*() {
          const seen = yield* get("/campaigns/nope")
          assert.deepStrictEqual([seen.status, seen.headers["content-type"], seen.text], [404, contentType, text])
        }))
    }
  })

  describe("filters", () => {
    const campaigns = [{ id: "c", rows: 400, status: "paused" }] as const
    const options: RevoxSimulator.Options = { speed: 0, campaigns }

    const filters: ReadonlyArray<readonly [string, (row: CampaignRow) => boolean]> = [
      ["result=human", (row) => row.call?.last_call_attempt?.result === "human"],
      ["result=ios-screening-filter", (row) => row.call?.last_call_attempt?.result === "ios-screening-filter"],
      ["result=none", (row) => (row.call?.last_call_attempt?.result ?? null) === null],
      ["result=all", () => true],
      ["statuses=completed", (row) => row.call?.status === "completed"],
      ["statuses=", () => true],
      ["statuses=errored,scheduled", (row) => row.call?.status === "errored" || row.call?.status === "scheduled"],
      ["query=%2B33", (row) => JSON.stringify([row.phone_number, Object.values(row.input_data)]).includes("+33")],
      ["query=ZO%C3%8B", (row) => Object.values(row.input_data).some((value) => value.toLowerCase().includes("zoë"))],
      [
        "query=a&result=human&statuses=completed",
        (row) =>
          row.call?.status === "completed" && row.call.last_call_attempt?.result === "human" &&
          [row.phone_number, ...Object.values(row.input_data)].some((value) => value.toLowerCase().includes("a"))
      ]
    ]

    itSimulated("select the matching rows in order, page by page", options, () =>
      Effect.gen(function*() {
        const everything = yield* getPage("c", "page_size=1000")
        assert.strictEqual(everything.rows.length, 400)
        for (const [query, passes] of filters) {
          const expected = everything.rows.filter(passes).map((row) => row.id)
          const found: Array<string> = []
          for (let page = 0; page * 37 <= expected.length; page++) {
            const { rows, total } = yield* getPage("c", `${query}&page=${page}&page_size=37`)
            assert.strictEqual(total, expected.length, query)
            found.push(...rows.map((row) => row.id))
          }
          assert.deepStrictEqual(found, expected, query)
          assert.isAbove(expected.length, 0, query)
        }
      }))
  })

  describe("service", () => {
    itSimulated(
      "returns a campaign and its rows without a request",
      { speed: 0 },
      (simulator) =>
        Effect.gen(function*() {
          const id = yield* simulator.addCampaign({ rows: 30, status: "paused" })
          yield* simulator.editRows(id, { _tag: "Insert", at: 5, count: 2 })
          yield* simulator.editRows(id, { _tag: "Delete", at: 0, count: 1 })
          assert.deepStrictEqual(yield* simulator.rows(id, 0, 100), (yield* getPage(id)).rows)
          assert.deepStrictEqual(yield* simulator.rows(id, 3, 2), (yield* getPage(id)).rows.slice(3, 5))
          assert.deepStrictEqual(yield* simulator.campaign(id), yield* getCampaign(id))
          assert.deepStrictEqual(
            (yield* simulator.rows(id, 0, 100)).map((row) => row.row_index),
            [1, 2, 3, 4, 30, 31, ...Array.from({ length: 25 }, (_, index) => index + 5)]
          )
        })
    )

    itSimulated("replaces a campaign that has the same id", {}, (simulator) =>
      Effect.gen(function*() {
        yield* simulator.addCampaign({ id: "c", rows: 3, status: "completed" })
        const before = yield* get("/campaigns/c/rows")
        yield* simulator.addCampaign({ id: "c", rows: 3, status: "completed" })
        const after = yield* get("/campaigns/c/rows")
        assert.notStrictEqual(after.text, before.text)
        assert.strictEqual((yield* getPage("c")).total, 3)
      }))

    it.live("uses the clock that it was built with, even if the test runs on another clock", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ duration: "1 hour" })
        assert.strictEqual((yield* getCampaign(id)).status, "running")
        yield* SimulatorClock.advance("1 hour")
        assert.strictEqual((yield* getCampaign(id)).status, "completed")
        assert.strictEqual((yield* simulator.campaign(id)).status, "completed")
        assert.deepStrictEqual((yield* simulator.requests).map(({ receivedAt }) => receivedAt), [0, 3_600_000])
      }).pipe(Effect.provide(SimulatorClock.layer())))

    it.effect("dies if the campaign does not exist", () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const defect = yield* Effect.catchDefect(simulator.expectedRows("nope"), Effect.succeed)
        assert.instanceOf(defect, RevoxSimulator.UnknownCampaign)
      }).pipe(Effect.provide(RevoxSimulator.layerMemory())))

    it.live("closes with requests in flight, and releases its port", () =>
      Effect.gen(function*() {
        const url = yield* Effect.gen(function*() {
          const simulator = yield* RevoxSimulator.RevoxSimulator
          yield* Effect.forkDetach(Effect.ignore(get("/campaigns/c")))
          yield* eventually(simulator.traffic, ({ inFlight }) => inFlight === 1)
          return simulator.baseUrl
        }).pipe(
          Effect.provide(RevoxSimulator.layer({ campaigns: [{ id: "c", faults: [Fault.stall()] }] }))
        )
        const error = yield* Effect.flip(Effect.tryPromise(() => fetch(url)))
        assert.include(String(error.cause), "fetch failed")
        const again = RevoxSimulator.layer({ port: Number(new URL(url).port), campaigns: [{ id: "c" }] })
        assert.strictEqual((yield* Effect.provide(get("/campaigns/c"), again)).url, `${url}/campaigns/c`)
      }))
  })
})

import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { simulated } from "@effect-revox/testing/Vitest"
import { assert, describe } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Broken } from "./utils/api.ts"
import { get, getCampaign, getPage } from "./utils/api.ts"

const campaigns = [{ id: "c", rows: 100, status: "completed" }] as const

/** A test of faults on one campaign of 100 rows, over a real socket, seen through plain `fetch`. */
const faulty = (
  name: string,
  faults: ReadonlyArray<Fault.Fault>,
  body: Parameters<typeof simulated<void, unknown>>[2]
) => simulated(name, { campaigns, faults }, body)

const rowsPath = "/campaigns/c/rows?page_size=20"

const json = (text: string): unknown => JSON.parse(text)

const page = (number: number) =>
  Effect.map(getPage("c", `page=${number}&page_size=20`), (page) => ({
    ...page,
    ids: page.rows.map((row) => row.row_index)
  }))

const span = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

const breaks = (path: string) => Effect.flip(get(path)) as Effect.Effect<Broken, unknown, RevoxSimulator.RevoxSimulator>

describe("Fault", () => {
  describe("answers", () => {
    faulty("status answers so many times with any headers and body", [
      Fault.status(503, { headers: { "X-Reason": "busy" }, body: { detail: [1, null] } }).pipe(Fault.times(2))
    ], () =>
      Effect.gen(function*() {
        const seen = yield* Effect.forEach([1, 2, 3], () => get(rowsPath))
        assert.deepStrictEqual(seen.map(({ status }) => status), [503, 503, 200])
        assert.strictEqual(seen[0]?.headers["x-reason"], "busy")
        assert.deepStrictEqual(json(seen[0]?.text ?? ""), { detail: [1, null] })
      }))

    faulty("status sends text as it is, and an error of the simulator's without a body", [
      Fault.sequence([Fault.status(500, { body: "boom" }), Fault.status(409)])
    ], () =>
      Effect.gen(function*() {
        const text = yield* get(rowsPath)
        assert.strictEqual(text.text, "boom")
        assert.match(text.headers["content-type"] ?? "", /^text\/plain/)
        const error = yield* get(rowsPath)
        assert.deepStrictEqual(json(error.text), { error: { message: "Simulated failure 409" } })
      }))

    faulty("rateLimit says when to come back: in seconds, as a date, in milliseconds, or not", [
      Fault.sequence([
        Fault.rateLimit({ retryAfter: "1500 millis" }),
        Fault.rateLimit({ retryAfter: "90 seconds", as: "http-date" }),
        Fault.rateLimit({ retryAfter: "250 millis", as: "retry-after-ms" }),
        Fault.rateLimit()
      ])
    ], (simulator) =>
      Effect.gen(function*() {
        const [seconds, date, millis, silent] = yield* Effect.all([1, 2, 3, 4].map(() => get(rowsPath)))
        const { receivedAt } = (yield* simulator.requests)[1] ?? assert.fail()
        assert.deepStrictEqual([seconds, date, millis, silent].map((seen) => seen?.status), [429, 429, 429, 429])
        assert.strictEqual(seconds?.headers["retry-after"], "2")
        const due = Date.parse(date?.headers["retry-after"] ?? "") - receivedAt
        assert.isTrue(due >= 90_000 && due <= 91_000, String(due))
        assert.match(date?.headers["retry-after"] ?? "", /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/)
        assert.strictEqual(millis?.headers["retry-after-ms"], "250")
        assert.isUndefined(silent?.headers["retry-after"])
      }))

    faulty("html, invalidJson and emptyBody answer with what is no JSON", [
      Fault.sequence([Fault.html(), Fault.invalidJson(), Fault.emptyBody()])
    ], () =>
      Effect.gen(function*() {
        const html = yield* get(rowsPath)
        assert.strictEqual(html.status, 502)
        assert.match(html.headers["content-type"] ?? "", /^text\/html/)
        assert.match(html.text, /<h1>502<\/h1>/)
        const invalid = yield* get(rowsPath)
        assert.strictEqual(invalid.status, 200)
        assert.strictEqual(invalid.headers["content-type"], "application/json")
        assert.throws(() => json(invalid.text), SyntaxError)
        const empty = yield* get(rowsPath)
        assert.deepStrictEqual([empty.status, empty.text, empty.headers["content-length"]], [200, "", "0"])
      }))

    faulty(
      "redirect leads to the same origin, where the answer is",
      [Fault.redirect("same-origin", 302)],
      (simulator) =>
        Effect.gen(function*() {
          const seen = yield* get(rowsPath)
          assert.strictEqual(seen.status, 200)
          assert.strictEqual(seen.url, simulator.baseUrl + rowsPath)
          assert.deepStrictEqual((yield* simulator.requests).map(({ status }) => status), [302, 200])
        })
    )

    faulty("redirect leads to another origin, where fetch leaves the key behind", [
      Fault.redirect("other-origin")
    ], (simulator) =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath)
        assert.strictEqual(seen.status, 401)
        assert.match(seen.url, /^http:\/\/localhost:\d+\/api\/campaigns\/c\/rows\?page_size=20$/)
        const [first, second] = yield* simulator.requests
        assert.strictEqual(first?.headers["authorization"], "Bearer <redacted>")
        assert.isUndefined(second?.headers["authorization"])
      }))

    faulty("redirect leads anywhere", [Fault.redirect("https://example.com/x", 308)], () =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath, { redirect: "manual" })
        assert.deepStrictEqual([seen.status, seen.headers["location"]], [308, "https://example.com/x"])
      }))

    faulty("contentType and headers change the headers alone", [
      Fault.contentType("text/plain"),
      Fault.headers({ "X-Request-Id": "req_1" })
    ], () =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath)
        assert.deepStrictEqual([seen.headers["content-type"], seen.headers["x-request-id"]], ["text/plain", "req_1"])
        assert.strictEqual((json(seen.text) as { total: unknown }).total, 100)
      }))

    faulty("gzip compresses", [Fault.gzip], (simulator) =>
      Effect.gen(function*() {
        const seen = yield* get(rowsPath)
        assert.strictEqual(seen.headers["content-encoding"], "gzip")
        assert.strictEqual((json(seen.text) as { total: unknown }).total, 100)
        const [record] = yield* simulator.requests
        assert.strictEqual(String(record?.bytes), seen.headers["content-length"])
        assert.isBelow(record?.bytes ?? Infinity, seen.text.length / 4)
      }))

    faulty("mapJson changes what the JSON says", [
      Fault.mapJson((json) => ({ campaign: json, extra: true })).pipe(Fault.onCampaign)
    ], () =>
      Effect.gen(function*() {
        const seen = json((yield* get("/campaigns/c")).text) as {
          campaign: { campaign: { id: string } }
          extra: boolean
        }
        assert.deepStrictEqual([seen.campaign.campaign.id, seen.extra], ["c", true])
        assert.strictEqual((yield* getPage("c")).total, 100)
      }))
  })

  describe("wire", () => {
    faulty(
      "reset and hangUp before the headers",
      [Fault.sequence([Fault.reset(), Fault.hangUp()])],
      (simulator) =>
        Effect.gen(function*() {
          const reset = yield* breaks(rowsPath)
          assert.deepStrictEqual([reset._tag, reset.at, reset.code], ["Broken", "connect", "ECONNRESET"])
          const closed = yield* breaks(rowsPath)
          assert.deepStrictEqual([closed._tag, closed.at, closed.code], ["Broken", "connect", "UND_ERR_SOCKET"])
          assert.strictEqual((yield* get(rowsPath)).status, 200)
          assert.deepStrictEqual((yield* simulator.requests).map((request) => request.outcome).slice(0, 2), [
            "broken",
            "broken"
          ])
        })
    )

    faulty(
      "reset and hangUp in the middle of the body",
      [Fault.sequence([Fault.reset(0.5), Fault.hangUp(0.5)])],
      () =>
        Effect.gen(function*() {
          const reset = yield* breaks(rowsPath)
          assert.deepStrictEqual([reset._tag, reset.at, reset.status], ["Broken", "body", 200])
          assert.strictEqual(reset.code, "ECONNRESET")
          const closed = yield* breaks(rowsPath)
          assert.deepStrictEqual([closed._tag, closed.at, closed.status], ["Broken", "body", 200])
          assert.strictEqual(closed.code, "UND_ERR_SOCKET")
          assert.strictEqual((yield* getPage("c")).rows.length, 50)
        })
    )

    faulty("truncate cuts the JSON and lets HTTP be content", [Fault.truncate(0.5)], () =>
      Effect.gen(function*() {
        const cut = yield* get(rowsPath)
        const whole = yield* get(rowsPath)
        assert.strictEqual(cut.status, 200)
        assert.isTrue(whole.text.startsWith(cut.text.slice(0, -4)))
        const half = Number(whole.headers["content-length"]) / 2
        assert.strictEqual(Number(cut.headers["content-length"]), Math.floor(half))
        assert.throws(() => json(cut.text), SyntaxError)
      }))

    faulty("stall falls silent until the client gives up, which the log tells", [
      Fault.sequence([Fault.stall(), Fault.stall(0.5)])
    ], (simulator) =>
      Effect.gen(function*() {
        for (const where of ["headers", "body"]) {
          const late = yield* Effect.timeoutOption(get(rowsPath), "60 millis")
          assert.strictEqual(late._tag, "None", where)
        }
        yield* Effect.sleep("20 millis")
        assert.deepStrictEqual((yield* simulator.requests).map((request) => request.outcome), ["aborted", "aborted"])
        assert.strictEqual((yield* simulator.traffic).aborted, 2)
      }))

    faulty("slowHeaders and slowBody take their time", [
      Fault.sequence([Fault.slowHeaders("60 millis"), Fault.slowBody("60 millis", 3)])
    ], (simulator) =>
      Effect.gen(function*() {
        const seen = yield* Effect.forEach([1, 2, 3], () => get(rowsPath))
        assert.deepStrictEqual(new Set(seen.map(({ text }) => text)).size, 1)
        yield* Effect.sleep("5 millis")
        const took = (yield* simulator.requests).map((request) => (request.endedAt ?? 0) - request.receivedAt)
        assert.isAtLeast(took[0] ?? 0, 58)
        assert.isAtLeast(took[1] ?? 0, 55)
        assert.isBelow(took[2] ?? Infinity, 50)
      }))
  })

  describe("pages", () => {
    faulty("capPages serves fewer rows and says so", [Fault.capPages(8)], () =>
      Effect.gen(function*() {
        const capped = yield* page(2)
        assert.deepStrictEqual([capped.page, capped.page_size, capped.total], [2, 8, 100])
        assert.deepStrictEqual(capped.ids, span(16, 24))
      }))

    faulty(
      "capPagesSilently serves fewer rows and says nothing",
      [Fault.capPagesSilently(8)],
      () =>
        Effect.gen(function*() {
          const capped = yield* page(2)
          assert.deepStrictEqual([capped.page, capped.page_size, capped.total], [2, 20, 100])
          assert.deepStrictEqual(capped.ids, span(16, 24))
        })
    )

    faulty(
      "shortPage leaves the end of one page out",
      [Fault.shortPage(3).pipe(Fault.onPage(1))],
      () =>
        Effect.gen(function*() {
          const pages = yield* Effect.forEach([0, 1, 2, 1], page)
          assert.deepStrictEqual(pages.map(({ ids }) => ids), [span(0, 20), span(20, 37), span(40, 60), span(20, 40)])
        })
    )

    faulty("shortPage leaves all of a page out", [Fault.shortPage()], () =>
      Effect.gen(function*() {
        assert.deepStrictEqual((yield* page(0)).ids, [])
      }))

    faulty("repeatPage gives the rows of the page before under another number", [
      Fault.repeatPage().pipe(Fault.onPage(2))
    ], () =>
      Effect.gen(function*() {
        const repeated = yield* page(2)
        assert.strictEqual(repeated.page, 2)
        assert.deepStrictEqual(repeated.ids, span(20, 40))
        assert.deepStrictEqual((yield* page(2)).ids, span(40, 60))
      }))

    faulty(
      "repeatPage can give the same page for ever",
      [Fault.repeatPage(0).pipe(Fault.always)],
      () =>
        Effect.gen(function*() {
          const pages = yield* Effect.forEach([0, 3, 77], page)
          assert.deepStrictEqual(pages.map(({ ids }) => ids), [span(0, 20), span(0, 20), span(0, 20)])
        })
    )

    faulty(
      "total changes from request to request",
      [Fault.total((total, requests) => total + 5 * requests)],
      () =>
        Effect.gen(function*() {
          assert.deepStrictEqual((yield* Effect.forEach([0, 1, 2], page)).map(({ total }) => total), [100, 105, 110])
        })
    )

    faulty("insertRows shifts the rows behind, for good, and the campaign's figures follow", [
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

    faulty("deleteRows shifts the rows behind, for good, and the campaign's figures follow", [
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

  describe("combinators", () => {
    faulty("compose on one request: a 429 that comes slowly, a compressed page that is cut", [
      Fault.all([Fault.rateLimit(), Fault.slowHeaders("40 millis")]).pipe(Fault.onCampaign, Fault.times(1)),
      Fault.all([Fault.gzip, Fault.hangUp(0.5)]).pipe(Fault.onRows, Fault.times(1))
    ], (simulator) =>
      Effect.gen(function*() {
        assert.strictEqual((yield* get("/campaigns/c")).status, 429)
        assert.deepStrictEqual((yield* breaks(rowsPath)).at, "body")
        const [slow, cut] = yield* simulator.requests
        assert.isAtLeast((slow?.endedAt ?? 0) - (slow?.receivedAt ?? 0), 38)
        assert.deepStrictEqual(slow?.faults, ["rate limit + slow headers"])
        assert.deepStrictEqual(cut?.faults, ["gzip + hang up"])
      }))

    simulated("hit what they are for, and count it", {
      campaigns: [...campaigns, { id: "d", faults: [Fault.status(500).pipe(Fault.always)] }]
    }, (simulator) =>
      Effect.gen(function*() {
        const injected = yield* simulator.inject(
          Fault.status(503).pipe(Fault.when((request) => request.query["result"] === "human"), Fault.times(2))
        )
        const ask = Effect.map(get("/campaigns/c/rows?result=human"), ({ status }) => status)
        assert.strictEqual((yield* get("/campaigns/d")).status, 500)
        assert.strictEqual((yield* get("/campaigns/c")).status, 200)
        assert.strictEqual(yield* ask, 503)
        assert.strictEqual(yield* injected.hits, 1)
        yield* injected.remove
        assert.strictEqual(yield* ask, 200)
        yield* simulator.clearFaults
        assert.strictEqual((yield* get("/campaigns/d")).status, 200)
      }))

    simulated(
      "randomly hits its part of the requests, the same ones each time",
      { campaigns },
      (simulator) =>
        Effect.gen(function*() {
          yield* simulator.inject(Fault.status(503).pipe(Fault.always, Fault.randomly(0.3)))
          const statuses = yield* Effect.forEach(
            span(0, 100),
            () => Effect.map(get("/campaigns/c"), ({ status }) => status)
          )
          const failed = statuses.filter((status) => status === 503).length
          assert.isTrue(failed > 15 && failed < 45, String(failed))
          const again = yield* Effect.provide(
            Effect.gen(function*() {
              return yield* Effect.forEach(span(0, 100), () => Effect.map(get("/campaigns/c"), ({ status }) => status))
            }),
            RevoxSimulator.layer({ campaigns, faults: [Fault.status(503).pipe(Fault.always, Fault.randomly(0.3))] })
          )
          assert.deepStrictEqual(again, statuses)
        })
    )

    faulty("make gives a fault of one's own", [
      Fault.make("teapot", {
        reply: (reply, hit) => ({
          ...reply,
          status: 418 + hit.count,
          body: new TextEncoder().encode("short and stout")
        })
      }).pipe(Fault.times(2))
    ], () =>
      Effect.gen(function*() {
        const fibers = yield* Effect.forEach([1, 2, 3], () => Effect.forkChild(get("/campaigns/c")))
        const seen = yield* Effect.forEach(fibers, Fiber.join)
        assert.deepStrictEqual(seen.map(({ status }) => status).sort(), [200, 418, 419])
      }))
  })
})

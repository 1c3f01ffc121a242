import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Ref, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as PageServer from "./utils/pageServer.ts"
import { completed, expected, idsOf, inTime, requestedPages, rowsRequests, simulated } from "./utils/simulated.ts"

describe("CampaignRows.pages", () => {
  it.effect("requests nothing before the first pull, then the first page alone, then `prefetch` pages at a time", () =>
    Effect.gen(function*() {
      const id = yield* completed(900, Fault.slowHeaders("1 second"))
      const stream = CampaignRows.stream(id, { prefetch: 3 })
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* requestedPages(), [])
      const fiber = yield* Effect.forkChild(Stream.runCount(stream))
      yield* TestClock.adjust("999 millis")
      assert.deepStrictEqual(yield* requestedPages(), [0])
      yield* TestClock.adjust("1 milli")
      assert.deepStrictEqual(yield* requestedPages(), [0, 1, 2, 3])
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual(yield* Fiber.join(fiber), 900)
      assert.deepStrictEqual((yield* rowsRequests()).map((request) => request.inFlight), [
        1,
        1,
        2,
        3,
        3,
        3,
        3,
        3,
        3,
        1
      ])
    }).pipe(Effect.provide(simulated())))

  it.effect.each([[true], [false]])(
    "emits no page at the end of a list with a total (%s), however often it resumes there, and reads rows added later",
    ([hasTotal]) =>
      Effect.gen(function*() {
        let count = 200
        const server = PageServer.make(({ page, size }) => {
          const rows = PageServer.rowsOf(count, page, size)
          return JSON.stringify(hasTotal ? { rows, page, page_size: size, total: count } : { rows })
        })
        yield* Effect.gen(function*() {
          const pages = yield* Stream.runCollect(CampaignRows.pages("spring"))
          const from = pages.at(-1)?.cursor
          assert.strictEqual(from?.position, 200)
          for (let time = 0; time < 2; time++) {
            assert.deepStrictEqual(yield* Stream.runCollect(CampaignRows.pages("spring", { from })), [])
          }
          count = 230
          const added = yield* Stream.runCollect(CampaignRows.stream("spring", { from }))
          assert.deepStrictEqual(idsOf(added), PageServer.idsUpTo(230).slice(200))
        }).pipe(Effect.provide(server.layer))
      })
  )

  it.effect("resumes at the end of a list on a server that refuses pages after the last", () =>
    Effect.gen(function*() {
      const server = PageServer.make(({ page, size }) =>
        page < 2 ? JSON.stringify({ rows: PageServer.rowsOf(200, page, size), page, page_size: size, total: 200 }) : 404
      )
      yield* Effect.gen(function*() {
        const pages = yield* Stream.runCollect(CampaignRows.pages("spring"))
        const from = pages.at(-1)?.cursor
        assert.deepStrictEqual(yield* Stream.runCollect(CampaignRows.pages("spring", { from })), [])
      }).pipe(Effect.provide(server.layer))
    }))

  it.effect("buffers at most `prefetch` pages for a slow consumer", () =>
    Effect.gen(function*() {
      const id = yield* completed(2000)
      const consumed = yield* Ref.make(0)
      const maxBuffered = yield* Ref.make(0)
      yield* CampaignRows.pages(id, { prefetch: 3 }).pipe(
        Stream.runForEach(() =>
          Effect.gen(function*() {
            yield* Effect.sleep("1 minute")
            const requested = (yield* rowsRequests()).length
            const before = yield* Ref.getAndUpdate(consumed, (count) => count + 1)
            // All requested pages besides the current one and the consumed ones are buffered.
            yield* Ref.update(maxBuffered, (max) => Math.max(max, requested - before - 1))
          })
        ),
        inTime
      )
      assert.strictEqual(yield* Ref.get(consumed), 20)
      assert.strictEqual(yield* Ref.get(maxBuffered), 3)
    }).pipe(Effect.provide(simulated())))

  it.effect("keeps `prefetch` requests in flight while the consumer processes a page", () =>
    Effect.gen(function*() {
      const id = yield* completed(1000, Fault.slowHeaders("1 second"))
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const inFlight: Array<number> = []
      const read = (prefetch: number) =>
        Stream.runForEach(CampaignRows.pages(id, { prefetch }), () =>
          Effect.andThen(
            Effect.sleep("1 milli"),
            Effect.map(simulator.traffic, (traffic) => inFlight.push(traffic.inFlight))
          ))
      yield* inTime(read(3))
      // Each emitted page frees a place for the next request. The first page has no others in flight.
      assert.strictEqual(inFlight[0], 0)
      assert.strictEqual(Math.max(...inFlight.splice(0)), 3)
      yield* inTime(read(1))
      assert.strictEqual(Math.max(...inFlight), 0)
    }).pipe(Effect.provide(simulated())))

  it.effect("emits one page without rows for a campaign without rows", () =>
    Effect.gen(function*() {
      const id = yield* completed(0)
      const pages = yield* Stream.runCollect(CampaignRows.pages(id))
      assert.deepStrictEqual(pages.map((page) => page.rows), [[]])
      assert.deepStrictEqual(yield* requestedPages(), [0])
    }).pipe(Effect.provide(simulated())))

  it.effect("decodes rows with a custom schema", () =>
    Effect.gen(function*() {
      const id = yield* completed(3)
      const Typed = CampaignRow.typed({ inputData: Schema.Record(Schema.String, Schema.String) })
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, { schema: Typed }))
      const raw = yield* Stream.runCollect(CampaignRows.stream(id, { schema: CampaignRow.Raw }))
      assert.deepStrictEqual(idsOf(rows), yield* expected(id))
      assert.deepStrictEqual(raw.map((row) => row["phone_number"]), rows.map((row) => row.phone_number))
    }).pipe(Effect.provide(simulated())))

  it.effect("adapts to a page size limit that appears while reading", () =>
    Effect.gen(function*() {
      const id = yield* completed(1000, Fault.capPages(30).pipe(Fault.after(3)))
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, { integrity: "strict", prefetch: 2 }))
      assert.deepStrictEqual(idsOf(rows), yield* expected(id))
      // Three pages of 100 rows, a fourth that shows the limit of 30 rows, a cancelled one that was in flight, then the
      // other 700 rows.
      assert.lengthOf(yield* requestedPages(), 3 + 1 + 1 + 24)
    }).pipe(Effect.provide(simulated())))

  it.effect("adapts to a server that returns more rows than requested", () =>
    Effect.gen(function*() {
      const atLeast50 = Fault.make("at least 50", {
        page: (request) => ({ ...request, pageSize: Math.max(50, request.pageSize) })
      })
      const id = yield* completed(220, atLeast50)
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, { pageSize: 10, integrity: "strict" }))
      assert.deepStrictEqual(idsOf(rows), yield* expected(id))
      assert.lengthOf(yield* requestedPages(), 5)
    }).pipe(Effect.provide(simulated())))

  it.effect("requests a short or repeated page once more, and emits all rows", () =>
    Effect.gen(function*() {
      const id = yield* completed(
        1000,
        Fault.shortPage(60).pipe(Fault.onPage(0)),
        Fault.shortPage().pipe(Fault.onPage(3)),
        Fault.repeatPage().pipe(Fault.onPage(6))
      )
      const pages = yield* Stream.runCollect(CampaignRows.pages(id, { integrity: "strict" }))
      assert.deepStrictEqual(idsOf(pages.flatMap((page) => page.rows)), yield* expected(id))
      assert.strictEqual(pages.at(-1)?.audit.requests, 13)
    }).pipe(Effect.provide(simulated())))

  it.effect("stops requesting short pages twice when that does not help", () =>
    Effect.gen(function*() {
      const id = yield* completed(1000, Fault.shortPage(1).pipe(Fault.always, Fault.after(2)))
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
      if (error.reason._tag !== "MissingRowsError") return assert.fail(error.message)
      assert.deepInclude(error.reason.audit, { expected: 1000, received: 992, missing: 8, shortPages: 8 })
      assert.lengthOf(yield* requestedPages(), 11)
    }).pipe(Effect.provide(simulated())))

  it.effect("ends when the total is never reached", () =>
    Effect.gen(function*() {
      const id = yield* completed(250, Fault.total(1e12))
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
      assert.strictEqual(error.reason._tag, "MissingRowsError")
      assert.isAtMost((yield* requestedPages()).length, 20)
    }).pipe(Effect.provide(simulated())))

  it.effect("continues after the total is reached if there are more rows", () =>
    Effect.gen(function*() {
      const id = yield* completed(450, Fault.total(120))
      assert.deepStrictEqual(
        idsOf(yield* Stream.runCollect(CampaignRows.stream(id))),
        yield* expected(id)
      )
    }).pipe(Effect.provide(simulated())))

  it.effect("checks the completeness of a filtered stream only with `integrity: \"complete\"`", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, Fault.total((total) => total + 5))
      const filter = { result: "human" } as const
      assert.isAbove(yield* Stream.runCount(CampaignRows.stream(id, filter)), 0)
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { ...filter, integrity: "complete" })))
      assert.strictEqual(error.reason._tag, "MissingRowsError")
    }).pipe(Effect.provide(simulated())))

  it.effect("fails with WrongFirstPageError when the number of the first page is wrong", () =>
    Effect.gen(function*() {
      const id = yield* completed(250)
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { firstPage: 1 })))
      if (error.reason._tag !== "WrongFirstPageError") return assert.fail(error.message)
      assert.strictEqual(error.reason.audit.missing, 100)
      assert.isFalse(error.reason.isRetryable)
    }).pipe(Effect.provide(simulated())))

  it.effect("emits the pages before a failed page, and then fails", () =>
    Effect.gen(function*() {
      const id = yield* completed(1000, Fault.status(404).pipe(Fault.onPage(3)))
      const seen = yield* Ref.make(0)
      const error = yield* CampaignRows.pages(id).pipe(
        Stream.runForEach((page) => Ref.update(seen, (count) => count + page.rows.length)),
        Effect.flip
      )
      assert.strictEqual(error.reason._tag, "NotFoundError")
      assert.strictEqual(yield* Ref.get(seen), 300)
    }).pipe(Effect.provide(simulated())))

  it.effect("sends no request after an interruption", () =>
    Effect.gen(function*() {
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* completed(1000, Fault.slowHeaders("1 second"))
      const fiber = yield* Effect.forkChild(Stream.runDrain(CampaignRows.stream(id)))
      yield* TestClock.adjust("1500 millis")
      yield* Fiber.interrupt(fiber)
      assert.deepInclude(yield* simulator.traffic, { requests: 5, inFlight: 0, aborted: 4 })
      yield* TestClock.adjust("1 hour")
      assert.strictEqual((yield* simulator.traffic).requests, 5)
    }).pipe(Effect.provide(simulated())))
})

describe("CampaignRows.audit", () => {
  it.effect("counts rows that were inserted while reading", () =>
    Effect.gen(function*() {
      const id = yield* completed(500, Fault.insertRows(20).pipe(Fault.after(2)))
      const audit = yield* CampaignRows.audit(id, { prefetch: 1 })
      assert.deepStrictEqual(audit, {
        expected: 520,
        received: 500,
        missing: 20,
        duplicates: 20,
        totalDrift: 20,
        invalid: 0,
        shortPages: 0,
        pages: 6,
        requests: 6
      })
    }).pipe(Effect.provide(simulated())))
})

import { CampaignRow } from "@effect-revox/schema"
import { CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Ref, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { completed, expected, idsOf, inTime, requestedPages, rowsRequests, simulated } from "./utils/simulated.ts"

describe("CampaignRows.pages", () => {
  it.effect("asks for nothing before the first pull, the first page alone, then so many at a time", () =>
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
      assert.deepStrictEqual((yield* rowsRequests()).map((request) => request.inFlight), [1, 1, 2, 3, 3, 3, 3, 3, 3])
    }).pipe(Effect.provide(simulated())))

  it.effect("holds no more pages than told, however slow the consumer is", () =>
    Effect.gen(function*() {
      const id = yield* completed(2000)
      const consumed = yield* Ref.make(0)
      const held = yield* Ref.make(0)
      yield* CampaignRows.pages(id, { prefetch: 3 }).pipe(
        Stream.runForEach(() =>
          Effect.gen(function*() {
            yield* Effect.sleep("1 minute")
            const asked = (yield* rowsRequests()).length
            const before = yield* Ref.getAndUpdate(consumed, (count) => count + 1)
            // This page is in the consumer's hands; all others that were asked for came long ago, and wait.
            yield* Ref.update(held, (most) => Math.max(most, asked - before - 1))
          })
        ),
        inTime
      )
      assert.strictEqual(yield* Ref.get(consumed), 20)
      assert.strictEqual(yield* Ref.get(held), 3)
    }).pipe(Effect.provide(simulated())))

  it.effect("keeps as many requests in flight as told while the consumer has a page in hands", () =>
    Effect.gen(function*() {
      const id = yield* completed(1000, Fault.slowHeaders("1 second"))
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const underWay: Array<number> = []
      const read = (prefetch: number) =>
        Stream.runForEach(CampaignRows.pages(id, { prefetch }), () =>
          Effect.andThen(
            Effect.sleep("1 milli"),
            Effect.map(simulator.traffic, (traffic) => underWay.push(traffic.inFlight))
          ))
      yield* inTime(read(3))
      // Each page that is handed over leaves its place to another, except for the first, which is alone.
      assert.strictEqual(underWay[0], 0)
      assert.strictEqual(Math.max(...underWay.splice(0)), 3)
      yield* inTime(read(1))
      assert.strictEqual(Math.max(...underWay), 0)
    }).pipe(Effect.provide(simulated())))

  it.effect("gives a page of no rows for a campaign that has none", () =>
    Effect.gen(function*() {
      const id = yield* completed(0)
      const pages = yield* Stream.runCollect(CampaignRows.pages(id))
      assert.deepStrictEqual(pages.map((page) => page.rows), [[]])
      assert.deepStrictEqual(yield* requestedPages(), [0])
    }).pipe(Effect.provide(simulated())))

  it.effect("reads rows by a schema of the caller's", () =>
    Effect.gen(function*() {
      const id = yield* completed(3)
      const Reached = CampaignRow.typed({ inputData: Schema.Record(Schema.String, Schema.String) })
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, { schema: Reached }))
      const raw = yield* Stream.runCollect(CampaignRows.stream(id, { schema: CampaignRow.Raw }))
      assert.deepStrictEqual(idsOf(rows), yield* expected(id))
      assert.deepStrictEqual(raw.map((row) => row["phone_number"]), rows.map((row) => row.phone_number))
    }).pipe(Effect.provide(simulated())))

  it.effect("follows a server whose pages become smaller on the way", () =>
    Effect.gen(function*() {
      const id = yield* completed(1000, Fault.capPages(30).pipe(Fault.after(3)))
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, { integrity: "strict", prefetch: 2 }))
      assert.deepStrictEqual(idsOf(rows), yield* expected(id))
      // Three pages of 100, a fourth that shows that pages have 30 rows now, the one that was in flight with it in vain,
      // then 700 rows from 300 on.
      assert.lengthOf(yield* requestedPages(), 3 + 1 + 1 + 24)
    }).pipe(Effect.provide(simulated())))

  it.effect("follows a server that serves more than it was asked for", () =>
    Effect.gen(function*() {
      const atLeast50 = Fault.make("at least 50", {
        page: (request) => ({ ...request, pageSize: Math.max(50, request.pageSize) })
      })
      const id = yield* completed(220, atLeast50)
      const rows = yield* Stream.runCollect(CampaignRows.stream(id, { pageSize: 10, integrity: "strict" }))
      assert.deepStrictEqual(idsOf(rows), yield* expected(id))
      assert.lengthOf(yield* requestedPages(), 5)
    }).pipe(Effect.provide(simulated())))

  it.effect("asks once more for a page that comes short or repeated, and has all rows then", () =>
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

  it.effect("does not ask for every short page twice when that does not help", () =>
    Effect.gen(function*() {
      const id = yield* completed(1000, Fault.shortPage(1).pipe(Fault.always, Fault.after(2)))
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
      if (error.reason._tag !== "MissingRowsError") return assert.fail(error.message)
      assert.deepInclude(error.reason.audit, { expected: 1000, received: 992, missing: 8, shortPages: 8 })
      assert.lengthOf(yield* requestedPages(), 11)
    }).pipe(Effect.provide(simulated())))

  it.effect("does not read for ever where the total promises what never comes", () =>
    Effect.gen(function*() {
      const id = yield* completed(250, Fault.total(1e12))
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id)))
      assert.strictEqual(error.reason._tag, "MissingRowsError")
      assert.isAtMost((yield* requestedPages()).length, 20)
    }).pipe(Effect.provide(simulated())))

  it.effect("reads on where the total is less than what came", () =>
    Effect.gen(function*() {
      const id = yield* completed(450, Fault.total(120))
      assert.deepStrictEqual(
        idsOf(yield* Stream.runCollect(CampaignRows.stream(id))),
        yield* expected(id)
      )
    }).pipe(Effect.provide(simulated())))

  it.effect("lets a filtered stream end however many rows it had, unless told otherwise", () =>
    Effect.gen(function*() {
      const id = yield* completed(300, Fault.total((total) => total + 5))
      const filter = { result: "human" } as const
      assert.isAbove(yield* Stream.runCount(CampaignRows.stream(id, filter)), 0)
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { ...filter, integrity: "complete" })))
      assert.strictEqual(error.reason._tag, "MissingRowsError")
    }).pipe(Effect.provide(simulated())))

  it.effect("says what to look at when pages are counted from elsewhere", () =>
    Effect.gen(function*() {
      const id = yield* completed(250)
      const error = yield* Effect.flip(Stream.runDrain(CampaignRows.stream(id, { firstPage: 1 })))
      if (error.reason._tag !== "MissingRowsError") return assert.fail(error.message)
      assert.strictEqual(error.reason.audit.missing, 100)
      assert.isTrue(error.reason.isRetryable)
    }).pipe(Effect.provide(simulated())))

  it.effect("gives the pages before one that fails, and fails there", () =>
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

  it.effect("stops asking when it is interrupted", () =>
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
  it.effect("tells what happened to the list", () =>
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

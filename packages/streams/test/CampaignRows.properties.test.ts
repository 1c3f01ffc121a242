import { CampaignRows } from "@effect-revox/streams"
import { Fault, RevoxSimulator, SimulatedResponse } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { inTime, rowsRequests, simulated, withoutKeys } from "./utils/simulated.ts"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

/** Options of a stream, and the behavior of a server. */
const Setting = Schema.Struct({
  rows: int(0, 230),
  pageSize: int(1, 90),
  cap: Schema.Struct({ kind: Schema.Literals(["none", "stated", "silent"]), size: int(1, 90) }),
  firstPage: Schema.Literals([0, 1]),
  prefetch: int(1, 7),
  latencies: int(0, 10_000),
  failures: Schema.Array(
    Schema.Struct({ page: int(0, 9), times: int(1, 2), kind: Schema.Literals(["503", "429", "reset", "cut"]) })
  ).check(Schema.isMaxLength(4))
})
type Setting = typeof Setting.Type

const failureOf = (kind: Setting["failures"][number]["kind"]): Fault.Fault =>
  kind === "503"
    ? Fault.status(503)
    : kind === "429"
    ? Fault.rateLimit({ retryAfter: "2 seconds" })
    : kind === "reset"
    ? Fault.reset()
    : Fault.closeConnection(0.5)

/** Delays responses so that their order differs from that of the requests. */
const latencies = (seed: number): Fault.Fault =>
  Fault.make("latencies", {
    response: (reply, hit) =>
      SimulatedResponse.deliver(reply, { headersDelay: 1 + (hit.request.index * 7919 + seed * 104_729) % 997 })
  })

const capOf = ({ kind, size }: Setting["cap"]): Fault.Fault =>
  kind === "stated" ? Fault.capPages(size) : kind === "silent" ? Fault.capPagesSilently(size) : Fault.none

/** At most one failure per page, so that no page fails more often than the client retries. */
const failuresOf = (
  setting: Setting
) => [...new Map(setting.failures.map((failure) => [failure.page, failure])).values()]

const options = ({ prefetch, firstPage, pageSize }: Setting) => ({ prefetch, firstPage, pageSize })

const effectiveSize = ({ cap, pageSize }: Setting) => cap.kind === "none" ? pageSize : Math.min(cap.size, pageSize)

/** A full page is followed by another, so the number of rows is rounded up to a page that is not full. */
const pagesOf = (setting: Setting) => setting.rows === 0 ? 1 : Math.floor(setting.rows / effectiveSize(setting)) + 1

describe("CampaignRows.stream", () => {
  it.effect.prop(
    "emits every row of an unchanged campaign once, in order, with the minimum number of requests",
    { setting: Setting },
    ({ setting }) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: setting.rows, status: "completed" })
        const failures = yield* Effect.forEach(failuresOf(setting), (failure) =>
          simulator.inject(failureOf(failure.kind).pipe(Fault.onPage(failure.page), Fault.times(failure.times))))
        const rows = yield* inTime(Stream.runCollect(
          CampaignRows.stream(id, { ...options(setting), integrity: "strict" })
        ))
        assert.deepStrictEqual(
          rows.map((row) =>
            row.id
          ),
          [...(yield* simulator.expectedRows(id))]
        )
        const hits = yield* Effect.forEach(failures, (failure) => failure.hitCount)
        const retries = hits.reduce((sum, count) => sum + count, 0)
        const { maxInFlight, requests } = yield* simulator.traffic
        assert.isAtMost(requests, pagesOf(setting) + 1 + retries)
        assert.isAtMost(maxInFlight, setting.prefetch)
      }).pipe(Effect.provide(simulated({
        firstPage: setting.firstPage,
        faults: [latencies(setting.latencies), capOf(setting.cap)]
      }))),
    { arbitrary: { runs: 50 } }
  )

  it.effect.prop(
    "requests only the pages of the rows that are taken, and those prefetched with the last one",
    { setting: Setting, take: int(1, 230) },
    ({ setting, take }) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: setting.rows, status: "completed" })
        const rows = yield* inTime(CampaignRows.stream(id, options(setting)).pipe(Stream.take(take), Stream.runCollect))
        assert.deepStrictEqual(rows.map((row) => row.id), (yield* simulator.expectedRows(id)).slice(0, take))
        const needed = take > setting.rows
          ? pagesOf({ ...setting, cap: { kind: "none", size: 1 } })
          : Math.ceil(take / setting.pageSize)
        const sent = (yield* simulator.traffic).requests
        // The first page is alone, and so is each page when one is in flight at a time.
        assert.isAtMost(sent, needed === 1 || setting.prefetch === 1 ? needed : needed + setting.prefetch)
        yield* TestClock.adjust("1 hour")
        assert.strictEqual((yield* simulator.traffic).requests, sent)
        assert.strictEqual((yield* simulator.traffic).inFlight, 0)
      }).pipe(Effect.provide(simulated({ firstPage: setting.firstPage, faults: [latencies(setting.latencies)] }))),
    { arbitrary: { runs: 50 } }
  )

  it.effect.prop(
    "resumes from the cursor of any page",
    { setting: Setting, at: int(0, 20) },
    ({ at, setting }) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: setting.rows, status: "completed" })
        const pages = yield* inTime(Stream.runCollect(CampaignRows.pages(id, options(setting))))
        const before = pages.slice(0, 1 + at % pages.length)
        const from = before.at(-1)?.cursor
        const after = yield* inTime(
          Stream.runCollect(CampaignRows.pages(id, { from, prefetch: setting.prefetch, integrity: "strict" }))
        )
        const ids = [...before, ...after].flatMap((page) => page.rows.map((row) => row.id))
        assert.deepStrictEqual(ids, [...(yield* simulator.expectedRows(id))])
        assert.strictEqual([...before, ...after].at(-1)?.audit.received, setting.rows)
      }).pipe(Effect.provide(simulated({ firstPage: setting.firstPage, faults: [capOf(setting.cap)] }))),
    { arbitrary: { runs: 50 } }
  )
})

/** The keys of pages that a server may leave out. */
const Absent = Schema.Array(Schema.Literals(["page", "page_size", "total"]))

describe("CampaignRows on a server that leaves out keys of pages", () => {
  it.effect.prop(
    "emits every row of an unchanged campaign once, in order, and resumes after any page",
    {
      setting: Setting,
      absent: Absent,
      absentOn: Schema.Literals(["every page", "the first page", "later pages"]),
      at: int(0, 20)
    },
    ({ absent, absentOn, at, setting }) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: setting.rows, status: "completed" })
        yield* simulator.inject(
          withoutKeys(...absent).pipe(
            Fault.when(({ query }) => {
              const isFirst = Number(query["page"]) === setting.firstPage
              return absentOn === "every page" || isFirst === (absentOn === "the first page")
            })
          )
        )
        const pages = yield* inTime(Stream.runCollect(CampaignRows.pages(id, options(setting))))
        const expected = [...(yield* simulator.expectedRows(id))]
        assert.deepStrictEqual(pages.flatMap((page) => page.rows.map((row) => row.id)), expected)
        assert.isAtMost((yield* simulator.traffic).maxInFlight, setting.prefetch)
        const audit = pages.at(-1)?.audit
        assert.strictEqual(audit?.received, setting.rows)
        const totals = pages.flatMap((page) => page.total === undefined ? [] : [page.total])
        assert.strictEqual(audit?.expected, totals.length === 0 ? undefined : setting.rows)
        assert.strictEqual(audit?.missing, totals.length === 0 ? undefined : 0)
        const before = pages.slice(0, 1 + at % pages.length)
        const after = yield* inTime(Stream.runCollect(
          CampaignRows.pages(id, { from: before.at(-1)?.cursor, prefetch: setting.prefetch })
        ))
        const ids = [...before, ...after].flatMap((page) => page.rows.map((row) => row.id))
        assert.deepStrictEqual(ids, expected)
      }).pipe(Effect.provide(simulated({
        firstPage: setting.firstPage,
        faults: [latencies(setting.latencies), capOf(setting.cap)]
      }))),
    { arbitrary: { runs: 50 } }
  )
})

/** A change of the list while it is read. */
const Drift = Schema.Struct({
  after: int(0, 8),
  count: int(1, 60),
  at: int(0, 200),
  kind: Schema.Literals(["insert", "delete", "repeat", "short", "empty", "overstate", "understate"])
})

const driftOf = ({ after, at, count, kind }: typeof Drift.Type): Fault.Fault => {
  switch (kind) {
    case "insert":
      return Fault.insertRows(count, at).pipe(Fault.after(after))
    case "delete":
      return Fault.deleteRows(count, at).pipe(Fault.after(after))
    case "repeat":
      return Fault.repeatPage(1 + at % 8).pipe(Fault.after(after), Fault.always)
    case "short":
      return Fault.shortPage(count).pipe(Fault.after(after), Fault.times(1 + at % 3))
    case "empty":
      return Fault.shortPage().pipe(Fault.after(after), Fault.always)
    case "overstate":
      return Fault.total((total, requests) => total + requests * count)
    case "understate":
      return Fault.total((total) => Math.max(0, total - count))
  }
}

describe("CampaignRows on a list that changes", () => {
  it.effect.prop(
    "emits no row twice, ends, and reports correct counters",
    {
      setting: Setting,
      drifts: Schema.Array(Drift).check(Schema.isMinLength(1), Schema.isMaxLength(3))
    },
    ({ drifts, setting }) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: setting.rows, status: "completed" })
        const original = new Set<string>(yield* simulator.expectedRows(id))
        yield* simulator.inject(...drifts.map(driftOf))
        const pages = yield* inTime(
          Stream.runCollect(
            CampaignRows.pages(id, { ...options(setting), pageSize: 10 + setting.pageSize, integrity: "none" })
          )
        )
        const ids = pages.flatMap((page) => page.rows.map((row) => row.id))
        const received = new Set<string>(ids)
        assert.strictEqual(received.size, ids.length)
        const audit = pages.at(-1)?.audit
        if (audit === undefined) return assert.fail("no page")
        const totals = pages.flatMap((page) => page.total === undefined ? [] : [page.total])
        assert.strictEqual(audit.received, received.size)
        assert.strictEqual(audit.expected, Math.max(...totals))
        assert.strictEqual(audit.totalDrift, Math.max(...totals) - Math.min(...totals))
        const missing = Math.max(0, Math.max(...totals) - received.size)
        assert.strictEqual(audit.missing, missing)
        assert.isAtMost(audit.requests, (yield* rowsRequests(id)).length)
        // With correct totals, each row that existed the whole time was received or is counted as missing.
        if (!drifts.some(({ kind }) => kind === "understate")) {
          const kept = (yield* simulator.expectedRows(id)).filter((row) => original.has(row))
          const lost = kept.filter((row) => !received.has(row))
          const replaced = drifts.some(({ kind }) => kind === "insert") && drifts.some(({ kind }) => kind === "delete")
          if (!replaced) assert.isAtMost(lost.length, missing)
        }
      }).pipe(Effect.provide(simulated({ firstPage: setting.firstPage, faults: [latencies(setting.latencies)] }))),
    { arbitrary: { runs: 80 } }
  )

  it.effect.prop(
    "fails with MissingRowsError if rows are missing, and with IntegrityError on any inconsistency if strict",
    { setting: Setting, drift: Drift },
    ({ drift, setting }) =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const read = Effect.fnUntraced(function*(integrity: CampaignRows.Integrity | undefined) {
          const id = yield* simulator.addCampaign({ rows: setting.rows, status: "completed", seed: 1 })
          yield* simulator.clearFaults
          yield* simulator.inject(driftOf(drift))
          return yield* inTime(
            Effect.result(Stream.runLast(CampaignRows.pages(id, { ...options(setting), integrity })))
          )
        })
        const seen = yield* read("none")
        if (seen._tag === "Failure" || seen.success._tag === "None") return assert.fail("no page was read")
        const { audit } = seen.success.value
        const complete = yield* read(undefined)
        if (audit.missing !== 0) {
          if (complete._tag === "Success" || complete.failure._tag !== "RowsError") {
            return assert.fail("expected a RowsError")
          }
          assert.strictEqual(complete.failure.reason._tag, "MissingRowsError")
        } else {
          assert.strictEqual(complete._tag, "Success")
        }
        const strict = yield* read("strict")
        const isConsistent = audit.missing === 0 && audit.duplicates === 0 && audit.totalDrift === 0 &&
          audit.received === audit.expected && audit.shortPages === 0
        if (isConsistent) {
          assert.strictEqual(strict._tag, "Success")
        } else {
          if (strict._tag === "Success" || strict.failure._tag !== "RowsError") {
            return assert.fail("expected a RowsError")
          }
          assert.strictEqual(strict.failure.reason._tag, "IntegrityError")
        }
      }).pipe(Effect.provide(simulated({ firstPage: setting.firstPage }))),
    { arbitrary: { runs: 50 } }
  )
})

import { CampaignRow, Timestamp } from "@effect-revox/schema"
import { CampaignReport, CampaignRows, ReportFigures } from "@effect-revox/streams"
import { Fault, RevoxSimulator } from "@effect-revox/testing"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Option, Result, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { naiveReport } from "./utils/naiveReport.ts"
import { simulated } from "./utils/simulated.ts"

const paris = DateTime.zoneMakeNamedUnsafe("Europe/Paris")

const asObject = ({ values }: ReportFigures.ValueCounts): Record<string, number> =>
  Object.fromEntries(values.map(({ count, value }) => [JSON.stringify(value), count]))

/** Removes keys, and returns the rest by the removed key. */
const byKey =
  <A extends object>(key: (value: A) => string | number, keys: ReadonlyArray<keyof A>) =>
  (values: ReadonlyArray<A>): Record<string, object> =>
    Object.fromEntries(values.map((value) => [
      key(value),
      Object.fromEntries(Object.entries(value).filter(([name]) => !keys.some((other) => other === name)))
    ]))

type Attempt = NonNullable<CampaignReport.ReportRow["call"]>["call_attempts"][number]

const attemptOf = (fields: Partial<Attempt> = {}): Attempt => ({
  answered_at: Timestamp.Iso.make("2026-03-02T09:00:10Z"),
  dial_error: null,
  ended_at: Timestamp.Iso.make("2026-03-02T09:01:10Z"),
  result: "human",
  started_at: Timestamp.Iso.make("2026-03-02T09:00:00Z"),
  status: "completed",
  ...fields
})

const missed = attemptOf({ answered_at: null, dial_error: "busy", result: null, status: "error" })

/** A row with attempts, most recent first. */
const rowOf = (...attempts: ReadonlyArray<Attempt>): CampaignReport.ReportRow => ({
  call: {
    call_attempts: attempts,
    calls_count: attempts.length,
    last_call_attempt: attempts[0] ?? null,
    status: "completed"
  }
})

const reportOf = (rows: ReadonlyArray<CampaignReport.ReportRow>, timeZone?: DateTime.TimeZone) =>
  CampaignReport.addAll(CampaignReport.empty({ timeZone }), rows)

const withOutput = (structured_output: Schema.JsonObject) => rowOf(attemptOf({ structured_output }))

const json = Schema.fromJsonString(Schema.toCodecJson(CampaignReport.CampaignReport))

describe("CampaignReport", () => {
  for (const status of ["completed", "running"] as const) {
    it.effect(`has the figures of a naive computation for a ${status} campaign`, () =>
      Effect.gen(function*() {
        const simulator = yield* RevoxSimulator.RevoxSimulator
        const id = yield* simulator.addCampaign({ rows: 700, duration: "9 days", seed: 5, status })
        if (status === "running") yield* TestClock.adjust("4 days")
        const rows = yield* Stream.runCollect(CampaignRows.stream(id))
        const naive = naiveReport(rows, "Europe/Paris")
        const report = yield* CampaignReport.make(id, { timeZone: paris })

        assert.strictEqual(report.rows, 700)
        assert.strictEqual(report.rowsWithoutCall, naive.rowsWithoutCall)
        assert.deepStrictEqual(asObject(report.callStatuses), naive.callStatuses)
        assert.deepStrictEqual(asObject(report.results), naive.results)
        assert.deepStrictEqual(asObject(report.dialErrors), naive.dialErrors)
        assert.deepStrictEqual(
          Object.fromEntries(report.attemptsPerRow.map(({ attempts, rows }) => [attempts, rows])),
          naive.attemptsPerRow
        )
        assert.strictEqual(report.attemptsInProgress, naive.attemptsInProgress)
        assert.deepStrictEqual({ ...report.answers }, naive.answers)
        assert.deepStrictEqual(
          byKey(({ attempt }: { readonly attempt: number }) => attempt, ["attempt"])(report.answersByAttempt),
          naive.answersByAttempt
        )
        type Hour = { readonly weekday: number; readonly hour: number }
        assert.deepStrictEqual(
          byKey(({ hour, weekday }: Hour) => `${weekday} ${hour}`, ["hour", "weekday"])(report.answersByHour),
          naive.answersByHour
        )
        assert.isAbove(report.answersByHour.length, 20, "several hours")
        assert.strictEqual(report.talkTime.calls, naive.talkTimes.length)
        assert.strictEqual(report.talkTime.totalMillis, naive.talkTime)
        assert.strictEqual(report.humanTalkTime.totalMillis, naive.humanTalkTime)
        for (const fraction of [0, 0.1, 0.5, 0.9, 0.99, 1]) {
          const exact = naive.talkTimes[Math.floor(fraction * (naive.talkTimes.length - 1))] ?? NaN
          const estimate = Option.getOrThrow(ReportFigures.quantile(report.talkTime, fraction))
          assert.isAtMost(Math.abs(Duration.toMillis(estimate) - exact), 0.01 * exact + 0.5)
        }
        const { fields, rows: outputs } = report.structuredOutput
        assert.strictEqual(outputs, naive.outputs)
        assert.deepStrictEqual(Object.fromEntries(fields.map(({ filled, name }) => [name, filled])), naive.filled)
        for (const name of ["outcome", "interested", "budget"]) {
          const field = fields.find((field) => field.name === name)
          assert.deepStrictEqual(
            asObject(field?.values ?? { values: [], other: 0, isCapped: false }),
            naive.valuesOf(name)
          )
        }
        assert.strictEqual(outputs > 0, status === "completed")
        // The stream of rows gives the same report.
        assert.deepStrictEqual(yield* CampaignReport.fromStream(Stream.fromIterable(rows), { timeZone: paris }), report)
      }).pipe(Effect.provide(simulated())))
  }

  it.effect("counts rows that cannot be decoded, unknown literals and outcomes of newer versions", () =>
    Effect.gen(function*() {
      const change = Fault.mapJson((json) => {
        if (!isObject(json) || !Array.isArray(json["rows"])) return json
        return {
          ...json,
          rows: json["rows"].map((row) => {
            if (!isObject(row) || !isObject(row["call"])) return row
            const index = Number(row["row_index"])
            if (index % 50 === 7) return { ...row, phone_number: null }
            if (index % 50 === 8) return { ...row, call: { ...row["call"], status: "teleported", outcome: "sold" } }
            if (index % 50 === 9) return { ...row, call: { ...row["call"], outcome: null } }
            return index % 50 === 10 ? { ...row, call: { ...row["call"], outcome: { code: 3 } } } : row
          })
        }
      })
      const simulator = yield* RevoxSimulator.RevoxSimulator
      const id = yield* simulator.addCampaign({ rows: 300, status: "completed", faults: [change] })
      const report = yield* CampaignReport.make(id)
      assert.strictEqual(report.rows, 300)
      assert.strictEqual(report.invalidRows, 6)
      const { completed, errored, ...others } = countsOf(report.callStatuses)
      assert.deepStrictEqual(others, { teleported: 6 })
      assert.strictEqual((completed ?? 0) + (errored ?? 0), 288)
      assert.deepStrictEqual(
        { ...report.outcomes, values: report.outcomes.values.map((value) => ({ ...value })) },
        { values: [{ value: null, count: 6 }, { value: "sold", count: 6 }], other: 6, isCapped: false }
      )
    }).pipe(Effect.provide(simulated())))

  it("counts an attempt as answered by its answered_at, and as human by its result", () => {
    const report = reportOf([
      rowOf(attemptOf(), missed),
      rowOf(attemptOf({ result: "voicemail" })),
      // A result without an answered_at does not count.
      rowOf(attemptOf({ answered_at: null, result: "human" })),
      // Attempts in progress: the second one was answered.
      rowOf(attemptOf({ answered_at: null, ended_at: null, result: null, status: "ringing" })),
      rowOf(attemptOf({ ended_at: null, result: null, status: "ongoing" })),
      rowOf(),
      {}
    ])
    assert.deepStrictEqual({ ...report.answers }, { attempts: 5, answered: 3, human: 1 })
    assert.strictEqual(report.attemptsInProgress, 1)
    assert.deepStrictEqual(
      report.answersByAttempt.map(({ answered, attempt, attempts }) => [attempt, attempts, answered]),
      [[1, 4, 2], [2, 1, 1]]
    )
    assert.strictEqual(report.talkTime.calls, 2)
    assert.strictEqual(report.humanTalkTime.totalMillis, 60_000)
    assert.strictEqual(report.rowsWithoutCall, 1)
    assert.deepStrictEqual(report.attemptsPerRow.map(({ attempts, rows }) => [attempts, rows]), [[0, 2], [1, 4], [
      2,
      1
    ]])
    assert.deepStrictEqual(ReportFigures.answerRate(report.answers), Option.some(0.6))
    assert.deepStrictEqual(ReportFigures.humanRate(report.answers), Option.some(0.2))
    assert.deepStrictEqual(ReportFigures.answerRate(CampaignReport.empty().answers), Option.none())
    assert.deepStrictEqual(ReportFigures.quantile(CampaignReport.empty().talkTime, 0.5), Option.none())
  })

  it("uses the most recent attempt alone if the list of attempts is empty, and shows that others were not sent", () => {
    const { call } = rowOf(attemptOf({ result: "IVR" }))
    assert.isDefined(call)
    const report = reportOf([{ call: { ...call, call_attempts: [], calls_count: 3 } }])
    assert.strictEqual(report.answers.attempts, 1)
    assert.deepStrictEqual(countsOf(report.results), { IVR: 1 })
    assert.strictEqual(report.rowsWithUnlistedAttempts, 1)
  })

  it("counts hours in the time zone, also on days of a change of the offset", () => {
    const hoursAt = (timeZone: DateTime.TimeZone, ...times: ReadonlyArray<string>) =>
      times.map((time) =>
        reportOf([rowOf(attemptOf({ started_at: Timestamp.Iso.make(time) }))], timeZone).answersByHour
          .map(({ hour, weekday }) => `${weekday} ${hour}`).join()
      )
    // Sunday, March 29, 2026: 2:00 to 3:00 does not exist in Paris.
    assert.deepStrictEqual(
      hoursAt(paris, "2026-03-29T00:59:59.999Z", "2026-03-29T01:00:00Z", "2026-03-29T23:30:00+02:00"),
      ["7 1", "7 3", "7 23"]
    )
    // Sunday, October 25, 2026: 2:00 to 3:00 exists twice.
    assert.deepStrictEqual(
      hoursAt(paris, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T23:00:00Z"),
      ["7 2", "7 2", "1 0"]
    )
    assert.deepStrictEqual(
      hoursAt(DateTime.zoneMakeNamedUnsafe("Asia/Kathmandu"), "2026-03-01T18:14:59Z", "2026-03-01T18:15:00Z"),
      ["7 23", "1 0"]
    )
    assert.deepStrictEqual(
      hoursAt(DateTime.zoneMakeOffset(-2.5 * 3_600_000), "2026-03-02T02:29:00Z", "1970-01-01T00:00:00Z"),
      ["7 23", "3 21"]
    )
    // A time without an offset is UTC, as everywhere in this package.
    assert.deepStrictEqual(hoursAt(DateTime.zoneMakeOffset(0), "2026-03-02T09:00", "2026-03-02"), ["1 9", "1 0"])
  })

  it("counts attempts whose times are wrong, and no invalid duration", () => {
    const at = (text: string): Timestamp.Timestamp => Timestamp.Iso.make(text)
    const report = reportOf([
      rowOf(attemptOf({ started_at: null })),
      rowOf(attemptOf({ started_at: Schema.decodeUnknownSync(Timestamp.Timestamp)(1_772_442_000) })),
      rowOf(attemptOf({ started_at: at("2026-13-41T00:00:00Z"), answered_at: at("2026-13-41T00:00:00Z") })),
      rowOf(attemptOf({ started_at: at("2026-02-30T00:00:00Z"), answered_at: at("2026-02-30T00:00:00Z") })),
      rowOf(attemptOf({ started_at: at("+275760-09-13T00:00:00Z"), ended_at: at("+275760-09-13T00:00:00Z") })),
      // Ends before it begins, and lasts for 25 hours.
      rowOf(attemptOf({ ended_at: at("2026-03-02T09:00:00Z") })),
      rowOf(attemptOf({ ended_at: at("2026-03-03T10:00:10Z") }))
    ], paris)
    assert.strictEqual(report.answers.answered, 7)
    assert.strictEqual(report.attemptsWithoutTime, 5)
    assert.strictEqual(report.invalidTalkTimes, 5)
    assert.strictEqual(report.talkTime.calls, 2)
    assert.strictEqual(report.talkTime.totalMillis, 120_000)
  })

  it("counts the values of each field of the most recent structured output", () => {
    const report = reportOf([
      rowOf(attemptOf({ structured_output: null }), attemptOf({ structured_output: { city: "Lyon", age: 1 } })),
      rowOf(
        attemptOf({ structured_output: { city: "Paris", age: "1" } }),
        attemptOf({ structured_output: { city: "x" } })
      ),
      withOutput({ city: "Lyon", age: true, tags: ["a"], note: "  ", big: 1_000_000, long: "x".repeat(101) }),
      withOutput({ city: null, age: 1 })
    ])
    const { fields, rows } = report.structuredOutput
    assert.strictEqual(rows, 4)
    assert.deepStrictEqual(
      fields.map(({ filled, name, values }) => [name, filled, values.other, values.values.map((one) => one.value)]),
      [
        ["age", 4, 0, [1, true, "1"]],
        ["big", 1, 1, []],
        ["city", 3, 0, ["Lyon", "Paris"]],
        ["long", 1, 1, []],
        ["note", 0, 0, []],
        ["tags", 1, 1, []]
      ]
    )
  })

  it("has no phone numbers", () => {
    const numbers = [
      "+33612345678",
      "06 12 34 56 78",
      "(555) 012-3456",
      "call 0612345678 later",
      "０６１２３４５６７８",
      "5550199"
    ]
    const dates = ["2026-03-12", "12.03.2026", "2026-03-12T15:00:00+01:00", "123456", "3 of 20"]
    const report = reportOf([...numbers, 33612345678, ...dates].map((value) => withOutput({ value })))
    const values = report.structuredOutput.fields[0]?.values
    assert.strictEqual(values?.other, numbers.length + 1)
    assert.sameMembers((values?.values ?? []).map(({ value }) => value), dates)
  })

  it("is encoded as JSON and decoded without a loss, with names that objects have already", () => {
    const hostile = JSON.parse(`{"__proto__":"a","constructor":1,"toString":null}`)
    const report = reportOf([withOutput(hostile), rowOf(missed)], paris)
    const text = Schema.encodeSync(json)(report)
    assert.deepInclude(JSON.parse(text), { version: 1, timeZone: "Europe/Paris", rows: 2 })
    assert.deepStrictEqual(Schema.decodeSync(json)(text), report)
    assert.deepStrictEqual(
      report.structuredOutput.fields.map(({ filled, name }) => [name, filled]),
      [["__proto__", 1], ["constructor", 1], ["toString", 0]]
    )
    const more = CampaignReport.addInvalidRows(report, 3)
    assert.deepStrictEqual([more.rows, more.invalidRows], [5, 3])
  })

  it("does not add up reports with different time zones", () => {
    const merged = CampaignReport.merge(CampaignReport.empty(), CampaignReport.empty({ timeZone: paris }))
    assert.isTrue(Result.isFailure(merged))
    if (Result.isFailure(merged)) {
      assert.include(merged.failure.message, "+00:00 and Europe/Paris: use the same option `timeZone`")
    }
  })

  it("accepts rows of custom schemas", () => {
    const Row = CampaignRow.typed({ structuredOutput: Schema.Struct({ city: Schema.String }) })
    const rows: ReadonlyArray<typeof Row.Type> = []
    assert.strictEqual(reportOf(rows).rows, 0)
  })
})

const isObject = (value: Schema.Json | undefined): value is Schema.JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const countsOf = ({ values }: ReportFigures.ValueCounts): Record<string, number> =>
  Object.fromEntries(values.map(({ count, value }) => [String(value), count]))

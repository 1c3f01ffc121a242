import { CallAttempt } from "@effect-revox/schema"
import { CampaignReport } from "@effect-revox/streams"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Result, Schema } from "effect"

const int = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

const Time = Schema.NullOr(Schema.Union([int(0, 400), Schema.Literals(["soon", "2026-13-01T00:00:00Z"])]))

const Value = Schema.Union([
  Schema.Literals(["Lyon", "", " ", "+33612345678", 1, "1", true]),
  Schema.Null,
  Schema.Array(Schema.Int),
  int(-3, 3)
])

const Attempt = Schema.Struct({
  answered: Time,
  ended: Time,
  started: Time,
  result: Schema.NullOr(Schema.Union([CallAttempt.CallResult, Schema.String])),
  dialError: Schema.NullOr(CallAttempt.DialError),
  status: CallAttempt.CallAttemptStatus,
  output: Schema.NullOr(Schema.Record(Schema.Literals(["a", "b", "__proto__", "c"]), Schema.optionalKey(Value)))
})

/** A row, the number of the part to which it belongs, and whether it can be decoded. */
const Item = Schema.Struct({
  part: int(0, 4),
  isInvalid: int(0, 9),
  attempts: Schema.NullOr(Schema.Array(Attempt).check(Schema.isMaxLength(4))),
  status: Schema.Union([Schema.Literals(["completed", "errored"]), Schema.String]),
  outcome: Schema.optionalKey(Schema.NullOr(Schema.String)),
  unlisted: int(0, 1)
})
type Item = typeof Item.Type

const isoOf = (time: typeof Time.Type) =>
  typeof time === "number" ? new Date(1_767_225_600_000 + time * 3_333_000).toISOString() : time

// Rows are plain JSON here, since any value of a timestamp is valid.
const rowOf = ({ attempts, outcome, status, unlisted }: Item): CampaignReport.ReportRow => {
  if (attempts === null) return {}
  const call_attempts = attempts.map((attempt) => ({
    answered_at: isoOf(attempt.answered),
    dial_error: attempt.dialError,
    ended_at: isoOf(attempt.ended),
    result: attempt.result,
    started_at: isoOf(attempt.started),
    status: attempt.status,
    structured_output: attempt.output
  }))
  const call = {
    call_attempts,
    calls_count: attempts.length + unlisted,
    last_call_attempt: call_attempts[0] ?? null,
    status,
    ...(outcome === undefined ? {} : { outcome })
  }
  return decodeRow({ call })
}

const ReportRow = Schema.make<Schema.Codec<CampaignReport.ReportRow>>(Schema.Any.ast)
const decodeRow = Schema.decodeUnknownSync(ReportRow)

const timeZone = DateTime.zoneMakeNamedUnsafe("America/St_Johns")

const addItem = (self: CampaignReport.CampaignReport, item: Item) =>
  item.isInvalid === 0 ? CampaignReport.addInvalidRows(self, 1) : CampaignReport.add(self, rowOf(item))

const reportOf = (items: ReadonlyArray<Item>) => items.reduce(addItem, CampaignReport.empty({ timeZone }))

const mergeAll = (reports: ReadonlyArray<CampaignReport.CampaignReport>) =>
  reports.reduce(
    (self, that) => Result.getOrThrow(CampaignReport.merge(self, that)),
    CampaignReport.empty({ timeZone })
  )

const json = Schema.fromJsonString(Schema.toCodecJson(CampaignReport.CampaignReport))

/** The report after a journey to another process. */
const transferred = (report: CampaignReport.CampaignReport) => Schema.decodeSync(json)(Schema.encodeSync(json)(report))

/** Splits rows in parts, and returns the reports of the parts in a rotated order. */
const partsOf = (items: ReadonlyArray<Item>, rotation: number) => {
  const parts = [0, 1, 2, 3, 4].map((part) => transferred(reportOf(items.filter((item) => item.part === part))))
  return [...parts.slice(rotation), ...parts.slice(0, rotation)]
}

describe("CampaignReport.merge", () => {
  it.effect.prop(
    "gives the report of all rows for any parts, in any order and with any grouping",
    { items: Schema.Array(Item).check(Schema.isMaxLength(40)), rotation: int(0, 4) },
    ({ items, rotation }) =>
      Effect.sync(() => {
        const complete = reportOf(items)
        const parts = partsOf(items, rotation)
        assert.deepStrictEqual(mergeAll(parts), complete)
        assert.deepStrictEqual(mergeAll([mergeAll(parts.slice(0, 2)), mergeAll(parts.slice(2))]), complete)
        assert.deepStrictEqual(mergeAll(parts.toReversed()), complete)
        assert.deepStrictEqual(reportOf(items.toReversed()), complete)
        assert.strictEqual(complete.rows, items.length)
      }),
    { arbitrary: { runs: 300 } }
  )

  const outputRow = (structured_output: Schema.JsonObject, status = "completed", result: string | null = "human") =>
    decodeRow({
      call: {
        call_attempts: [{
          answered_at: null,
          ended_at: null,
          result,
          started_at: null,
          status: "ringing",
          structured_output
        }],
        calls_count: 1,
        last_call_attempt: { result, dial_error: result },
        status
      }
    })

  it.effect.prop(
    "gives the same report when names and values exceed the limits",
    { multiplier: Schema.Literals([1, 17, 1009, 1999]), parts: int(1, 6), extra: int(0, 3) },
    ({ extra, multiplier, parts }) =>
      Effect.sync(() => {
        // Exactly the limits, or some more.
        const values = 2000 + extra
        const order = Array.from({ length: values }, (_, index) => (index * multiplier) % values)
        const rows = order.map((index) =>
          outputRow(
            { a: `value ${index}`, b: index % 30, [`name ${index % (199 + extra)}`]: 1 },
            index % 2 === 0 ? "completed" : `status ${index % (2 * (100 + extra))}`,
            index % 3 === 0 ? null : `result ${index}`
          )
        )
        const all = CampaignReport.addAll(CampaignReport.empty({ timeZone }), rows)
        const slices = Array.from(
          { length: parts },
          (_, part) =>
            CampaignReport.addAll(CampaignReport.empty({ timeZone }), rows.filter((_, index) => index % parts === part))
        )
        assert.deepStrictEqual(mergeAll(slices), all)
        assert.deepStrictEqual(mergeAll(slices.toReversed()), all)
        const [a, b] = all.structuredOutput.fields
        assert.deepInclude(a?.values, extra > 0 ? { values: [], other: values, isCapped: true } : { isCapped: false })
        assert.strictEqual(b?.values.values.length, 30)
        assert.isAtMost(all.structuredOutput.fields.length, 200)
        assert.isTrue(all.structuredOutput.hasMoreFields)
        assert.deepInclude(all.callStatuses.values[0], { value: "completed" })
        assert.strictEqual(all.callStatuses.isCapped, extra > 0)
        assert.isTrue(all.results.isCapped)
      }),
    { arbitrary: { runs: 24 } }
  )
})

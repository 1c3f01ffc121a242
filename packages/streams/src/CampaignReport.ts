/**
 * Figures of a campaign that are computed from its rows. Reports of several parts can be merged.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import { Call } from "@effect-revox/schema/Call"
import { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as CampaignRows from "./CampaignRows.ts"
import * as State from "./internal/report/state.ts"
import { AnswerCounts, StructuredOutput, TalkTime, ValueCounts } from "./ReportFigures.ts"
import type { MakeOptions, ReportOptions, ReportRow } from "./ReportOptions.ts"
import type { RowsError } from "./RowsError.ts"

export type { MakeOptions, ReportOptions, ReportRow } from "./ReportOptions.ts"

const count = (description: string) => Schema.Natural.annotateKey({ description })

/**
 * Figures of a campaign that are computed from its rows: results, answer rates, talk time and structured output.
 *
 * **When to use**
 *
 * Use to examine a campaign at a glance. {@link make} reads the rows of a campaign, {@link fromStream} takes a stream of
 * rows, and {@link merge} adds up reports of parts, which may come from several processes.
 *
 * **Details**
 *
 * The order of the rows does not matter: the report of all rows is the merged report of any parts, in any order. Its size
 * is bounded, whatever the rows contain. `Schema.toCodecJson(CampaignReport)` encodes it as JSON.
 *
 * **Gotchas**
 *
 * A row that is added twice counts twice. The rows of `CampaignRows.stream` are distinct.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CampaignReport extends Schema.Opaque<CampaignReport>()(
  Schema.Struct({
    version: Schema.Literal(1).annotateKey({ description: "The version of this format." }),
    timeZone: Schema.TimeZoneFromString.annotateKey({ description: "The time zone of `answersByHour`." }),
    rows: count("All rows, including those that could not be decoded."),
    invalidRows: count("Rows that could not be decoded. They are part of no other figure."),
    rowsWithoutCall: count("Rows without a call order."),
    rowsWithUnlistedAttempts: count("Rows whose `calls_count` exceeds the number of attempts that the server sent."),
    callStatuses: ValueCounts.annotateKey({ description: "Rows with a call, by its status." }),
    results: ValueCounts.annotateKey({ description: "Rows with an attempt, by the result of the most recent one." }),
    dialErrors: ValueCounts.annotateKey({
      description: "Rows with an attempt, by the dial error of the most recent one."
    }),
    outcomes: ValueCounts.annotateKey({
      description: "Rows by the `outcome` of their call. Empty for versions of the API that do not send it."
    }),
    attemptsPerRow: Schema.Array(Schema.Struct({
      attempts: count("Number of attempts. 20 stands for 20 or more."),
      rows: count("Rows with this number of attempts.")
    })).annotateKey({ description: "Rows by their number of attempts, including those without a call." }),
    attemptsInProgress: count("Attempts that are not over and were not answered."),
    attemptsWithoutTime: count(
      "Attempts of `answers` that are not in `answersByHour`, because `started_at` is no time."
    ),
    answers: AnswerCounts.annotateKey({ description: "All attempts." }),
    answersByAttempt: Schema.Array(Schema.Struct({
      attempt: count("The number of the attempt, from 1. 20 stands for 20 and later ones."),
      ...AnswerCounts.fields
    })).annotateKey({ description: "Attempts by their number." }),
    answersByHour: Schema.Array(Schema.Struct({
      weekday: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 7 })).annotateKey({
        description: "The day of the week: 1 is Monday, 7 is Sunday."
      }),
      hour: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 23 })).annotateKey({
        description: "The hour of the day."
      }),
      ...AnswerCounts.fields
    })).annotateKey({ description: "Attempts by weekday and hour of their `started_at`." }),
    talkTime: TalkTime.annotateKey({
      description: "Durations from answer to end, of all answered attempts that have ended."
    }),
    humanTalkTime: TalkTime.annotateKey({ description: "Durations of the attempts that a person answered." }),
    invalidTalkTimes: count(
      "Answered attempts that are not in `talkTime`, because a time cannot be read, or the duration is negative or more " +
        "than 24 hours."
    ),
    structuredOutput: StructuredOutput.annotateKey({ description: "The fields of structured output." })
  }).annotate({
    identifier: "CampaignReport",
    description: "Figures of a campaign that are computed from its rows."
  })
) {}

const utc = DateTime.zoneMakeOffset(0)

/**
 * Returns a report of no rows.
 *
 * @category constructors
 * @since 0.1.0
 */
export const empty = ({ timeZone = utc }: ReportOptions = {}): CampaignReport => State.freeze(State.empty(timeZone))

const changed = (self: CampaignReport, change: (state: State.State) => void): CampaignReport => {
  const state = State.thaw(self)
  change(state)
  return State.freeze(state)
}

/**
 * Adds a row to a report.
 *
 * **Gotchas**
 *
 * The report is copied. To add many rows, use {@link addAll} or {@link fromStream}, which copy it once.
 *
 * @category combinators
 * @since 0.1.0
 */
export const add: {
  (row: ReportRow): (self: CampaignReport) => CampaignReport
  (self: CampaignReport, row: ReportRow): CampaignReport
} = dual(
  2,
  (self: CampaignReport, row: ReportRow): CampaignReport => changed(self, (state) => State.add(state, row))
)

/**
 * Adds rows to a report.
 *
 * @category combinators
 * @since 0.1.0
 */
export const addAll: {
  (rows: Iterable<ReportRow>): (self: CampaignReport) => CampaignReport
  (self: CampaignReport, rows: Iterable<ReportRow>): CampaignReport
} = dual(2, (self: CampaignReport, rows: Iterable<ReportRow>): CampaignReport =>
  changed(self, (state) => {
    for (const row of rows) State.add(state, row)
  }))

/**
 * Adds rows that could not be decoded to a report.
 *
 * @category combinators
 * @since 0.1.0
 */
export const addInvalidRows: {
  (rows: number): (self: CampaignReport) => CampaignReport
  (self: CampaignReport, rows: number): CampaignReport
} = dual(
  2,
  (self: CampaignReport, rows: number): CampaignReport => ({
    ...self,
    rows: self.rows + rows,
    invalidRows: self.invalidRows + rows
  })
)

/**
 * Two reports have different time zones, so that their hours cannot be added.
 *
 * @category errors
 * @since 0.1.0
 */
export class TimeZoneMismatchError extends Schema.TaggedError<TimeZoneMismatchError>()("TimeZoneMismatchError", {
  self: Schema.String.annotateKey({ description: "The time zone of the first report." }),
  that: Schema.String.annotateKey({ description: "The time zone of the second report." })
}) {
  override get message(): string {
    return `The reports have the time zones ${this.self} and ${this.that}: use the same option \`timeZone\` for both.`
  }
}

/**
 * Adds up two reports of different rows. Fails if their time zones differ.
 *
 * **Details**
 *
 * The result does not depend on the order. A report of no rows changes nothing.
 *
 * **Example** (Adding up the parts of several processes)
 *
 * ```ts
 * import { CampaignReport } from "@effect-revox/streams"
 * import { Effect, Schema } from "effect"
 *
 * const decode = Schema.decodeEffect(Schema.fromJsonString(CampaignReport.CampaignReport))
 *
 * const mergeParts = Effect.fnUntraced(function*(parts: ReadonlyArray<string>) {
 *   let report = CampaignReport.empty()
 *   for (const part of parts) report = yield* Effect.fromResult(CampaignReport.merge(report, yield* decode(part)))
 *   return report
 * })
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const merge: {
  (that: CampaignReport): (self: CampaignReport) => Result.Result<CampaignReport, TimeZoneMismatchError>
  (self: CampaignReport, that: CampaignReport): Result.Result<CampaignReport, TimeZoneMismatchError>
} = dual(
  2,
  (self: CampaignReport, that: CampaignReport): Result.Result<CampaignReport, TimeZoneMismatchError> => {
    const zones = { self: DateTime.zoneToString(self.timeZone), that: DateTime.zoneToString(that.timeZone) }
    return zones.self === zones.that
      ? Result.succeed(changed(self, (state) => State.merge(state, that)))
      : Result.fail(new TimeZoneMismatchError(zones))
  }
)

/**
 * Computes the report of a stream of rows.
 *
 * @category running
 * @since 0.1.0
 */
export const fromStream = <E, R>(
  rows: Stream.Stream<ReportRow, E, R>,
  { timeZone = utc }: ReportOptions = {}
): Effect.Effect<CampaignReport, E, R> =>
  Effect.suspend(() => {
    const state = State.empty(timeZone)
    const add = (row: ReportRow) => State.add(state, row)
    return Effect.map(
      Stream.runForEachArray(rows, (chunk) => Effect.sync(() => chunk.forEach(add))),
      () => State.freeze(state)
    )
  })

/** Rows with the `outcome` that newer versions of the API send. Nothing about its type is documented. */
const RowWithOutcome = CampaignRow.pipe(
  Schema.fieldsAssign({
    call: Schema.optionalKey(Call.pipe(Schema.fieldsAssign({ outcome: Schema.optionalKey(Schema.Unknown) })))
  })
)

/**
 * Reads all rows of a campaign and computes their report.
 *
 * **Details**
 *
 * Rows that cannot be decoded are counted in `invalidRows`. The memory does not grow with the number of rows, apart from
 * the ids of the rows, which `CampaignRows.stream` keeps.
 *
 * **Example** (Reporting in the time zone of the contacts)
 *
 * ```ts
 * import { CampaignReport } from "@effect-revox/streams"
 * import { DateTime } from "effect"
 *
 * const report = CampaignReport.make("campaign-id", { timeZone: DateTime.zoneMakeNamedUnsafe("Europe/Paris") })
 * ```
 *
 * @category running
 * @since 0.1.0
 */
export const make = (
  id: string,
  { timeZone = utc, ...options }: MakeOptions = {}
): Effect.Effect<CampaignReport, RevoxError | RowsError, Campaigns> =>
  Effect.suspend(() => {
    const state = State.empty(timeZone)
    const pages = CampaignRows.pages(id, { ...options, schema: RowWithOutcome, onInvalidRow: "skip" })
    let invalid = 0
    return Effect.map(
      Stream.runForEach(pages, (page) =>
        Effect.sync(() => {
          for (const row of page.rows) State.add(state, row)
          invalid = page.audit.invalid
        })),
      () => {
        State.addInvalid(state, invalid)
        return State.freeze(state)
      }
    )
  })

import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignReport } from "@effect-revox/streams/CampaignReport"
import * as ReportFigures from "@effect-revox/streams/ReportFigures"
import * as Array from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Result from "effect/Result"

/** A campaign and its report. */
export interface Subject {
  readonly campaign: Pick<Campaign, "id" | "name" | "status">
  readonly report: CampaignReport
}

/** A value, the number of its occurrences, and their fraction of all. */
export interface Share {
  readonly value: ReportFigures.ReportValue
  readonly count: number
  readonly share: number
}

/** The most frequent values. `other` is the number of occurrences of all other values. */
export interface Shares {
  readonly total: number
  readonly values: ReadonlyArray<Share>
  readonly other: number
  readonly isCapped: boolean
}

const topValues = 20

/** Part of a total, from 0 to 1. */
export const shareOf = (part: number, total: number): number => total > 0 ? part / total : 0

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, number) => total + number, 0)

const topOf = (counts: ReportFigures.ValueCounts | undefined) => counts?.values.slice(0, topValues) ?? []

/** The most frequent values of a campaign, and those of the compared campaigns. */
const sharesOf = (
  { isCapped, other, values }: ReportFigures.ValueCounts,
  compared: ReadonlyArray<ReportFigures.ValueCounts | undefined>
): Shares => {
  const total = other + sum(values.map(({ count }) => count))
  const top = new Set([values.slice(0, topValues), ...compared.map(topOf)].flat().map(({ value }) => value))
  const [listed, rest] = Array.partition(values, (one) => top.has(one.value) ? Result.succeed(one) : Result.fail(one))
  return {
    total,
    values: listed.map(({ count, value }) => ({ value, count, share: shareOf(count, total) })),
    other: other + sum(rest.map(({ count }) => count)),
    isCapped
  }
}

/** As {@link sharesOf}, without the rows that have no value. Shares are those of all rows. */
const withoutNull = (shares: Shares): Shares => ({
  ...shares,
  values: shares.values.filter(({ value }) => value !== null)
})

const ratesOf = (answers: ReportFigures.AnswerCounts) => ({
  attempts: answers.attempts,
  answered: answers.answered,
  human: answers.human,
  answerRate: Option.getOrNull(ReportFigures.answerRate(answers)),
  humanRate: Option.getOrNull(ReportFigures.humanRate(answers))
})

const talkTimeOf = (talkTime: ReportFigures.TalkTime) => {
  const seconds = (fraction: number): number | null =>
    Option.getOrNull(Option.map(ReportFigures.quantile(talkTime, fraction), Duration.toSeconds))
  return {
    calls: talkTime.calls,
    totalSeconds: talkTime.totalMillis / 1000,
    medianSeconds: seconds(0.5),
    p90Seconds: seconds(0.9)
  }
}

const steps: ReadonlyArray<readonly [label: string, seconds: number]> = [
  ["up to 15 s", 15],
  ["15 to 30 s", 30],
  ["30 to 60 s", 60],
  ["1 to 2 min", 120],
  ["2 to 5 min", 300],
  ["5 to 10 min", 600],
  ["over 10 min", Infinity]
]

/**
 * The conversations by duration. Buckets of the report are 2% wide. One that contains the limit of a step belongs to that
 * step.
 */
const durationsOf = ({ buckets, calls }: ReportFigures.TalkTime): ReadonlyArray<Share> => {
  const counts = steps.map(() => 0)
  for (const { calls, index } of buckets) {
    const seconds = index < 0 ? 0 : (1.01 / 0.99) ** index / 1000
    const step = steps.findIndex(([, limit]) => seconds <= limit * 1.02)
    counts[step] = (counts[step] ?? 0) + calls
  }
  return steps.map(([value], step) => ({ value, count: counts[step] ?? 0, share: shareOf(counts[step] ?? 0, calls) }))
}

/**
 * The figures of a report as people read them: with rates, shares, seconds and the most frequent values, also those of the
 * campaigns that it is compared with.
 */
export const of = ({ campaign, report }: Subject, others: ReadonlyArray<Subject> = []) => {
  const compared = others.map(({ report }) => report)
  const { rows: outputs, fields, hasMoreFields } = report.structuredOutput
  const decoded = report.rows - report.invalidRows
  return {
    campaign: { id: campaign.id, name: campaign.name, status: campaign.status },
    timeZone: DateTime.zoneToString(report.timeZone),
    rows: report.rows,
    invalidRows: report.invalidRows,
    rowsWithoutCall: report.rowsWithoutCall,
    rowsWithUnlistedAttempts: report.rowsWithUnlistedAttempts,
    callStatuses: sharesOf(report.callStatuses, compared.map(({ callStatuses }) => callStatuses)),
    results: sharesOf(report.results, compared.map(({ results }) => results)),
    dialErrors: withoutNull(sharesOf(report.dialErrors, compared.map(({ dialErrors }) => dialErrors))),
    outcomes: sharesOf(report.outcomes, compared.map(({ outcomes }) => outcomes)),
    attemptsPerContact: report.attemptsPerRow.map(({ attempts, rows }) => ({
      attempts,
      rows,
      share: shareOf(rows, decoded)
    })),
    attempts: {
      ...ratesOf(report.answers),
      inProgress: report.attemptsInProgress,
      withoutTime: report.attemptsWithoutTime
    },
    answersByAttempt: report.answersByAttempt.map((answers) => ({ attempt: answers.attempt, ...ratesOf(answers) })),
    answersByHour: report.answersByHour.map((answers) => ({
      weekday: answers.weekday,
      hour: answers.hour,
      ...ratesOf(answers)
    })),
    talkTime: {
      all: talkTimeOf(report.talkTime),
      human: talkTimeOf(report.humanTalkTime),
      invalid: report.invalidTalkTimes,
      durations: durationsOf(report.talkTime)
    },
    structuredOutput: {
      rows: outputs,
      fields: fields.map(({ filled, name, values }) => ({
        name,
        filled,
        fillRate: shareOf(filled, outputs),
        ...sharesOf(
          values,
          compared.map(({ structuredOutput }) => structuredOutput.fields.find((field) => field.name === name)?.values)
        )
      })),
      hasMoreFields
    }
  }
}

/** The figures of a report as people read them. */
export interface Figures extends ReturnType<typeof of> {}

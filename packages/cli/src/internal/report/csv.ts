import * as Effect from "effect/Effect"
import * as Csv from "effect/encoding/Csv"
import * as Stream from "effect/Stream"
import type { Figures, Shares } from "./figures.ts"
import * as Sections from "./sections.ts"

type Cell = string | number | null

type Line = readonly [figure: string, group: Cell, value: Cell, number: Cell, share?: Cell]

const header = ["campaign", "campaign_name", "figure", "group", "value", "number", "share"]

const isNumber = /^[+-]?\d[\d.]*$/

/**
 * Prefixes texts that a spreadsheet would run as formulas with an apostrophe, also after a separator of cells in other
 * locales.
 */
const guard = (text: string): string =>
  isNumber.test(text) ? text : text.replace(/(^|[;\t\r\n]"*)(?=[=+\-@\t\r＝＋－＠])/g, "$1'")

const sharesOf = (figure: string, group: string, { other, total, values }: Shares): ReadonlyArray<Line> => [
  ...values.map(({ count, share, value }): Line => [
    figure,
    group,
    value === null ? "none" : String(value),
    count,
    share
  ]),
  ...(other === 0 ? [] : [[figure, group, "(other values)", other, other / total] satisfies Line])
]

interface Rates {
  readonly attempts: number
  readonly answered: number
  readonly human: number
  readonly answerRate: number | null
  readonly humanRate: number | null
}

const ratesOf = (figure: string, group: Cell, value: Cell, rates: Rates): ReadonlyArray<Line> => [
  [`${figure}_attempts`, group, value, rates.attempts],
  [`${figure}_answered`, group, value, rates.answered, rates.answerRate],
  [`${figure}_human`, group, value, rates.human, rates.humanRate]
]

const linesOf = (figures: Figures): ReadonlyArray<Line> => [
  ["rows", "", "", figures.rows],
  ["rows_invalid", "", "", figures.invalidRows],
  ["rows_without_call", "", "", figures.rowsWithoutCall],
  ["rows_with_unlisted_attempts", "", "", figures.rowsWithUnlistedAttempts],
  ...sharesOf("call_status", "", figures.callStatuses),
  ...sharesOf("result", "", figures.results),
  ...sharesOf("dial_error", "", figures.dialErrors),
  ...sharesOf("outcome", "", figures.outcomes),
  ...figures.attemptsPerContact.map(({ attempts, rows, share }): Line => [
    "attempts_per_contact",
    "",
    attempts,
    rows,
    share
  ]),
  ...ratesOf("all", "", "", figures.attempts),
  ["in_progress_attempts", "", "", figures.attempts.inProgress],
  ["without_time_attempts", "", "", figures.attempts.withoutTime],
  ...figures.answersByAttempt.flatMap((answers) => ratesOf("attempt_number", "", answers.attempt, answers)),
  ...figures.answersByHour.flatMap((answers) =>
    ratesOf("hour", Sections.weekdays[answers.weekday - 1] ?? "", answers.hour, answers)
  ),
  ...(["all", "human"] as const).flatMap((group): ReadonlyArray<Line> => {
    const { calls, medianSeconds, p90Seconds, totalSeconds } = figures.talkTime[group]
    return [
      ["talk_time_calls", group, "", calls],
      ["talk_time_seconds", group, "total", totalSeconds],
      ["talk_time_seconds", group, "median", medianSeconds],
      ["talk_time_seconds", group, "p90", p90Seconds]
    ]
  }),
  ["talk_time_invalid", "", "", figures.talkTime.invalid],
  ["output_rows", "", "", figures.structuredOutput.rows],
  ...figures.structuredOutput.fields.flatMap((field): ReadonlyArray<Line> => [
    ["output_filled", Sections.nameOf(field.name), "", field.filled, field.fillRate],
    ...sharesOf("output_value", Sections.nameOf(field.name), field)
  ])
]

const textOf = (cell: Cell | undefined): string =>
  cell === null || cell === undefined
    ? ""
    : typeof cell === "number"
    ? String(Number.isInteger(cell) ? cell : Number(cell.toFixed(6)))
    : guard(cell)

/** The figures of the campaigns as CSV, one figure per line. */
export const render = (all: ReadonlyArray<Figures>) =>
  Stream.fromIterable([
    header,
    ...all.flatMap((figures) =>
      linesOf(figures).map(([figure, group, value, number, share]) =>
        [figures.campaign.id, Sections.nameOf(figures.campaign.name), figure, group, value, number, share].map(textOf)
      )
    )
  ]).pipe(
    Stream.pipeThroughChannel(Csv.encodeString({ newline: "\r\n" })),
    Stream.mkString,
    // Only cells that are not text cannot be encoded.
    Effect.orDie
  )

/** The figures of one or two campaigns as sections, which a terminal and a page show in their own way. */
import type * as ReportFigures from "@effect-revox/streams/ReportFigures"
import * as Duration from "effect/Duration"
import type { Figures, Share, Shares } from "./figures.ts"

/** A label, with a fraction and a count for each campaign. A campaign without such a label has none. */
export interface Item {
  readonly label: string
  readonly bars: ReadonlyArray<{ readonly share: number; readonly text: string } | undefined>
}

/** A chart of bars. */
export interface Bars {
  readonly title: string
  /** Name of the labels, such as `Status`. */
  readonly labels: string
  /** Meaning of the lengths of the bars, in percent. */
  readonly unit: string
  readonly items: ReadonlyArray<Item>
  readonly note?: string
}

/** A part of a time table: an hour of a weekday. */
export interface Cell {
  readonly weekday: number
  readonly hour: number
  readonly rate: number
  readonly attempts: number
  readonly answered: number
}

/** A line of the summary. */
export interface SummaryLine {
  readonly name: string
  readonly values: ReadonlyArray<string>
}

/** The names of compared campaigns. */
export const letters = ["A", "B"] as const

export const weekdays: ReadonlyArray<string> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

/** Formats a number with separators of thousands. */
export const number = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ",")

/** Formats a fraction in percent. Only nothing is 0%, and only everything is 100%. */
export const percent = (share: number): string => {
  const value = share * 100
  if (value > 0 && value < 1) return value < 0.05 ? "<0.1%" : `${value.toFixed(1)}%`
  if (value > 99 && value < 100) return value > 99.9 ? ">99.9%" : `${Math.min(99.9, value).toFixed(1)}%`
  return `${value.toFixed(0)}%`
}

const orNone = <A>(value: A | null, f: (value: A) => string): string => value === null ? "none" : f(value)

/** Formats seconds as hours, minutes and seconds: `3h 5m`, `1m 20s`. */
export const duration = (seconds: number): string => {
  const rounded = seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)
  if (rounded < 60) return `${rounded}s`
  const { days, hours, minutes, seconds: rest } = Duration.parts(Duration.seconds(Math.round(seconds)))
  return days > 0 || hours > 0 ? `${number(days * 24 + hours)}h ${minutes}m` : `${minutes}m ${rest}s`
}

const phoneNumber = /\p{Nd}(?:[\s().\-\u2010-\u2015]*\p{Nd}){6,}/gu

/** A text of the API without phone numbers, which names may contain. */
export const nameOf = (text: string): string => text.replace(phoneNumber, "…")

/** The label of a value. */
const labelOf = (value: ReportFigures.ReportValue): string => value === null ? "none" : String(value)

const countText = (count: number, share: number): string => `${number(count)} (${percent(share)})`

const keyOf = ({ value }: Share): string => JSON.stringify(value)

const zero = { share: 0, text: countText(0, 0) }

/** Merges the items of several campaigns by value. The order is that of the largest share. */
const merged = (all: ReadonlyArray<ReadonlyArray<Share>>, isSorted: boolean): ReadonlyArray<Item> => {
  const values = new Map(all.flat().map((share) => [keyOf(share), share.value]))
  const items = [...values].map(([key, value]) => ({
    label: labelOf(value),
    bars: all.map((shares) => {
      const found = shares.find((share) => keyOf(share) === key)
      if (found !== undefined) return { share: found.share, text: countText(found.count, found.share) }
      return shares.length > 0 ? zero : undefined
    })
  }))
  const largest = ({ bars }: Item) => Math.max(...bars.map((bar) => bar?.share ?? 0))
  return isSorted ? items.toSorted((a, b) => largest(b) - largest(a)) : items
}

/** The values that have no bar: they would make all other bars short. */
const otherNote = (all: ReadonlyArray<Shares>): ReadonlyArray<string> => {
  const texts = all.map(({ other, total }) => countText(other, other / Math.max(1, total)))
  if (all.every(({ other }) => other === 0)) return []
  const shown = texts.length === 1 ? texts : texts.map((text, index) => `${letters[index] ?? ""} ${text}`)
  return [`Other values: ${shown.join(", ")}.`]
}

const sharesOf = (
  all: ReadonlyArray<Figures>,
  shares: (figures: Figures) => Shares,
  text: Omit<Bars, "items" | "note">
): ReadonlyArray<Bars> => {
  const lists = all.map(shares)
  const items = merged(lists.map(({ values }) => values), true)
  const notes = [
    ...otherNote(lists),
    ...(lists.some(({ isCapped }) => isCapped) ? ["There are too many different values to list all of them."] : [])
  ]
  return items.length === 0 && notes.length === 0
    ? []
    : [{ ...text, items, ...(notes.length === 0 ? {} : { note: notes.join(" ") }) }]
}

/** The number of the last attempt stands for later ones as well. */
const attemptLabel = (attempt: number): string => attempt < 20 ? String(attempt) : "20+"

const byNumber = (a: Item, b: Item): number => parseInt(a.label, 10) - parseInt(b.label, 10)

const attemptsPerContact = (all: ReadonlyArray<Figures>): ReadonlyArray<Bars> => {
  const items = merged(
    all.map(({ attemptsPerContact }) =>
      attemptsPerContact.map(({ attempts, rows, share }) => ({ value: attemptLabel(attempts), count: rows, share }))
    ),
    false
  )
  return items.length === 0 ? [] : [{
    title: "Attempts per contact",
    labels: "Number of attempts",
    unit: "Share of contacts",
    items: items.toSorted(byNumber)
  }]
}

const answersByAttempt = (all: ReadonlyArray<Figures>): ReadonlyArray<Bars> => {
  const numbers = [...new Set(all.flatMap(({ answersByAttempt }) => answersByAttempt.map(({ attempt }) => attempt)))]
  return numbers.length === 0 ? [] : [{
    title: "Answer rate by attempt number",
    labels: "Number of the attempt",
    unit: "Answered attempts",
    note: "Answered by a person or a machine.",
    items: numbers.toSorted((a, b) => a - b).map((attempt) => ({
      label: attemptLabel(attempt),
      bars: all.map(({ answersByAttempt }) => {
        const found = answersByAttempt.find((other) => other.attempt === attempt)
        return found === undefined ? undefined : {
          share: found.answerRate ?? 0,
          text: `${percent(found.answerRate ?? 0)} of ${number(found.attempts)}`
        }
      })
    }))
  }]
}

const talkTimes = (all: ReadonlyArray<Figures>): ReadonlyArray<Bars> =>
  all.every(({ talkTime }) => talkTime.all.calls === 0) ? [] : [{
    title: "Talk time",
    labels: "Duration",
    unit: "Share of answered calls",
    items: merged(all.map(({ talkTime }) => talkTime.durations), false)
  }]

type Field = Figures["structuredOutput"]["fields"][number]

const noShares: Shares = { total: 0, values: [], other: 0, isCapped: false }

const fieldsOf = (all: ReadonlyArray<Figures>): ReadonlyArray<Bars> => {
  const names = [
    ...new Set(all.flatMap(({ structuredOutput }) => structuredOutput.fields.map(({ name }) => name)))
  ].toSorted()
  if (names.length === 0) return []
  const fieldOf = ({ structuredOutput }: Figures, name: string): Field | undefined =>
    structuredOutput.fields.find((field) => field.name === name)
  const filled: Bars = {
    title: "Structured output: filled fields",
    labels: "Field",
    unit: "Share of contacts with output",
    items: names.map((name) => ({
      label: nameOf(name),
      bars: all.map((figures) => {
        const field = fieldOf(figures, name)
        return field && { share: field.fillRate, text: countText(field.filled, field.fillRate) }
      })
    })),
    ...(all.some(({ structuredOutput }) => structuredOutput.hasMoreFields) ? { note: "There are more fields." } : {})
  }
  const values = names.flatMap((name) =>
    sharesOf(all, (figures) => fieldOf(figures, name) ?? noShares, {
      title: `Structured output: ${nameOf(name)}`,
      labels: "Value",
      unit: "Share of filled fields"
    })
  )
  return [filled, ...values]
}

/** All charts of bars that have something to show. */
export const bars = (all: ReadonlyArray<Figures>): ReadonlyArray<Bars> => [
  ...sharesOf(all, ({ callStatuses }) => callStatuses, {
    title: "Call status",
    labels: "Status",
    unit: "Share of contacts with a call"
  }),
  ...sharesOf(all, ({ results }) => results, {
    title: "Result of the last attempt",
    labels: "Result",
    unit: "Share of contacts with an attempt"
  }),
  ...sharesOf(all, ({ dialErrors }) => dialErrors, {
    title: "Dial error of the last attempt",
    labels: "Dial error",
    unit: "Share of contacts with an attempt"
  }),
  ...sharesOf(all, ({ outcomes }) => outcomes, {
    title: "Outcome",
    labels: "Outcome",
    unit: "Share of contacts with an outcome"
  }),
  ...attemptsPerContact(all),
  ...answersByAttempt(all),
  ...talkTimes(all),
  ...fieldsOf(all)
]

/** The lowest and the highest rate of all cells, which get the lightest and the darkest color. */
export const range = (cells: ReadonlyArray<Cell>): readonly [lowest: number, highest: number] => {
  const rates = cells.map(({ rate }) => rate)
  return [Math.min(1, ...rates), Math.max(0, ...rates)]
}

/** The cells of the time table of answers. */
export const hours = ({ answersByHour }: Figures): ReadonlyArray<Cell> =>
  answersByHour.map(({ answerRate, answered, attempts, hour, weekday }) => ({
    weekday,
    hour,
    rate: answerRate ?? 0,
    attempts,
    answered
  }))

/** The most important figures. Lines that warn are shown only where there is something to warn of. */
export const summary = (all: ReadonlyArray<Figures>): ReadonlyArray<SummaryLine> => {
  const line = (name: string, value: (figures: Figures) => string): SummaryLine => ({ name, values: all.map(value) })
  const warning = (name: string, value: (figures: Figures) => number): ReadonlyArray<SummaryLine> =>
    all.some((figures) => value(figures) > 0) ? [line(name, (figures) => number(value(figures)))] : []
  return [
    line("Contacts", ({ rows }) => number(rows)),
    line("Contacts without a call", ({ rowsWithoutCall }) => number(rowsWithoutCall)),
    line("Attempts", ({ attempts }) => number(attempts.attempts)),
    line("Answered", ({ attempts }) => orNone(attempts.answerRate, (rate) => countText(attempts.answered, rate))),
    line(
      "Answered by a person",
      ({ attempts }) => orNone(attempts.humanRate, (rate) => countText(attempts.human, rate))
    ),
    line("Talk time", ({ talkTime }) => duration(talkTime.all.totalSeconds)),
    line("Talk time, median", ({ talkTime }) => orNone(talkTime.all.medianSeconds, duration)),
    line("Talk time, 90th percentile", ({ talkTime }) => orNone(talkTime.all.p90Seconds, duration)),
    line("Talk time with people", ({ talkTime }) => duration(talkTime.human.totalSeconds)),
    line("With people, median", ({ talkTime }) => orNone(talkTime.human.medianSeconds, duration)),
    line("With people, 90th percentile", ({ talkTime }) => orNone(talkTime.human.p90Seconds, duration)),
    ...warning("Attempts in progress", ({ attempts }) => attempts.inProgress),
    ...warning("Contacts that cannot be read", ({ invalidRows }) => invalidRows),
    ...warning("Contacts with unlisted attempts", ({ rowsWithUnlistedAttempts }) => rowsWithUnlistedAttempts),
    ...warning("Attempts without a time", ({ attempts }) => attempts.withoutTime),
    ...warning("Calls without a talk time", ({ talkTime }) => talkTime.invalid)
  ]
}

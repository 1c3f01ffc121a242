import { displayWidth } from "effect/cli/CliOutput"
import * as Printable from "../printable.ts"
import { cut } from "../table.ts"
import type { Figures } from "./figures.ts"
import * as Sections from "./sections.ts"

/** How a report is drawn. */
export interface Style {
  readonly columns: number
  readonly color: boolean
}

const bold = "1"

/** Colors of the campaigns: cyan and magenta, which are readable on light and dark terminals. */
const colors = ["36", "35"] as const

const colored = (text: string, code: string | undefined, { color }: Style): string =>
  color && code !== undefined && text !== "" ? `\x1b[${code}m${text}\x1b[0m` : text

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

/** A bar whose length has a resolution of an eighth of a column. A share above 0 is always visible. */
const bar = (share: number, width: number): string => {
  const parts = Math.max(share > 0 ? 1 : 0, Math.round(Math.min(1, share) * width * 8))
  return "█".repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? "")
}

const pad = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - displayWidth(text)))

const padStart = (text: string, width: number): string => " ".repeat(Math.max(0, width - displayWidth(text))) + text

const widest = (texts: ReadonlyArray<string>): number => Math.max(0, ...texts.map((text) => displayWidth(text)))

const longestBar = 60
const shortestBar = 4

/** A line of a chart, before its columns are aligned. */
interface Line {
  readonly label: string
  readonly letter: string
  readonly share: number
  readonly text: string
  readonly color: string | undefined
}

const linesOf = ({ items }: Sections.Bars, isComparison: boolean): ReadonlyArray<Line> =>
  items.flatMap(({ bars, label }) =>
    bars.map((bar, index): Line => ({
      label: index === 0 ? Printable.line(label) : "",
      letter: isComparison ? `${Sections.letters[index] ?? ""} ` : "",
      share: bar?.share ?? 0,
      text: bar?.text ?? "none",
      color: colors[index]
    }))
  )

/** Wraps a text at spaces. */
const wrap = (text: string, columns: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > columns) {
      lines.push(line)
      line = word
    } else line = line === "" ? word : `${line} ${word}`
  }
  return [...lines, line].map((line) => cut(line, columns))
}

const title = (text: string, style: Style): ReadonlyArray<string> =>
  wrap(Printable.line(text), style.columns).map((line) => colored(line, bold, style))

/**
 * A chart as lines: label, figures and bar. The bar shrinks first, and then the label. Where the bar does not fit, it is
 * left out.
 */
const chart = (bars: Sections.Bars, isComparison: boolean, style: Style): ReadonlyArray<string> => {
  const lines = linesOf(bars, isComparison)
  const texts = widest(lines.map(({ text }) => text))
  const letter = isComparison ? 2 : 0
  const room = style.columns - letter - 1
  const labels = Math.max(
    4,
    Math.min(widest(lines.map(({ label }) => label)), room - Math.min(texts, Math.floor(room / 2)), 40)
  )
  const figures = Math.min(texts, room - labels)
  const free = Math.min(longestBar, room - labels - figures - 1)
  return [
    ...title(bars.title, style),
    ...(bars.note === undefined ? [] : wrap(bars.note, style.columns)),
    ...lines.map(({ color, label, letter, share, text }) => {
      const start = `${pad(cut(label, labels), labels)} ${letter}${padStart(cut(text, figures), figures)}`
      return free < shortestBar ? start.trimEnd() : `${start} ${colored(bar(share, free), color, style)}`.trimEnd()
    })
  ]
}

const shades = ["░", "▒", "▓", "█"]

/** The hours from the first to the last one that has attempts, in groups that fit the columns. */
const hourGroups = (cells: ReadonlyArray<Sections.Cell>, columns: number): ReadonlyArray<ReadonlyArray<number>> => {
  const used = cells.map(({ hour }) => hour)
  const first = Math.min(...used)
  const hours = Array.from({ length: Math.max(...used) - first + 1 }, (_, index) => first + index)
  const size = Math.ceil((2 * hours.length) / columns)
  return Array.from(
    { length: Math.ceil(hours.length / size) },
    (_, index) => hours.slice(index * size, (index + 1) * size)
  )
}

/** The answer rates by weekday and hour: in figures where they fit, and otherwise in shades. */
const timeTable = (
  figures: Figures,
  index: number,
  isComparison: boolean,
  [lowest, highest]: readonly [lowest: number, highest: number],
  style: Style
): ReadonlyArray<string> => {
  const cells = Sections.hours(figures)
  if (cells.length === 0) return []
  const room = style.columns - 4
  const groups = hourGroups(cells, room)
  const width = Math.min(6, Math.floor(room / groups.length))
  const hasFigures = width >= 5
  const rates = Sections.weekdays.map((_, day) =>
    groups.map((hours) => {
      const inside = cells.filter(({ hour, weekday }) => weekday === day + 1 && hours.includes(hour))
      const attempts = inside.reduce((sum, cell) => sum + cell.attempts, 0)
      return attempts === 0 ? undefined : inside.reduce((sum, cell) => sum + cell.answered, 0) / attempts
    })
  )
  const step = (highest - lowest) / shades.length
  const shade = (rate: number): string =>
    shades[step === 0 ? shades.length - 1 : Math.min(shades.length - 1, Math.floor((rate - lowest) / step))] ?? ""
  const shown = (rate: number | undefined): string =>
    hasFigures
      ? padStart(rate === undefined ? "·" : Sections.percent(rate), width)
      : pad(rate === undefined ? "·" : shade(rate).repeat(Math.max(1, width - 1)), width)
  const header = groups.map(([hour = 0]) => hasFigures ? padStart(String(hour), width) : pad(String(hour), width))
  // A label of two digits needs three columns.
  const labelStep = width >= 3 ? 1 : Math.ceil(3 / width)
  const hourLine = header.map((text, column) =>
    width >= 3
      ? text
      : column % labelStep === 0
      ? pad(text.trim(), width * Math.min(labelStep, groups.length - column))
      : ""
  ).join("")
  const legend = step === 0
    ? `${shades.at(-1) ?? ""} ${Sections.percent(lowest)}`
    : shades.map((shade, index) =>
      `${shade} ${Sections.percent(lowest + step * index)} to ${Sections.percent(lowest + step * (index + 1))}`
    ).join(", ")
  const name = isComparison ? ` (${Sections.letters[index] ?? ""})` : ""
  return [
    ...title(`Answer rate by weekday and hour${name}`, style),
    ...wrap(`Start of the attempt, ${Printable.line(figures.timeZone)}. · = no attempt`, style.columns),
    `    ${hourLine}`.trimEnd(),
    ...rates.map((row, day) =>
      `${pad(Sections.weekdays[day] ?? "", 4)}${colored(row.map(shown).join("").trimEnd(), colors[index], style)}`
    ),
    ...(hasFigures ? [] : wrap(legend, style.columns))
  ]
}

const summary = (all: ReadonlyArray<Figures>, style: Style): ReadonlyArray<string> => {
  const lines = Sections.summary(all)
  const values = all.map((_, index) => widest(lines.map((line) => line.values[index] ?? "")))
  const taken = values.reduce((sum, width) => sum + width + 2, 0)
  const names = widest(lines.map(({ name }) => name))
  // Too narrow for columns: the values follow their name.
  if (style.columns - taken < Math.min(names, 12)) {
    return lines.flatMap(({ name, values }) => [
      ...wrap(name, style.columns),
      ...values.map((value, index) =>
        cut(`  ${all.length > 1 ? `${Sections.letters[index] ?? ""} ` : ""}${value}`, style.columns)
      )
    ])
  }
  const width = Math.min(names, style.columns - taken)
  const head = all.length === 1
    ? []
    : [
      `${" ".repeat(width)}${
        all.map((_, index) => `  ${padStart(Sections.letters[index] ?? "", values[index] ?? 0)}`).join("")
      }`
    ]
  return [
    ...head,
    ...lines.map(({ name, values: texts }) =>
      `${pad(cut(name, width), width)}${texts.map((text, index) => `  ${padStart(text, values[index] ?? 0)}`).join("")}`
    )
  ]
}

const heading = ({ campaign }: Figures, index: number, isComparison: boolean, style: Style): ReadonlyArray<string> =>
  wrap(
    `${isComparison ? `${Sections.letters[index] ?? ""}  ` : ""}${Printable.line(Sections.nameOf(campaign.name))} (${
      Printable.line(campaign.id)
    }), ${Printable.line(campaign.status)}`,
    style.columns
  ).map((line) => colored(line, bold, style))

/** Draws the figures of one or two campaigns as tables and bars, in lines that fit the columns. */
export const render = (all: ReadonlyArray<Figures>, style: Style): string => {
  const isComparison = all.length > 1
  const range = Sections.range(all.flatMap(Sections.hours))
  const sections = [
    all.flatMap((figures, index) => heading(figures, index, isComparison, style)),
    summary(all, style),
    ...Sections.bars(all).map((bars) => chart(bars, isComparison, style)),
    ...all.map((figures, index) => timeTable(figures, index, isComparison, range, style))
  ]
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")
}

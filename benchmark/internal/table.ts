import type { Quartiles } from "./stats.ts"

/** A bar of a chart, with the quartiles of its value if they are known. */
export interface Bar {
  readonly name: string
  readonly value: number
  readonly low?: number
  readonly high?: number
  /** The value with its unit. */
  readonly label: string
}

/** Bars on one scale, in groups with titles. */
export interface Chart {
  /** The quantity of the bars, and which direction is better. */
  readonly unit: string
  readonly groups: ReadonlyArray<{ readonly title: string; readonly bars: ReadonlyArray<Bar> }>
}

/** A table of a report. */
export interface Table {
  readonly title: string
  /** Description of the measurement, in a sentence. */
  readonly about: string
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
  readonly chart?: Chart
  /** The result of the measurement in a sentence, with its figures. */
  readonly answer?: string
}

/** A bar of a median with its quartiles. */
export const bar = (name: string, { high, low, median }: Quartiles, label: (value: number) => string): Bar => ({
  name,
  value: median,
  low,
  high,
  label: label(median)
})

export const ratio = (value: number): string => value.toFixed(2)

export const spread = ({ high, low, median }: Quartiles): string => `${ratio(median)} (${ratio(low)} to ${ratio(high)})`

export const percent = (share: number): string => `${Math.round(share * 100)} %`

export const thousands = (value: number): string => Math.round(value).toLocaleString("en")

/** Formats a table as plain text. */
export const toText = ({ about, head, rows, title }: Table): string => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: ReadonlyArray<string>) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
  return [`\n${title}`, about, "", line(head), ...rows.map(line), ""].join("\n")
}

/** Formats a table as Markdown: the result in a sentence, the chart, and the table. */
export const toMarkdown = ({ about, answer, head, rows, title }: Table, image: string | undefined): string => {
  const line = (row: ReadonlyArray<string>) => `| ${row.join(" | ")} |`
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"))
  return [
    `### ${title}`,
    ...answer === undefined ? [] : ["", answer],
    ...image === undefined ? [] : ["", `![${title}](${image})`],
    "",
    about,
    "",
    line(head),
    line(rule),
    ...rows.map(line),
    ""
  ].join("\n")
}

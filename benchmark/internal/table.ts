import type { Quartiles } from "./stats.ts"

/** A table of a report. */
export interface Table {
  readonly title: string
  /** Description of the measurement, in a sentence. */
  readonly about: string
  readonly head: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

export const ratio = (value: number): string => value.toFixed(2)

export const spread = ({ high, low, median }: Quartiles): string => `${ratio(median)} (${ratio(low)} to ${ratio(high)})`

export const thousands = (value: number): string => Math.round(value).toLocaleString("en")

/** Formats a table as plain text. */
export const toText = ({ about, head, rows, title }: Table): string => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: ReadonlyArray<string>) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
  return [`\n${title}`, about, "", line(head), ...rows.map(line), ""].join("\n")
}

/** Formats a table as Markdown. */
export const toMarkdown = ({ about, head, rows, title }: Table): string => {
  const line = (row: ReadonlyArray<string>) => `| ${row.join(" | ")} |`
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"))
  return [`### ${title}`, "", about, "", line(head), line(rule), ...rows.map(line), ""].join("\n")
}

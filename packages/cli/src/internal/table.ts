import { displayWidth } from "effect/cli/CliOutput"

/** A column of a table. */
export interface Column {
  readonly title: string
  readonly align?: "left" | "right"
  /** Minimum width to which a narrow terminal shrinks the column. */
  readonly minWidth: number
}

const gap = 2

const segmenter = new Intl.Segmenter()

/** Truncates a text to a width, with an ellipsis at the end. */
export const cut = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text
  let out = ""
  for (const { segment } of segmenter.segment(text)) {
    if (displayWidth(out) + displayWidth(segment) > width - 1) break
    out += segment
  }
  return `${out}…`
}

const fit = (text: string, width: number, align: Column["align"]): string => {
  const short = cut(text, width)
  const space = " ".repeat(Math.max(0, width - displayWidth(short)))
  return align === "right" ? space + short : short + space
}

/** Replaces control characters, which would move the cursor, change the text direction or break the line. */
const clean = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")

/** Shrinks the widest columns first, until the table fits the total width. */
const shrink = (
  widths: ReadonlyArray<number>,
  columns: ReadonlyArray<Column>,
  total: number
): ReadonlyArray<number> => {
  const out = [...widths]
  const room = total - gap * (columns.length - 1)
  while (out.reduce((sum, width) => sum + width, 0) > room) {
    const widest = out.reduce(
      (best, width, index) =>
        width > (columns[index]?.minWidth ?? 0) && (best === -1 || width > (out[best] ?? 0)) ? index : best,
      -1
    )
    if (widest === -1) return out
    out[widest] = (out[widest] ?? 1) - 1
  }
  return out
}

/** Renders rows as lines of a table. Columns shrink to their minimum widths to fit `width`. */
export const render = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  width: number
): ReadonlyArray<string> => {
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(clean))
  const natural = columns.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ""))))
  const widths = shrink(natural, columns, width)
  return cells.map((row) =>
    columns
      .map(({ align }, column) => fit(row[column] ?? "", widths[column] ?? 0, align))
      .join(" ".repeat(gap))
      .trimEnd()
  )
}

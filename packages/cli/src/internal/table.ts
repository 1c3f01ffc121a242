import { displayWidth } from "effect/cli/CliOutput"
import * as Effect from "effect/Effect"
import * as Stdio from "effect/Stdio"
import * as Terminal from "effect/Terminal"
import * as Output from "./output.ts"
import * as Printable from "./printable.ts"

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
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map(Printable.line))
  const natural = columns.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column] ?? ""))))
  const widths = shrink(natural, columns, width)
  return cells.map((row) =>
    columns
      .map(({ align }, column) => fit(row[column] ?? "", widths[column] ?? 0, align))
      .join(" ".repeat(gap))
      .trimEnd()
  )
}

/** A list and how its items are printed. */
export interface List<A> {
  readonly items: ReadonlyArray<A>
  readonly columns: ReadonlyArray<Column>
  readonly cells: (item: A) => ReadonlyArray<string>
  /** Text for a list without items, such as `No rows.`. */
  readonly empty: string
}

/** Prints a list: a line of JSON per item, or a table that fits the terminal. */
export const print = Effect.fnUntraced(function*<A>({ cells, columns, empty, items }: List<A>, json: boolean) {
  if (json) return yield* Effect.forEach(items, Output.json, { discard: true })
  if (items.length === 0) return yield* Output.print(empty)
  const onTerminal = yield* Stdio.Stdio.use((stdio) => stdio.stdoutIsTerminal)
  const width = onTerminal ? yield* Terminal.Terminal.use((terminal) => terminal.columns) : Infinity
  yield* Output.print(render(columns, items.map(cells), width).join("\n"))
})

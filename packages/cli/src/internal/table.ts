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
  /** The kind of the cells. Ids are shown completely, or as a prefix that is unique in the table. Default: text. */
  readonly kind?: "text" | "id"
  /** Terminals that are too narrow omit the column with the highest rank first. Columns without a rank are never omitted. */
  readonly rank?: number
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

/** The length at which the prefixes of all texts differ. */
const uniqueLength = (texts: ReadonlyArray<string>): number => {
  const distinct = [...new Set(texts)].toSorted()
  return distinct.reduce((longest, text, index) => {
    const next = distinct[index + 1] ?? ""
    const same = [...text].findIndex((character, at) => character !== next[at])
    return Math.max(longest, (same === -1 ? text.length : same) + 1)
  }, 0)
}

/** A column, its cells below the title, and its width. */
interface Sized {
  readonly column: Column
  readonly cells: ReadonlyArray<string>
  readonly width: number
  readonly minWidth: number
}

const sized = (column: Column, cells: ReadonlyArray<string>): Sized => {
  const width = Math.max(...[column.title, ...cells].map(displayWidth))
  const needed = column.kind === "id" ? Math.max(column.minWidth, uniqueLength(cells)) : column.minWidth
  return { column, cells, width, minWidth: Math.min(needed, width) }
}

const sum = (widths: ReadonlyArray<number>): number => widths.reduce((total, width) => total + width, 0)

/** Omits columns until the minimum widths of the others fit the total width. */
const omit = (columns: ReadonlyArray<Sized>, total: number): ReadonlyArray<Sized> => {
  if (sum(columns.map(({ minWidth }) => minWidth + gap)) - gap <= total) return columns
  const highest = Math.max(...columns.map(({ column }) => column.rank ?? 0))
  return highest === 0 ? columns : omit(columns.filter(({ column }) => column.rank !== highest), total)
}

/** Shortens ids if the table does not fit the total width. A part of an id is no easier to read than its beginning. */
const shortenIds = (columns: ReadonlyArray<Sized>, total: number): ReadonlyArray<Sized> =>
  sum(columns.map(({ width }) => width + gap)) - gap <= total
    ? columns
    : columns.map((self) =>
      self.column.kind === "id"
        ? { ...self, width: self.minWidth, cells: self.cells.map((id) => id.slice(0, self.minWidth)) }
        : self
    )

/** Shrinks the widest columns first, until the table fits the total width. */
const shrink = (columns: ReadonlyArray<Sized>, total: number): ReadonlyArray<number> => {
  const out = columns.map(({ width }) => width)
  const room = total - gap * (columns.length - 1)
  for (let excess = sum(out) - room; excess > 0; excess--) {
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

/** Renders rows as lines of a table that fits `width`, as far as the minimum widths of its columns allow. */
export const render = (
  columns: ReadonlyArray<Column>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  width: number
): ReadonlyArray<string> => {
  const all = columns.map((column, index) => sized(column, rows.map((row) => Printable.line(row[index] ?? ""))))
  const shown = shortenIds(omit(all, width), width)
  const widths = shrink(shown, width)
  return [-1, ...rows.keys()].map((row) =>
    shown
      .map(({ cells, column }, index) =>
        fit(row === -1 ? column.title : cells[row] ?? "", widths[index] ?? 0, column.align)
      )
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

/** Notes on standard error that a list has more items than those that were printed. */
export const noteMore = (shown: number, total: number | undefined, items: string): Effect.Effect<void> =>
  total === undefined
    ? Output.note(`The first ${shown} ${items}; --limit 0 for all`)
    : total > shown
    ? Output.note(`${shown} of ${total} ${items}; --limit 0 for all`)
    : Effect.void

import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as Array from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Csv from "effect/encoding/Csv"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import type { CsvColumn } from "../CsvColumn.ts"
import * as Column from "../CsvColumn.ts"
import type { CsvStyle } from "../ExportOptions.ts"
import * as JsonRows from "./jsonRows.ts"

/** Encodes rows as text. */
export interface Format<Row, R> {
  /** Identifies formats: an unfinished file can only be resumed in the same format. */
  readonly id: string
  /** The names of the columns, by the rows of the first page. */
  readonly header: (first: ReadonlyArray<Row>) => ReadonlyArray<string>
  /** The text of a page. That of the first page begins with the header. */
  readonly encode: (
    page: { readonly rows: ReadonlyArray<Row>; readonly header: ReadonlyArray<string>; readonly isFirst: boolean }
  ) => Effect.Effect<string, Schema.SchemaError, R>
}

/** Escapes the characters at which some readers split lines. In JSON they are only in strings. */
const escapeSeparators = (text: string): string =>
  text.includes("\u2028") || text.includes("\u2029")
    ? text.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")
    : text

const lines = (values: ReadonlyArray<unknown>): string =>
  escapeSeparators(values.map((value) => `${JSON.stringify(value)}\n`).join(""))

const noHeader = () => Array.empty<string>()

/** One JSON document per line. The entities of the API decode to their JSON, so rows need no encoding. */
export const ndjson: Format<unknown, never> = {
  id: "ndjson",
  header: noHeader,
  encode: ({ rows }) => Effect.sync(() => lines(rows))
}

/** The text of each row per line. */
export const raw: Format<{ readonly id: string; readonly text: string }, never> = {
  id: "ndjson raw",
  header: noHeader,
  encode: ({ rows }) => Effect.sync(() => rows.map(({ text }) => `${JsonRows.toLine(text)}\n`).join(""))
}

/** One JSON document per line, encoded with a custom schema. */
export const ndjsonOf = <S extends Schema.Constraint>(schema: S): Format<S["Type"], S["EncodingServices"]> => {
  const encode = Schema.encodeUnknownEffect(Schema.toCodecJson(schema))
  return {
    id: "ndjson",
    header: noHeader,
    encode: ({ rows }) => Effect.map(Effect.forEach(rows, (row) => encode(row)), lines)
  }
}

const textOf = (value: unknown): string =>
  value == null
    ? ""
    : Predicate.isString(value)
    ? value
    : DateTime.isDateTime(value)
    ? DateTime.formatIso(value)
    : Predicate.isNumber(value) || Predicate.isBoolean(value) || Predicate.isBigInt(value)
    ? String(value)
    : JSON.stringify(value) ?? ""

/** Characters that separate cells in some locale, or records. */
const separators = ",;\t\r\n"

/** The first characters of formulas in spreadsheets, in half and in full width. */
const operators = "=+\\-@＝＋－＠"

/** Numbers and phone numbers, which spreadsheets do not evaluate. */
const plainNumber = /^[+-]?\d[\d .()]*$/

/**
 * Prefixes formulas with an apostrophe. A spreadsheet whose locale has another delimiter starts cells at that delimiter,
 * and no longer finds the quotes around a cell. Only the delimiter of the file itself is safe within quotes.
 */
const guard = (delimiter: string): (text: string) => string => {
  const unsafe = [...separators].filter((separator) => separator !== delimiter).join("")
  const start = new RegExp(`(^|[${unsafe}]"*)(?=[${operators}])`, "g")
  return (text) => {
    const inner = text.replace(
      start,
      (before: string, _, offset: number) =>
        plainNumber.test(text.slice(offset + before.length)) ? before : `${before}'`
    )
    return /^[\t\r\n]/.test(text) ? `'${inner}` : inner
  }
}

/** The columns of a file: made from the first rows, or from their names when an export is resumed. */
interface Columns<Row> {
  readonly names: ReadonlyArray<string> | "inferred"
  readonly infer: (rows: ReadonlyArray<Row>) => ReadonlyArray<CsvColumn<Row>>
  readonly restore: (names: ReadonlyArray<string>) => ReadonlyArray<CsvColumn<Row>>
}

/** CSV as defined by RFC 4180. */
export const csv = <Row>(columns: Columns<Row>, style: CsvStyle): Format<Row, never> => {
  const { bom = false, delimiter = ",", guardFormulas = false, newline = "\r\n" } = style
  const guarded = guard(delimiter)
  const write = guardFormulas ? (value: unknown) => guarded(textOf(value)) : textOf
  return {
    id: `csv ${JSON.stringify({ bom, columns: columns.names, delimiter, guardFormulas, newline })}`,
    header: (first) => columns.infer(first).map((column) => column.name),
    encode: ({ header, isFirst, rows }) => {
      const shown = columns.restore(header)
      const records = rows.map((row) => shown.map(({ value }) => write(value(row))))
      return Stream.fromIterable(isFirst ? [header.map(write), ...records] : records).pipe(
        Stream.pipeThroughChannel(Csv.encodeString({ delimiter, newline })),
        Stream.mkString,
        Effect.map((text) => isFirst && bom ? `\uFEFF${text}` : text)
      )
    }
  }
}

/** The columns that the caller declared. */
export const declared = <Row>(columns: ReadonlyArray<CsvColumn<Row>>): Columns<Row> => ({
  names: columns.map((column) => column.name),
  infer: () => columns,
  restore: () => columns
})

/** The columns inferred from the first rows. */
export const inferred: Columns<CampaignRow> = { names: "inferred", infer: Column.infer, restore: Column.restore }

import * as Options from "@effect-revox/schema/Options"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import type { CsvColumn } from "../CsvColumn.ts"
import { ExportError } from "../ExportError.ts"
import { RowsError } from "../RowsError.ts"
import * as RowsSettings from "./rowsSettings.ts"

/** Whether a delimiter separates the cells of CSV, in which quotes and line breaks have another meaning. */
export const isDelimiter = (value: unknown): value is string =>
  Predicate.isString(value) && value.length === 1 && !/["\r\n]/.test(value)

/** The description of a delimiter in errors. */
export const delimiter = "one character, and neither a quote nor a line break"

const isColumn = (value: unknown): value is CsvColumn<unknown> =>
  Predicate.hasProperty(value, "name") && Predicate.isString(value.name) &&
  Predicate.hasProperty(value, "value") && Predicate.isFunction(value.value)

const ndjsonFields = { raw: Schema.optional(Options.Flag) }

const styleFields = {
  delimiter: Schema.optional(Options.satisfying(isDelimiter, delimiter)),
  newline: Schema.optional(Options.oneOf(["\n", "\r\n"])),
  bom: Schema.optional(Options.Flag),
  guardFormulas: Schema.optional(Options.Flag)
}

const csvFields = {
  ...styleFields,
  columns: Schema.optional(
    Schema.Array(Options.satisfying(isColumn, "a column, which has a `name` and a function `value`")).check(
      Schema.makeFilter(Array.isReadonlyArrayNonEmpty, { expected: "one column or more" })
    )
  )
}

const fileFields = {
  checkpointEvery: Schema.optional(Options.PositiveCount),
  publish: Schema.optional(Options.Flag),
  onPage: Schema.optional(Options.Callback)
}

const rowsFields = Struct.omit(RowsSettings.fields, ["signal"])

/** An unfinished export is resumed from its own cursor, so files have no option `from`. */
const fileRowsFields = Struct.omit(rowsFields, ["from"])

/** Custom rows have no inferred columns. */
const requireColumns = Schema.makeFilter((
  { columns, schema }: { readonly columns?: unknown; readonly schema?: unknown }
) =>
  columns !== undefined || schema === undefined
    ? undefined
    : {
      path: ["columns"],
      issue: "is required with the option `schema`: add a list such as `[{ name: \"id\", value: (row) => row.id }]`."
    }
)

/** The options for the stream of rows, without those of the export. */
export const rowsOptions = <E, R>(options: RowsSettings.AnyOptions<E, R>): RowsSettings.AnyOptions<E, R> =>
  Struct.pick(options, [
    "firstPage",
    "from",
    "integrity",
    "onInvalidRow",
    "pageSize",
    "prefetch",
    "query",
    "result",
    "statuses"
  ])

type Failure = ExportError | RowsError

/** Validates the options before any request is sent and any file is written. */
const validator = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) => {
  const validate = Options.validator(schema)
  return (campaignId: string, options: unknown): Effect.Effect<void, Failure> =>
    Effect.asVoid(Effect.mapError(validate(options), (reason): Failure =>
      Object.hasOwn(rowsFields, reason.option)
        ? new RowsError({ campaignId, reason })
        : new ExportError({ campaignId, reason })))
}

export const validateCsvStyle = Options.validator(Schema.Struct(styleFields))

export const validateNdjson = validator(Schema.Struct({ ...rowsFields, ...ndjsonFields }))

export const validateNdjsonFile = validator(Schema.Struct({ ...fileRowsFields, ...ndjsonFields, ...fileFields }))

export const validateCsv = validator(Schema.Struct({ ...rowsFields, ...csvFields }).check(requireColumns))

export const validateCsvFile = validator(
  Schema.Struct({ ...fileRowsFields, ...csvFields, ...fileFields }).check(requireColumns)
)

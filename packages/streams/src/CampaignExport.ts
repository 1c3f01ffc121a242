/**
 * The rows of a campaign as NDJSON or CSV: as a stream of bytes for any sink, or as a file that is whole or not there.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type * as Stream from "effect/Stream"
import type * as CampaignRows from "./CampaignRows.ts"
import type { CsvOptions, CsvSchemaOptions, ExportResult, FileOptions, StreamError } from "./ExportOptions.ts"
import * as Plan from "./internal/exportPlan.ts"

export type { CsvOptions, CsvSchemaOptions, CsvStyle, ExportResult, FileOptions, StreamError } from "./ExportOptions.ts"

/**
 * The rows of a campaign as NDJSON: one JSON document per line, in UTF-8, a chunk of bytes per page.
 *
 * **Details**
 *
 * A row is written as it came over the wire; with a schema of your own, as that encodes it.
 *
 * **Example** (Writing to whatever takes bytes)
 *
 * ```ts
 * import { CampaignExport } from "@effect-revox/streams"
 * import { Effect, FileSystem, Stream } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const fs = yield* FileSystem.FileSystem
 *   yield* Stream.run(CampaignExport.toNdjson("campaign-id"), fs.sink("/dev/stdout"))
 * })
 * ```
 *
 * @category streams
 * @since 0.1.0
 */
export function toNdjson<E = never, R = never>(
  id: string,
  options?: CampaignRows.Options<E, R>
): Stream.Stream<Uint8Array, StreamError | E, Campaigns | R>
/**
 * The same, each row read and written by a schema of your own.
 *
 * @category streams
 * @since 0.1.0
 */
export function toNdjson<S extends CampaignRows.RowSchema, E = never, R = never>(
  id: string,
  options: CampaignRows.SchemaOptions<S, E, R>
): Stream.Stream<Uint8Array, StreamError | E, Campaigns | S["DecodingServices"] | S["EncodingServices"] | R>
export function toNdjson(
  id: string,
  options:
    | CampaignRows.Options<unknown, unknown>
    | CampaignRows.SchemaOptions<CampaignRows.RowSchema, unknown, unknown> = {}
) {
  return "schema" in options ? Plan.toBytes(Plan.ndjsonOf(id, options)) : Plan.toBytes(Plan.ndjson(id, options))
}

/**
 * The rows of a campaign as CSV (RFC 4180), in UTF-8, a chunk of bytes per page.
 *
 * **Details**
 *
 * The header is settled before the first row is written: by `columns`, or by the rows of the first page, whose keys of
 * `input_data` and `structured_output` become columns of their own. What later rows have beyond that goes to the last
 * column, `more`, as JSON. With a schema of your own, the columns are yours to tell.
 *
 * **Example** (Choosing columns)
 *
 * ```ts
 * import { CampaignExport, CsvColumn } from "@effect-revox/streams"
 *
 * const csv = CampaignExport.toCsv("campaign-id", {
 *   columns: [
 *     { name: "phone", value: (row) => row.phone_number },
 *     CsvColumn.inputData("first_name"),
 *     CsvColumn.structuredOutput("confirmed")
 *   ],
 *   guardFormulas: true
 * })
 * ```
 *
 * @category streams
 * @since 0.1.0
 */
export function toCsv<S extends CampaignRows.RowSchema, E = never, R = never>(
  id: string,
  options: CsvSchemaOptions<S, E, R>
): Stream.Stream<Uint8Array, StreamError | E, Campaigns | S["DecodingServices"] | R>
/**
 * The same for rows as the API has them, whose columns need not be told.
 *
 * @category streams
 * @since 0.1.0
 */
export function toCsv<E = never, R = never>(
  id: string,
  options?: CsvOptions<E, R>
): Stream.Stream<Uint8Array, StreamError | E, Campaigns | R>
export function toCsv(
  id: string,
  options: CsvOptions<unknown, unknown> | CsvSchemaOptions<CampaignRows.RowSchema, unknown, unknown> = {}
) {
  return "schema" in options ? Plan.toBytes(Plan.csvOf(id, options)) : Plan.toBytes(Plan.csv(id, options))
}

/**
 * Exports the rows of a campaign to an NDJSON file, which appears under its name when it is whole.
 *
 * **Details**
 *
 * Rows go to `<path>.part`, and `<path>.part.json` says how far that is good. An export that was stopped, by an error,
 * an interruption or the end of the process, goes on there when it is started again, and the file is the same then as if
 * nothing had happened. A file of that name is replaced when the new one is whole.
 *
 * An unfinished export of another campaign, filter, page size or format is not overwritten: it fails with
 * `InvalidCursorError` or `CheckpointMismatchError`. One that another version of this package wrote fails with
 * `CheckpointMismatchError`.
 *
 * **Gotchas**
 *
 * Two exports to one path at the same time spoil each other's `.part`.
 *
 * On a campaign whose list changes between two attempts, rows may be in the file twice: the audit shows drift then, and
 * `integrity: "strict"` fails on it.
 *
 * @category files
 * @since 0.1.0
 */
export function toNdjsonFile<E = never, R = never>(
  id: string,
  path: string,
  options?: Omit<CampaignRows.Options<E, R>, "from"> & FileOptions
): Effect.Effect<ExportResult, StreamError | PlatformError | E, Campaigns | FileSystem.FileSystem | Path.Path | R>
/**
 * The same, each row read and written by a schema of your own.
 *
 * @category files
 * @since 0.1.0
 */
export function toNdjsonFile<S extends CampaignRows.RowSchema, E = never, R = never>(
  id: string,
  path: string,
  options: Omit<CampaignRows.SchemaOptions<S, E, R>, "from"> & FileOptions
): Effect.Effect<
  ExportResult,
  StreamError | PlatformError | E,
  Campaigns | FileSystem.FileSystem | Path.Path | S["DecodingServices"] | S["EncodingServices"] | R
>
export function toNdjsonFile(
  id: string,
  path: string,
  options:
    & (CampaignRows.Options<unknown, unknown> | CampaignRows.SchemaOptions<CampaignRows.RowSchema, unknown, unknown>)
    & FileOptions = {}
) {
  return "schema" in options
    ? Plan.toFile(Plan.ndjsonOf(id, options), path, options)
    : Plan.toFile(Plan.ndjson(id, options), path, options)
}

/**
 * Exports the rows of a campaign to a CSV file: as {@link toCsv} writes them, and as safely as {@link toNdjsonFile}.
 *
 * **Details**
 *
 * The columns of an export that is gone on with are those it began with.
 *
 * @category files
 * @since 0.1.0
 */
export function toCsvFile<S extends CampaignRows.RowSchema, E = never, R = never>(
  id: string,
  path: string,
  options: Omit<CsvSchemaOptions<S, E, R>, "from"> & FileOptions
): Effect.Effect<
  ExportResult,
  StreamError | PlatformError | E,
  Campaigns | FileSystem.FileSystem | Path.Path | S["DecodingServices"] | R
>
/**
 * The same for rows as the API has them, whose columns need not be told.
 *
 * @category files
 * @since 0.1.0
 */
export function toCsvFile<E = never, R = never>(
  id: string,
  path: string,
  options?: Omit<CsvOptions<E, R>, "from"> & FileOptions
): Effect.Effect<ExportResult, StreamError | PlatformError | E, Campaigns | FileSystem.FileSystem | Path.Path | R>
export function toCsvFile(
  id: string,
  path: string,
  options:
    & (CsvOptions<unknown, unknown> | CsvSchemaOptions<CampaignRows.RowSchema, unknown, unknown>)
    & FileOptions = {}
) {
  return "schema" in options
    ? Plan.toFile(Plan.csvOf(id, options), path, options)
    : Plan.toFile(Plan.csv(id, options), path, options)
}

/**
 * Exports the rows of a campaign as NDJSON or CSV: to a stream of bytes, or to a file that is written atomically and
 * resumed after an interruption.
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
 * Streams the rows of a campaign as NDJSON, encoded as UTF-8.
 *
 * **Details**
 *
 * Each line is the JSON of one row, as the API sends it. Each page with rows is one chunk of bytes.
 *
 * **Example** (Writing to standard output)
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
 * Streams the rows of a campaign as NDJSON, each decoded and encoded with a custom schema.
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
 * Streams the rows of a campaign as CSV (RFC 4180), each decoded with a custom schema, in the given columns.
 *
 * @category streams
 * @since 0.1.0
 */
export function toCsv<S extends CampaignRows.RowSchema, E = never, R = never>(
  id: string,
  options: CsvSchemaOptions<S, E, R>
): Stream.Stream<Uint8Array, StreamError | E, Campaigns | S["DecodingServices"] | R>
/**
 * Streams the rows of a campaign as CSV (RFC 4180), with inferred columns unless `columns` is given.
 *
 * **Details**
 *
 * The text is encoded as UTF-8. Each page is one chunk of bytes.
 *
 * Without `columns`, the columns are inferred from the rows of the first page: each key of `input_data` and
 * `structured_output` becomes a column. Later rows may have other keys. These are written as JSON to the last column,
 * `more`.
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
 * Exports the rows of a campaign to an NDJSON file. The file is written atomically and resumed after an interruption.
 *
 * **Details**
 *
 * Rows are written to `<path>.part`, and the sidecar `<path>.part.json` stores the last checkpoint. When the export is
 * complete, the file is renamed to `path` and replaces an existing file.
 *
 * An export that ended early, because of an error, an interruption or a killed process, resumes from its checkpoint when
 * it is started again. The resulting file is the same as that of an uninterrupted export.
 *
 * An unfinished export of another campaign, filter or page size is not overwritten: the export fails with
 * `InvalidCursorError`. If the format differs, or another version of this package wrote the sidecar, the export fails
 * with `CheckpointMismatchError`.
 *
 * **Gotchas**
 *
 * Concurrent exports to the same path corrupt each other's `.part` file.
 *
 * If the list of rows changes between two attempts, the file may contain rows twice. The audit then shows a
 * `totalDrift`, and `integrity: "strict"` fails.
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
 * Exports the rows of a campaign to an NDJSON file, each decoded and encoded with a custom schema.
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
 * Exports the rows of a campaign to a CSV file, each decoded with a custom schema, in the given columns.
 *
 * **Details**
 *
 * The file is written atomically and resumed after an interruption, like that of {@link toNdjsonFile}. A resumed export
 * must have the same columns.
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
 * Exports the rows of a campaign to a CSV file, with inferred columns unless `columns` is given.
 *
 * **Details**
 *
 * The columns are those of {@link toCsv}. The file is written atomically and resumed after an interruption, like that of
 * {@link toNdjsonFile}. A resumed export keeps its inferred columns.
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

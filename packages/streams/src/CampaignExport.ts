/**
 * Exports the rows of a campaign as NDJSON or CSV: to a stream of bytes, or to a file that is written atomically and
 * resumed after an interruption.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Option from "effect/Option"
import type * as Path from "effect/Path"
import * as Stream from "effect/Stream"
import type * as CampaignRows from "./CampaignRows.ts"
import type { ExportError } from "./ExportError.ts"
import type {
  CsvOptions,
  CsvSchemaOptions,
  DiscardedExport,
  ExportResult,
  FileOptions,
  NdjsonStyle,
  PublishedFile,
  StreamError
} from "./ExportOptions.ts"
import * as DiscardExport from "./internal/discardExport.ts"
import * as Plan from "./internal/exportPlan.ts"
import * as PublishExport from "./internal/publishExport.ts"
import * as Settings from "./internal/exportSettings.ts"

export type {
  CsvOptions,
  CsvSchemaOptions,
  CsvStyle,
  DiscardedExport,
  ExportResult,
  FileOptions,
  NdjsonStyle,
  PublishedFile,
  StreamError
} from "./ExportOptions.ts"

/**
 * Streams the rows of a campaign as NDJSON, encoded as UTF-8.
 *
 * **Details**
 *
 * Each line is the JSON of one row. Each page with rows is one chunk of bytes. The characters U+2028 and U+2029 are
 * escaped, because some readers split lines there.
 *
 * **Gotchas**
 *
 * Rows are parsed and decoded: numbers are doubles, so that integers beyond 2^53 are rounded and numbers beyond 1.8e308
 * become `null`, and fields that are not part of the schema are dropped. With `raw: true`, rows are written as the server
 * sent them.
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
  options?: CampaignRows.Options<E, R> & NdjsonStyle
): Stream.Stream<Uint8Array, StreamError | E, Campaigns | R>
/**
 * Streams the rows of a campaign as NDJSON, each decoded and encoded with a custom schema.
 *
 * @category streams
 * @since 0.1.0
 */
export function toNdjson<S extends CampaignRows.RowSchema, E = never, R = never>(
  id: string,
  options: CampaignRows.SchemaOptions<S, E, R> & NdjsonStyle
): Stream.Stream<Uint8Array, StreamError | E, Campaigns | S["DecodingServices"] | S["EncodingServices"] | R>
export function toNdjson(id: string, options: Plan.AnyNdjsonOptions = {}) {
  return Stream.unwrap(
    Effect.map(Settings.validateNdjson(id, options), () => Plan.toBytes(Plan.ofNdjson(id, options)))
  )
}

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
export function toCsv(
  id: string,
  options: Plan.AnyCsvOptions = {}
) {
  return Stream.unwrap(
    Effect.map(
      Settings.validateCsv(id, options),
      () => Plan.isCustom(options) ? Plan.toBytes(Plan.csvOf(id, options)) : Plan.toBytes(Plan.csv(id, options))
    )
  )
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
 * An unfinished export of another campaign, filter, page size or format, or of another version of this package, is not
 * overwritten: the export fails with `CheckpointMismatchError`. See {@link discard}.
 *
 * The export examines `path` before the first request:
 *
 * - Nothing or a file: as described above. The permissions of an existing file are kept, and its owner if the process may
 *   set it. New files can only be read and written by their owner (mode 600), because rows contain contacts' data.
 * - A symbolic link: the file that it points to is replaced, and the link stays.
 * - A FIFO, a character device or an open file such as `/dev/stdout`: rows are written to it directly. Such an export is
 *   not resumed.
 * - A directory, a socket or a block device: the export fails with `InvalidTargetError`.
 *
 * While an export runs, another export to the same path fails with `TargetInUseError`. The lock `<path>.part.lock` of a
 * killed process is taken over: immediately where `/proc` shows that the process has ended, otherwise after 10 seconds.
 *
 * Other problems with files fail with `FileError`, whose message contains the cause.
 *
 * **Gotchas**
 *
 * If the list of rows changes between two attempts, the file may contain rows twice. The audit then shows a
 * `totalDrift`, and `integrity: "strict"` fails.
 *
 * An export without rows writes nothing to a FIFO, and does not wait for its reader.
 *
 * @category files
 * @since 0.1.0
 */
export function toNdjsonFile<E = never, R = never>(
  id: string,
  path: string,
  options?: Omit<CampaignRows.Options<E, R>, "from"> & NdjsonStyle & FileOptions
): Effect.Effect<ExportResult, StreamError | E, Campaigns | FileSystem.FileSystem | Path.Path | R>
/**
 * Exports the rows of a campaign to an NDJSON file, each decoded and encoded with a custom schema.
 *
 * @category files
 * @since 0.1.0
 */
export function toNdjsonFile<S extends CampaignRows.RowSchema, E = never, R = never>(
  id: string,
  path: string,
  options: Omit<CampaignRows.SchemaOptions<S, E, R>, "from"> & NdjsonStyle & FileOptions
): Effect.Effect<
  ExportResult,
  StreamError | E,
  Campaigns | FileSystem.FileSystem | Path.Path | S["DecodingServices"] | S["EncodingServices"] | R
>
export function toNdjsonFile(id: string, path: string, options: Plan.AnyNdjsonOptions & FileOptions = {}) {
  return Effect.andThen(
    Settings.validateNdjsonFile(id, options),
    Effect.suspend(() => Plan.toFile(Plan.ofNdjson(id, options), path, options))
  )
}

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
): Effect.Effect<ExportResult, StreamError | E, Campaigns | FileSystem.FileSystem | Path.Path | R>
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
  StreamError | E,
  Campaigns | FileSystem.FileSystem | Path.Path | S["DecodingServices"] | R
>
export function toCsvFile(
  id: string,
  path: string,
  options: Plan.AnyCsvOptions & FileOptions = {}
) {
  return Effect.andThen(
    Settings.validateCsvFile(id, options),
    Effect.suspend(() =>
      Plan.isCustom(options)
        ? Plan.toFile(Plan.csvOf(id, options), path, options)
        : Plan.toFile(Plan.csv(id, options), path, options)
    )
  )
}

/**
 * Publishes an export that was written with `publish: false`: renames its file to `path`, and replaces an existing file.
 * Returns the published file. An export that is published already does not change.
 *
 * **Details**
 *
 * Fails with a `FileError` if there is neither a complete export of the campaign nor a file, and with `TargetInUseError`
 * while an export to the path is running.
 *
 * @category files
 * @since 0.1.0
 */
export const publish = (
  id: string,
  path: string
): Effect.Effect<PublishedFile, ExportError, FileSystem.FileSystem | Path.Path> => PublishExport.publish(id, path)

/**
 * Discards the unfinished export of a file: deletes its rows and its checkpoint, so that the next export starts over.
 * Returns `None` if there is none. A finished file stays.
 *
 * **Details**
 *
 * Fails with `TargetInUseError` while an export to the path is running.
 *
 * @category files
 * @since 0.1.0
 */
export const discard = (
  id: string,
  path: string
): Effect.Effect<Option.Option<DiscardedExport>, ExportError, FileSystem.FileSystem | Path.Path> =>
  DiscardExport.discard(id, path)

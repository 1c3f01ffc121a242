/**
 * The options, the result and the errors of exports.
 *
 * @since 0.1.0
 */
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import type * as CsvColumn from "./CsvColumn.ts"
import type { ExportError } from "./ExportError.ts"
import * as Settings from "./internal/exportSettings.ts"
import type { RowsAudit } from "./RowsAudit.ts"
import type { RowsError } from "./RowsError.ts"
import type * as RowsOptions from "./RowsOptions.ts"

/**
 * The errors of an export.
 *
 * @category errors
 * @since 0.1.0
 */
export type StreamError = RevoxError | RowsError | ExportError

/**
 * The NDJSON dialect of an export.
 *
 * @category models
 * @since 0.1.0
 */
export interface NdjsonStyle {
  /**
   * Whether rows are written as the server sent them. Default: `false`.
   *
   * Each line is then the text of a row in the response, except for line breaks between tokens. Rows are validated, and
   * unknown fields and all digits of numbers are kept. Otherwise each line is the JSON of the decoded row.
   */
  readonly raw?: boolean | undefined
}

/**
 * The CSV dialect of an export.
 *
 * @category models
 * @since 0.1.0
 */
export interface CsvStyle {
  /** Separator between two cells: one character, and neither a quote nor a line break. Default: `","`. */
  readonly delimiter?: string | undefined
  /** Line terminator. Default: `"\r\n"`, as in RFC 4180. */
  readonly newline?: "\n" | "\r\n" | undefined
  /** Whether the output starts with a byte order mark, which Excel needs to recognize UTF-8. Default: `false`. */
  readonly bom?: boolean | undefined
  /**
   * Whether cells that a spreadsheet would evaluate as a formula are prefixed with an apostrophe. Default: `false`, because
   * this changes the data.
   *
   * These are cells that start with `=`, `+`, `-`, `@`, a tab or a line break, except numbers and phone numbers. In a
   * spreadsheet whose locale separates cells with another character than the file, a cell can also start inside the text,
   * as in `a;=1+1`. Formulas after a comma, semicolon, tab or line break are prefixed, too.
   */
  readonly guardFormulas?: boolean | undefined
}

/**
 * Validates a CSV dialect, for code that stores it before an export starts. An export validates its own.
 *
 * @category validation
 * @since 0.1.0
 */
export const validateCsvStyle = (style: CsvStyle): Effect.Effect<void, InvalidOptionError> =>
  Effect.asVoid(Settings.validateCsvStyle(style))

/**
 * Options of a CSV export.
 *
 * @category models
 * @since 0.1.0
 */
export interface CsvOptions<E = never, R = never> extends RowsOptions.Options<E, R>, CsvStyle {
  /** The columns, in their order. Default: inferred from the rows of the first page. See `CsvColumn.infer`. */
  readonly columns?: ReadonlyArray<CsvColumn.CsvColumn<CampaignRow>> | undefined
}

/**
 * Options of a CSV export with a custom row schema. The columns are required, because they are inferred only from the
 * fields of the API's rows.
 *
 * @category models
 * @since 0.1.0
 */
export interface CsvSchemaOptions<S extends RowsOptions.RowSchema, E = never, R = never>
  extends RowsOptions.SchemaOptions<S, E, R>, CsvStyle
{
  /** The columns, in their order. */
  readonly columns: ReadonlyArray<CsvColumn.CsvColumn<S["Type"]>>
}

/**
 * Options of an export to a file.
 *
 * @category models
 * @since 0.1.0
 */
export interface FileOptions {
  /** Number of pages between two checkpoints, which sync the file to disk: 1 or more. Default: 10. */
  readonly checkpointEvery?: number | undefined
  /**
   * Whether to rename the complete file to its path. Otherwise it stays `<path>.part` until `CampaignExport.publish` renames
   * it or `CampaignExport.discard` deletes it. A FIFO or a device is written directly in any case. Default: `true`.
   */
  readonly publish?: boolean | undefined
  /** Runs after each written page with the counters so far, for example to update a progress bar. */
  readonly onPage?: ((audit: RowsAudit) => Effect.Effect<void>) | undefined
}

/**
 * A file that was published.
 *
 * @category models
 * @since 0.1.0
 */
export interface PublishedFile {
  /** Path of the file. */
  readonly path: string
  /** Size of the file in bytes. */
  readonly bytes: number
}

/**
 * An unfinished export that was discarded.
 *
 * @category models
 * @since 0.1.0
 */
export interface DiscardedExport {
  /** Number of rows up to the last checkpoint. Absent if the checkpoint is missing or cannot be read. */
  readonly rows?: number | undefined
  /** Number of bytes that were deleted. */
  readonly bytes: number
}

/**
 * The result of an export to a file.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExportResult {
  /** Path of the exported file. */
  readonly path: string
  /** Size of the file in bytes. */
  readonly bytes: number
  /** Counters of the rows, including those of earlier attempts of a resumed export. */
  readonly audit: RowsAudit
  /** Whether this export resumed an earlier one. */
  readonly resumed: boolean
}

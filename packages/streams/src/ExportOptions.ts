/**
 * How the rows of a campaign are exported, what comes of it, and what it may fail with.
 *
 * @since 0.1.0
 */
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type * as Effect from "effect/Effect"
import type * as CsvColumn from "./CsvColumn.ts"
import type { ExportError } from "./ExportError.ts"
import type { RowsAudit } from "./RowsAudit.ts"
import type { RowsError } from "./RowsError.ts"
import type * as RowsOptions from "./RowsOptions.ts"

/**
 * What an export may fail with, whatever it is written to.
 *
 * @category errors
 * @since 0.1.0
 */
export type StreamError = RevoxError | RowsError | ExportError

/**
 * How a CSV export is written.
 *
 * @category models
 * @since 0.1.0
 */
export interface CsvStyle {
  /** What stands between two cells. Default a comma. */
  readonly delimiter?: string | undefined
  /** What ends a line. Default `"\r\n"`, as RFC 4180 has it. */
  readonly newline?: "\n" | "\r\n" | undefined
  /** Whether the file begins with a byte order mark, by which Excel knows UTF-8. Default false. */
  readonly bom?: boolean | undefined
  /**
   * Whether an apostrophe is put before cells that a spreadsheet would run as a formula: those that begin with `=`, `+`,
   * `-`, `@`, a tab or a line break, numbers and phone numbers excepted. Default false, since it changes the data.
   */
  readonly guardFormulas?: boolean | undefined
}

/**
 * Which rows to export as CSV, in which columns.
 *
 * @category models
 * @since 0.1.0
 */
export interface CsvOptions<E = never, R = never> extends RowsOptions.Options<E, R>, CsvStyle {
  /** The columns. Default those that the rows of the first page suggest: see `CsvColumn.infer`. */
  readonly columns?: ReadonlyArray<CsvColumn.CsvColumn<CampaignRow>> | undefined
}

/**
 * {@link CsvOptions} with a schema of your own, whose columns have to be told.
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
 * How a file is written.
 *
 * @category models
 * @since 0.1.0
 */
export interface FileOptions {
  /** After how many pages what was written is made to last. Default 10. */
  readonly checkpointEvery?: number | undefined
  /** Runs after each page that was written, with the counters so far: for a progress bar. */
  readonly onPage?: ((audit: RowsAudit) => Effect.Effect<void>) | undefined
}

/**
 * What came of an export to a file.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExportResult {
  /** The file that was written. */
  readonly path: string
  /** The length of the file. */
  readonly bytes: number
  /** What was seen of the rows, an earlier part of the same export included. */
  readonly audit: RowsAudit
  /** Whether an earlier export was gone on with. */
  readonly resumed: boolean
}

/**
 * Errors of an export: the errors of the campaign, its rows, and the destination.
 *
 * @since 0.1.0
 */
import { RevoxError } from "@effect-revox/client/RevoxError"
import { CompletionError } from "@effect-revox/streams/CompletionError"
import { ExportError } from "@effect-revox/streams/ExportError"
import { RowsError } from "@effect-revox/streams/RowsError"
import * as Schema from "effect/Schema"
import { DestinationError } from "./DestinationError.ts"

/**
 * Schema of the errors of an export.
 *
 * **Details**
 *
 * - `CompletionError`: the campaign was cancelled, timed out, stalled, is paused, or is a draft
 * - `RevoxError`: a request failed permanently, or too many times in a row
 * - `RowsError`: rows are still missing after reading them again
 * - `ExportError`: a file cannot be written with these options
 * - `DestinationError`: the destination failed
 *
 * @category errors
 * @since 0.1.0
 */
export const ExportJobError = Schema.Union([CompletionError, RevoxError, RowsError, ExportError, DestinationError])
/**
 * Error of an export.
 *
 * @category errors
 * @since 0.1.0
 */
export type ExportJobError = typeof ExportJobError.Type

/**
 * Why an export failed: the errors of those who do its parts, under the names that they have elsewhere.
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
 * Why an export failed.
 *
 * **Details**
 *
 * - `CompletionError`: the campaign was cancelled, was not completed in time, stalled, is paused or a draft
 * - `RevoxError`: a request failed for good, or too often in a row
 * - `RowsError`: rows are missing, after reading them again too
 * - `ExportError`: a file cannot be written as it was asked for
 * - `DestinationError`: the rows could not be put where they belong
 *
 * @category errors
 * @since 0.1.0
 */
export const ExportJobError = Schema.Union([CompletionError, RevoxError, RowsError, ExportError, DestinationError])
/**
 * Why an export failed.
 *
 * @category errors
 * @since 0.1.0
 */
export type ExportJobError = typeof ExportJobError.Type

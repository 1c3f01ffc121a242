/**
 * The error of an export, besides the errors of requests, of reading rows and of the file system: {@link ExportError},
 * with a tagged reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const problem = Schema.String.annotateKey({ description: "A description of the problem, with advice." })

/**
 * The export cannot be resumed from the existing sidecar: its format is different, or another version of this package
 * wrote it. No file was changed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CheckpointMismatchError
  extends Schema.TaggedError<CheckpointMismatchError>()("CheckpointMismatchError", { problem })
{
  override get message(): string {
    return this.problem
  }

  /** Whether exporting again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * A row cannot be encoded with the custom schema, or has too many levels of arrays and objects.
 *
 * @category reasons
 * @since 0.1.0
 */
export class EncodingError extends Schema.TaggedError<EncodingError>()("EncodingError", { problem }) {
  override get message(): string {
    return this.problem
  }

  /** Whether exporting again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The reason why an export failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([CheckpointMismatchError, EncodingError])
/**
 * The reason why an export failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * An export failed.
 *
 * @category errors
 * @since 0.1.0
 */
export class ExportError extends Schema.TaggedError<ExportError>()("ExportError", {
  campaignId: Schema.String.annotateKey({ description: "The campaign that was exported." }),
  reason: Reason.annotateKey({ description: "The reason why the export failed." })
}) {
  override get message(): string {
    return `Export of campaign ${this.campaignId}: ${this.reason.message}`
  }

  /** Whether exporting again may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

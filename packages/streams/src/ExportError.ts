/**
 * Why an export did not come about, beside the errors of requests, of reading rows and of the file system: one error,
 * {@link ExportError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const problem = Schema.String.annotateKey({ description: "What is wrong and what to do, for a person to read." })

/**
 * An unfinished export lies where this one would go on, and it is an export of something else. Nothing was touched.
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

  /** Whether exporting again may go better. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * A row cannot be written: its schema does not say how.
 *
 * @category reasons
 * @since 0.1.0
 */
export class EncodingError extends Schema.TaggedError<EncodingError>()("EncodingError", { problem }) {
  override get message(): string {
    return this.problem
  }

  /** Whether exporting again may go better. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Why an export did not come about.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([CheckpointMismatchError, EncodingError])
/**
 * Why an export did not come about.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * An export did not come about.
 *
 * @category errors
 * @since 0.1.0
 */
export class ExportError extends Schema.TaggedError<ExportError>()("ExportError", {
  campaignId: Schema.String.annotateKey({ description: "The campaign that was exported." }),
  reason: Reason.annotateKey({ description: "Why the export ended." })
}) {
  override get message(): string {
    return `Export of campaign ${this.campaignId}: ${this.reason.message}`
  }

  /** Whether exporting again may go better. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

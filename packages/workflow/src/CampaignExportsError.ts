/**
 * What starting, finding and ending exports may fail with: one error, {@link CampaignExportsError}, with a tagged reason. Why an
 * export itself failed is an `ExportJobError`.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { TargetInUseError } from "./DestinationError.ts"

/**
 * What was asked for makes no sense. Nothing was started.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidExportError extends Schema.TaggedError<InvalidExportError>()("InvalidExportError", {
  problem: Schema.String.annotateKey({ description: "What is wrong, and where." })
}) {
  override get message(): string {
    return `the export makes no sense: ${this.problem}`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * There is no export of this id.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnknownExportError extends Schema.TaggedError<UnknownExportError>()("UnknownExportError", {
  id: Schema.String.annotateKey({ description: "The id." })
}) {
  override get message(): string {
    return `there is no export ${this.id}: the list tells which there are`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The export was cancelled, so that it never came to a result.
 *
 * @category reasons
 * @since 0.1.0
 */
export class ExportCancelledError extends Schema.TaggedError<ExportCancelledError>()("ExportCancelledError", {
  id: Schema.String.annotateKey({ description: "The export." })
}) {
  override get message(): string {
    return `export ${this.id} was cancelled`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The database with the exports did not answer, or not well.
 *
 * @category reasons
 * @since 0.1.0
 */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  problem: Schema.String.annotateKey({ description: "What the database said." }),
  isRetryable: Schema.Boolean.annotateKey({ description: "Whether the same may work later." })
}) {
  override get message(): string {
    return `the database of the exports said: ${this.problem}`
  }
}

/**
 * What starting, finding and ending exports may fail with.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidExportError,
  UnknownExportError,
  ExportCancelledError,
  TargetInUseError,
  StoreError
])
/**
 * What starting, finding and ending exports may fail with.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * An export could not be started, found, ended, or waited for.
 *
 * @category errors
 * @since 0.1.0
 */
export class CampaignExportsError extends Schema.TaggedError<CampaignExportsError>()("CampaignExportsError", {
  operation: Schema.String.annotateKey({ description: "What was asked, such as `CampaignExports.start`." }),
  reason: Reason.annotateKey({ description: "Why it failed." })
}) {
  override get message(): string {
    return `${this.operation}: ${this.reason.message}`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

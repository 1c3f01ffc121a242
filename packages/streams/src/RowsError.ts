/**
 * Why rows were not read to their end, beside the failed requests that `RevoxError` tells of: one error,
 * {@link RowsError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { RowsAudit } from "./RowsAudit.ts"

const problem = Schema.String.annotateKey({ description: "What is wrong and what to do, for a person to read." })

const audit = RowsAudit.annotateKey({ description: "What was seen until then." })

/**
 * An option has a value that makes no sense. Nothing was asked for.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidOptionError extends Schema.TaggedError<InvalidOptionError>()("InvalidOptionError", {
  option: Schema.String.annotateKey({ description: "The name of the option." }),
  problem
}) {
  override get message(): string {
    return `${this.option}: ${this.problem}`
  }

  /** Whether reading again may go better. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The cursor comes from a reading of something else, so that its place means nothing here. Nothing was asked for.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidCursorError extends Schema.TaggedError<InvalidCursorError>()("InvalidCursorError", { problem }) {
  override get message(): string {
    return `The cursor does not fit: ${this.problem}`
  }

  /** Whether reading again may go better. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * All that the server gave was read, and rows are missing: see `audit.missing`. Those that came were emitted.
 *
 * @category reasons
 * @since 0.1.0
 */
export class MissingRowsError extends Schema.TaggedError<MissingRowsError>()("MissingRowsError", { audit }) {
  override get message(): string {
    const { drift, expected, missing, received } = this.audit
    const why = drift > 0
      ? "the total moved meanwhile, so rows were added, deleted or moved: read again when it has settled"
      : received === 0
      ? "check `firstPage`, and read again"
      : "the server kept them back: read again"
    return `At least ${missing} of ${expected} rows never came; ${why}.`
  }

  /** Whether reading again may go better. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * With `integrity: "strict"`: something is at odds, and `audit` says what.
 *
 * @category reasons
 * @since 0.1.0
 */
export class IntegrityError extends Schema.TaggedError<IntegrityError>()("IntegrityError", { problem, audit }) {
  override get message(): string {
    return this.problem
  }

  /** Whether reading again may go better. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * Why rows were not read to their end.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([InvalidOptionError, InvalidCursorError, MissingRowsError, IntegrityError])
/**
 * Why rows were not read to their end.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Rows were not read to their end.
 *
 * @category errors
 * @since 0.1.0
 */
export class RowsError extends Schema.TaggedError<RowsError>()("RowsError", {
  campaignId: Schema.String.annotateKey({ description: "The campaign whose rows were read." }),
  reason: Reason.annotateKey({ description: "Why the reading ended." })
}) {
  override get message(): string {
    return `Rows of campaign ${this.campaignId}: ${this.reason.message}`
  }

  /** Whether reading again may go better. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

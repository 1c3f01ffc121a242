/**
 * The error of reading rows, besides the `RevoxError` of failed requests: {@link RowsError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Schema from "effect/Schema"
import { RowsAudit } from "./RowsAudit.ts"

const problem = Schema.String.annotateKey({ description: "A description of the problem, with advice." })

const audit = RowsAudit.annotateKey({ description: "The counters at that point." })

/**
 * The cursor cannot be resumed: it belongs to another campaign, filter, page size or first page, or another version of
 * this package stored it. No request was sent.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidCursorError extends Schema.TaggedError<InvalidCursorError>()("InvalidCursorError", { problem }) {
  override get message(): string {
    return `Cannot resume from the cursor: ${this.problem}`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * All pages were read, and rows are missing: see `audit.missing`. The rows that were received were emitted.
 *
 * @category reasons
 * @since 0.1.0
 */
export class MissingRowsError extends Schema.TaggedError<MissingRowsError>()("MissingRowsError", { audit }) {
  override get message(): string {
    const { totalDrift = 0, expected = 0, missing = 0 } = this.audit
    const advice = totalDrift > 0
      ? "The total changed meanwhile, so rows were added, deleted or moved: read again when the list no longer changes."
      : "The server did not send them: check the option `firstPage`, and read again."
    return `At least ${missing} of ${expected} rows are missing. ${advice}`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * With `integrity: "strict"`: the pages are inconsistent, and `audit` shows how.
 *
 * @category reasons
 * @since 0.1.0
 */
export class IntegrityError extends Schema.TaggedError<IntegrityError>()("IntegrityError", { problem, audit }) {
  override get message(): string {
    return this.problem
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * `integrity` is `"complete"` or `"strict"`, and the server states no total, so that completeness cannot be shown. No row
 * was emitted.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnknownTotalError extends Schema.TaggedError<UnknownTotalError>()("UnknownTotalError", {
  integrity: Schema.Literals(["complete", "strict"]).annotateKey({ description: "The option." })
}) {
  override get message(): string {
    return `The server states no total, so integrity "${this.integrity}" cannot be checked: use integrity "none".`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Too many pages in a row have no rows that are known to be new, and the end of the list is unknown.
 *
 * **Details**
 *
 * - With a filter: more than 1,000 empty pages in a row, although the total implies more rows.
 * - Without a usable total: 8 pages in a row that have only rows without ids.
 *
 * @category reasons
 * @since 0.1.0
 */
export class NoProgressError extends Schema.TaggedError<NoProgressError>()("NoProgressError", { problem, audit }) {
  override get message(): string {
    return this.problem
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The option `firstPage` is wrong, as the pages show. Some rows may have been emitted.
 *
 * **Details**
 *
 * - `firstPage` is 0, and pages count from 1: page 0 has no rows, or the rows of page 1.
 * - `firstPage` is 1, and pages count from 0: page 0 has rows that no other page has. It is requested only if rows are
 *   missing, or if the server states no total.
 *
 * @category reasons
 * @since 0.1.0
 */
export class WrongFirstPageError extends Schema.TaggedError<WrongFirstPageError>()("WrongFirstPageError", {
  firstPage: Schema.Literals([0, 1]).annotateKey({ description: "The number of the first page." }),
  problem,
  audit
}) {
  override get message(): string {
    return `The server counts pages from ${this.firstPage}: ${this.problem}. Set the option \`firstPage\` to ` +
      `${this.firstPage}.`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The reason why reading rows failed before the end of the list.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidOptionError,
  InvalidCursorError,
  MissingRowsError,
  IntegrityError,
  UnknownTotalError,
  NoProgressError,
  WrongFirstPageError
])
/**
 * The reason why reading rows failed before the end of the list.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Reading rows failed before the end of the list.
 *
 * @category errors
 * @since 0.1.0
 */
export class RowsError extends Schema.TaggedError<RowsError>()("RowsError", {
  campaignId: Schema.String.annotateKey({ description: "The campaign whose rows were read." }),
  reason: Reason.annotateKey({ description: "The reason why reading failed." })
}) {
  override get message(): string {
    return `Rows of campaign ${this.campaignId}: ${this.reason.message}`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

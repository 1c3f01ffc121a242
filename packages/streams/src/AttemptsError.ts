/**
 * The error of reading the attempts of all calls, besides the `RevoxError` of failed requests: {@link AttemptsError}, with
 * a tagged reason.
 *
 * @since 0.1.0
 */
import { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Schema from "effect/Schema"

/**
 * The end of the list was not reached within the maximum number of pages. The attempts of these pages were emitted.
 *
 * @category reasons
 * @since 0.1.0
 */
export class TooManyPagesError extends Schema.TaggedError<TooManyPagesError>()("TooManyPagesError", {
  maxPages: Schema.Finite.annotateKey({ description: "The option `maxPages`." })
}) {
  override get message(): string {
    return `The end of the list was not reached after ${this.maxPages} pages: increase the option \`maxPages\` or \`pageSize\`.`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The option `firstPage` is wrong, as the pages show. Some attempts may have been emitted.
 *
 * **Details**
 *
 * - `firstPage` is 0, and pages count from 1: page 0 is empty, and page 1 is not.
 * - `firstPage` is 1, and pages count from 0: page 0 has attempts, and none of them is on another page. It is requested
 *   at the end of the list.
 *
 * @category reasons
 * @since 0.1.0
 */
export class WrongFirstAttemptsPageError
  extends Schema.TaggedError<WrongFirstAttemptsPageError>()("WrongFirstAttemptsPageError", {
    firstPage: Schema.Literals([0, 1]).annotateKey({ description: "The number of the first page." })
  })
{
  override get message(): string {
    return `The server counts pages from ${this.firstPage}: set the option \`firstPage\` to ${this.firstPage}.`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The reason why reading attempts failed before the end of the list.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([InvalidOptionError, TooManyPagesError, WrongFirstAttemptsPageError])
/**
 * The reason why reading attempts failed before the end of the list.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Reading attempts failed before the end of the list.
 *
 * @category errors
 * @since 0.1.0
 */
export class AttemptsError extends Schema.TaggedError<AttemptsError>()("AttemptsError", {
  reason: Reason.annotateKey({ description: "The reason why reading failed." })
}) {
  override get message(): string {
    return `Call attempts: ${this.reason.message}`
  }

  /** Whether reading again may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

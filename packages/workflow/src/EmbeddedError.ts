/**
 * Why the embedded database could not be opened: one error, {@link EmbeddedError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Another process has the directory open. A directory is for one process at a time.
 *
 * @category reasons
 * @since 0.1.0
 */
export class DataDirectoryLockedError extends Schema.TaggedError<DataDirectoryLockedError>()("FolderBusyError", {
  pid: Schema.Int.annotateKey({ description: "The process." })
}) {
  override get message(): string {
    return `process ${this.pid} has it open: end that first, or use another directory`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The packages `@electric-sql/pglite` and `@electric-sql/pglite-socket` are not installed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class NotInstalledError extends Schema.TaggedError<NotInstalledError>()("NotInstalledError", {
  problem: Schema.String.annotateKey({ description: "What could not be loaded." })
}) {
  override get message(): string {
    return `the embedded database is not installed (${this.problem}): ` +
      "npm install @electric-sql/pglite @electric-sql/pglite-socket"
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The directory, or the database in it, cannot be opened.
 *
 * @category reasons
 * @since 0.1.0
 */
export class DatabaseOpenError extends Schema.TaggedError<DatabaseOpenError>()("OpenError", {
  problem: Schema.String.annotateKey({ description: "What went wrong." })
}) {
  override get message(): string {
    return this.problem
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Why the embedded database could not be opened.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([DataDirectoryLockedError, NotInstalledError, DatabaseOpenError])
/**
 * Why the embedded database could not be opened.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * The embedded database could not be opened.
 *
 * @category errors
 * @since 0.1.0
 */
export class EmbeddedError extends Schema.TaggedError<EmbeddedError>()("EmbeddedError", {
  directory: Schema.String.annotateKey({ description: "The directory of the database." }),
  reason: Reason.annotateKey({ description: "Why it could not be opened." })
}) {
  override get message(): string {
    return `The data directory ${this.directory}: ${this.reason.message}`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

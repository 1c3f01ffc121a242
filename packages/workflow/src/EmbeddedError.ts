/**
 * Error of opening the embedded database: {@link EmbeddedError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Another process has locked the data directory. Only one process at a time can open it.
 *
 * @category reasons
 * @since 0.1.0
 */
export class DataDirectoryLockedError
  extends Schema.TaggedError<DataDirectoryLockedError>()("DataDirectoryLockedError", {
    pid: Schema.Int.annotateKey({ description: "Id of the process that holds the lock." })
  })
{
  override get message(): string {
    return `process ${this.pid} has locked it: stop that process, or use another directory`
  }

  /** Whether a retry may succeed. */
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
  problem: Schema.String.annotateKey({ description: "Error message of the import." })
}) {
  override get message(): string {
    return `the embedded database is not installed (${this.problem}): ` +
      "npm install @electric-sql/pglite @electric-sql/pglite-socket"
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The data directory or its database cannot be opened.
 *
 * @category reasons
 * @since 0.1.0
 */
export class DatabaseOpenError extends Schema.TaggedError<DatabaseOpenError>()("DatabaseOpenError", {
  problem: Schema.String.annotateKey({ description: "Error message of the file system or the database." })
}) {
  override get message(): string {
    return this.problem
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Schema of the reasons of an `EmbeddedError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([DataDirectoryLockedError, NotInstalledError, DatabaseOpenError])
/**
 * Reason of an `EmbeddedError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Failure to open the embedded database.
 *
 * @category errors
 * @since 0.1.0
 */
export class EmbeddedError extends Schema.TaggedError<EmbeddedError>()("EmbeddedError", {
  directory: Schema.String.annotateKey({ description: "Data directory." }),
  reason: Reason.annotateKey({ description: "Reason of the failure." })
}) {
  override get message(): string {
    return `Cannot open the data directory ${this.directory}: ${this.reason.message}`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

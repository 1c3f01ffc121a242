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
    pid: Schema.optionalKey(Schema.Int).annotateKey({
      description: "Id of the process that holds the lock, in its container. Absent if unknown."
    }),
    host: Schema.optionalKey(Schema.String).annotateKey({
      description: "Host name of the machine or container of that process. Absent if unknown."
    })
  })
{
  override get message(): string {
    const owner = this.pid === undefined
      ? "another process"
      : `process ${this.pid}${this.host === undefined ? "" : ` on ${this.host}`}`
    return `${owner} has locked it: stop that process, or use another directory`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The lock file of the data directory has an unknown format.
 *
 * @category reasons
 * @since 0.1.0
 */
export class LockFormatError extends Schema.TaggedError<LockFormatError>()("LockFormatError", {
  file: Schema.String.annotateKey({ description: "Path of the lock file." }),
  version: Schema.optionalKey(Schema.Int).annotateKey({
    description: "Version of its format. Absent if it is not a lock file."
  })
}) {
  override get message(): string {
    const problem = this.version === undefined
      ? `${this.file} is not a lock file`
      : `the lock file ${this.file} has the unknown format ${this.version}`
    return `${problem}: upgrade to the version of @effect-revox/workflow that wrote it, or stop all processes that use ` +
      "the directory and delete the file"
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
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
export const Reason = Schema.Union([DataDirectoryLockedError, LockFormatError, NotInstalledError, DatabaseOpenError])
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

/**
 * The error of an export, besides the errors of requests and of reading rows: {@link ExportError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import { InvalidOptionError } from "@effect-revox/schema/Options"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as FileProblem from "./internal/fileProblem.ts"

const path = Schema.String.annotateKey({ description: "The path of the file." })

const problem = Schema.String.annotateKey({ description: "A description of the problem, with advice." })

/**
 * The unfinished export of the file cannot be resumed: its campaign, filter, page size or format is different, or another
 * version of this package wrote it. No file was changed.
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
 * Rows cannot be written to the path: it is a directory, a socket or a block device. No request was sent, and nothing was
 * changed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidTargetError
  extends Schema.TaggedError<InvalidTargetError>()("InvalidTargetError", { path, problem })
{
  override get message(): string {
    return `${JSON.stringify(this.path)} ${this.problem}`
  }

  /** Whether exporting again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Another export is writing the file. No file was changed, unless this export lost its lock because its process was
 * suspended.
 *
 * @category reasons
 * @since 0.1.0
 */
export class TargetInUseError extends Schema.TaggedError<TargetInUseError>()("TargetInUseError", {
  path,
  pid: Schema.optionalKey(Schema.Int).annotateKey({
    description: "The id of the process that writes the file. Absent if it is unknown."
  })
}) {
  override get message(): string {
    const owner = this.pid === undefined ? "" : ` (process ${this.pid})`
    return `Another export${owner} is writing ${this.path}: wait until it ends, or use another path.`
  }

  /** Whether exporting again may succeed: `true`, because the other export ends. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * A file operation failed, for example because the disk is full. What was written so far is kept if it can be resumed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class FileError extends Schema.TaggedError<FileError>()("FileError", {
  path,
  problem: Schema.String.annotateKey({ description: "The cause, such as `the disk is full`." }),
  isRetryable: Schema.Boolean.annotateKey({
    description: "Whether exporting again may succeed, as after space was freed on a full disk."
  }),
  cause: Schema.Defect().annotateKey({ description: "The error of the platform." })
}) {
  override get message(): string {
    return `Cannot write ${this.path}: ${this.problem}.`
  }
}

/**
 * Creates a `FileError` from an error of the platform. Its problem is the cause in words, such as `the disk is full`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fileError = (path: string, error: PlatformError): FileError =>
  new FileError({
    path,
    problem: FileProblem.describe(error),
    isRetryable: FileProblem.isTransient(error),
    cause: error
  })

/**
 * The reason why an export failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidOptionError,
  CheckpointMismatchError,
  EncodingError,
  FileError,
  InvalidTargetError,
  TargetInUseError
])
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

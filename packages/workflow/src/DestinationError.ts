/**
 * Error of an export destination: {@link DestinationError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const problem = Schema.String.annotateKey({ description: "Readable cause and remedy." })

/**
 * The runner has no destination with this name.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnknownDestinationError extends Schema.TaggedError<UnknownDestinationError>()("UnknownDestinationError", {
  known: Schema.Array(Schema.String).annotateKey({ description: "Names of the runner's destinations." })
}) {
  override get message(): string {
    return `the runner has no destination with this name: use one of ${this.known.join(", ")}`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The target is invalid for the destination.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidTargetError extends Schema.TaggedError<InvalidTargetError>()("InvalidTargetError", { problem }) {
  override get message(): string {
    return this.problem
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Another active export writes to the same target.
 *
 * @category reasons
 * @since 0.1.0
 */
export class TargetInUseError extends Schema.TaggedError<TargetInUseError>()("TargetInUseError", {
  exportId: Schema.String.annotateKey({ description: "Id of the export that writes to the target." })
}) {
  override get message(): string {
    return `export ${this.exportId} already writes to this target: wait for it, or cancel it`
  }

  /** Whether a retry may succeed: `true`, because the other export ends. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * Another runner resumed or ended the export in the meantime. Nothing was written.
 *
 * @category reasons
 * @since 0.1.0
 */
export class SupersededError extends Schema.TaggedError<SupersededError>()("SupersededError", { problem }) {
  override get message(): string {
    return this.problem
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The destination failed to write.
 *
 * @category reasons
 * @since 0.1.0
 */
export class WriteError extends Schema.TaggedError<WriteError>()("WriteError", {
  problem,
  isRetryable: Schema.Boolean.annotateKey({ description: "Whether a retry may succeed." })
}) {
  override get message(): string {
    return this.problem
  }
}

/**
 * Schema of the reasons of a `DestinationError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  UnknownDestinationError,
  InvalidTargetError,
  TargetInUseError,
  SupersededError,
  WriteError
])
/**
 * Reason of a `DestinationError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Failure of an export destination.
 *
 * @category errors
 * @since 0.1.0
 */
export class DestinationError extends Schema.TaggedError<DestinationError>()("DestinationError", {
  destination: Schema.String.annotateKey({ description: "Name of the destination." }),
  reason: Reason.annotateKey({ description: "Reason of the failure." })
}) {
  override get message(): string {
    return `Destination ${this.destination}: ${this.reason.message}`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

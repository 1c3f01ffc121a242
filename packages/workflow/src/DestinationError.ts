/**
 * Why rows could not be put where they belong: one error, {@link DestinationError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const problem = Schema.String.annotateKey({ description: "What is wrong and what to do, for a person to read." })

/**
 * No destination of that name is known to the runner.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnknownDestinationError extends Schema.TaggedError<UnknownDestinationError>()("UnknownDestinationError", {
  known: Schema.Array(Schema.String).annotateKey({ description: "The names that are known." })
}) {
  override get message(): string {
    return `no destination has this name; there are ${this.known.join(", ")}`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The destination cannot do anything with the target.
 *
 * @category reasons
 * @since 0.1.0
 */
export class InvalidTargetError extends Schema.TaggedError<InvalidTargetError>()("InvalidTargetError", { problem }) {
  override get message(): string {
    return this.problem
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Another export that is not over yet writes to the same place.
 *
 * @category reasons
 * @since 0.1.0
 */
export class TargetInUseError extends Schema.TaggedError<TargetInUseError>()("TargetBusyError", {
  exportId: Schema.String.annotateKey({ description: "The export that writes there." })
}) {
  override get message(): string {
    return `export ${this.exportId} writes there already: wait for it, or cancel it`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Somebody else went on with the export meanwhile, or ended it, so that what was about to be written is not wanted any
 * more. Nothing was written.
 *
 * @category reasons
 * @since 0.1.0
 */
export class SupersededError extends Schema.TaggedError<SupersededError>()("SupersededError", { problem }) {
  override get message(): string {
    return this.problem
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The destination did not do what it was asked for.
 *
 * @category reasons
 * @since 0.1.0
 */
export class WriteError extends Schema.TaggedError<WriteError>()("WriteError", {
  problem,
  isRetryable: Schema.Boolean.annotateKey({ description: "Whether the same may work later." })
}) {
  override get message(): string {
    return this.problem
  }
}

/**
 * Why rows could not be put where they belong.
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
 * Why rows could not be put where they belong.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Rows could not be put where they belong.
 *
 * @category errors
 * @since 0.1.0
 */
export class DestinationError extends Schema.TaggedError<DestinationError>()("DestinationError", {
  destination: Schema.String.annotateKey({ description: "The name of the destination." }),
  reason: Reason.annotateKey({ description: "Why it failed." })
}) {
  override get message(): string {
    return `Destination ${this.destination}: ${this.reason.message}`
  }

  /** Whether the same may work later. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

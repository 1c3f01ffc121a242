/**
 * Error of the `CampaignRuns` service: {@link CampaignRunsError}, with a tagged reason. The failure of a run itself is a
 * `CampaignRunError`.
 *
 * @since 0.1.0
 */
import { InvalidContactsError } from "@effect-revox/client/RevoxError"
import { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Schema from "effect/Schema"
import { BaseUrlMismatchError, StoreError } from "./CampaignExportsError.ts"
import { TargetInUseError } from "./DestinationError.ts"

const id = Schema.String.annotateKey({ description: "Id of the run." })

/**
 * No run has this id.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnknownRunError extends Schema.TaggedError<UnknownRunError>()("UnknownRunError", { id }) {
  override get message(): string {
    return `there is no run ${this.id}: list the runs to find their ids`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The run was cancelled and has no result.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RunCancelledError extends Schema.TaggedError<RunCancelledError>()("RunCancelledError", { id }) {
  override get message(): string {
    return `run ${this.id} was cancelled: start a run with another key to create another campaign`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * A run with the same key has another campaign or destination.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RunKeyConflictError extends Schema.TaggedError<RunKeyConflictError>()("RunKeyConflictError", {
  id,
  fields: Schema.Array(Schema.String).annotateKey({ description: "Fields that differ." })
}) {
  override get message(): string {
    return `a run with the key ${this.id} exists, and differs in ${this.fields.join(", ")}: use another key`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The state of the run does not allow the operation.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RunStateError extends Schema.TaggedError<RunStateError>()("RunStateError", {
  id,
  problem: Schema.String.annotateKey({ description: "State of the run, and the remedy." })
}) {
  override get message(): string {
    return `run ${this.id} ${this.problem}`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The campaign to adopt differs from that of the run.
 *
 * @category reasons
 * @since 0.1.0
 */
export class AdoptionMismatchError extends Schema.TaggedError<AdoptionMismatchError>()("AdoptionMismatchError", {
  id,
  campaignId: Schema.String.annotateKey({ description: "Id of the campaign." }),
  fields: Schema.Array(Schema.String).annotateKey({ description: "Fields that differ." })
}) {
  override get message(): string {
    const { campaignId, fields, id } = this
    return `campaign ${campaignId} differs from that of run ${id} in ${fields.join(", ")}: check its id, or adopt it ` +
      "with the option `force`"
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Records of a file or stream are not valid contacts.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RejectedContactsError extends Schema.TaggedError<RejectedContactsError>()("RejectedContactsError", {
  lines: Schema.Array(Schema.Struct({
    line: Schema.Finite.annotateKey({ description: "Number of the line." }),
    problem: Schema.String.annotateKey({ description: "Reason, without the data of the contact." })
  })).annotateKey({ description: "First 100 rejected lines." }),
  count: Schema.Natural.annotateKey({ description: "Number of rejected lines." })
}) {
  override get message(): string {
    const more = this.count - this.lines.length
    return [
      "the contacts are invalid, and nothing was stored:",
      ...this.lines.map(({ line, problem }) => `- line ${line}: ${problem}`),
      ...(more > 0 ? [`- ${more} more lines`] : [])
    ].join("\n")
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Another active run will export to the same target.
 *
 * @category reasons
 * @since 0.1.0
 */
export class RunTargetInUseError extends Schema.TaggedError<RunTargetInUseError>()("RunTargetInUseError", { id }) {
  override get message(): string {
    return `run ${this.id} exports to the same target: wait for it, or use another target`
  }

  /** Whether a retry may succeed: `true`, because the other run ends. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * Schema of the reasons of a `CampaignRunsError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidOptionError,
  InvalidContactsError,
  RejectedContactsError,
  UnknownRunError,
  RunCancelledError,
  RunKeyConflictError,
  RunStateError,
  AdoptionMismatchError,
  RunTargetInUseError,
  TargetInUseError,
  BaseUrlMismatchError,
  StoreError
])
/**
 * Reason of a `CampaignRunsError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Error of the `CampaignRuns` service.
 *
 * @category errors
 * @since 0.1.0
 */
export class CampaignRunsError extends Schema.TaggedError<CampaignRunsError>()("CampaignRunsError", {
  operation: Schema.String.annotateKey({ description: "Operation that failed, such as `CampaignRuns.start`." }),
  reason: Reason.annotateKey({ description: "Reason of the failure." })
}) {
  override get message(): string {
    return `${this.operation}: ${this.reason.message}`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

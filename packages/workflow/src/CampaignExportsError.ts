/**
 * Error of the `CampaignExports` service: {@link CampaignExportsError}, with a tagged reason. The failure of an export
 * itself is an `ExportJobError`.
 *
 * @since 0.1.0
 */
import { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Schema from "effect/Schema"
import type { SqlError } from "effect/sql/SqlError"
import { TargetInUseError } from "./DestinationError.ts"
import { describe } from "./internal/problem.ts"

/**
 * No export has this id.
 *
 * @category reasons
 * @since 0.1.0
 */
export class UnknownExportError extends Schema.TaggedError<UnknownExportError>()("UnknownExportError", {
  id: Schema.String.annotateKey({ description: "Id that no export has." })
}) {
  override get message(): string {
    return `there is no export ${this.id}: list the exports to find their ids`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The export was cancelled and has no result.
 *
 * @category reasons
 * @since 0.1.0
 */
export class ExportCancelledError extends Schema.TaggedError<ExportCancelledError>()("ExportCancelledError", {
  id: Schema.String.annotateKey({ description: "Id of the export." })
}) {
  override get message(): string {
    return `export ${this.id} was cancelled: start it again to export the rows`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The export or run is for another base URL than the runner.
 *
 * @category reasons
 * @since 0.1.0
 */
export class BaseUrlMismatchError extends Schema.TaggedError<BaseUrlMismatchError>()("BaseUrlMismatchError", {
  requested: Schema.String.annotateKey({ description: "Base URL of the export or run." }),
  running: Schema.String.annotateKey({ description: "Base URL of the exports and runs of the runner." })
}) {
  override get message(): string {
    return `the runner uses the base URL ${this.running}, and the request is for ${this.requested}: stop the runner ` +
      "first, or use another data directory or database"
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The export database is unavailable or returned an error.
 *
 * @category reasons
 * @since 0.1.0
 */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  problem: Schema.String.annotateKey({ description: "Error message of the database." }),
  isRetryable: Schema.Boolean.annotateKey({ description: "Whether a retry may succeed." })
}) {
  override get message(): string {
    return `the export database failed: ${this.problem}`
  }
}

/**
 * Converts an error of the database to a `StoreError`. The message contains the cause, and no password.
 *
 * @category conversions
 * @since 0.1.0
 */
export const fromSqlError = (error: SqlError): StoreError =>
  new StoreError({ problem: describe(error), isRetryable: error.isRetryable })

/**
 * Schema of the reasons of a `CampaignExportsError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidOptionError,
  UnknownExportError,
  ExportCancelledError,
  TargetInUseError,
  BaseUrlMismatchError,
  StoreError
])
/**
 * Reason of a `CampaignExportsError`.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Error of the `CampaignExports` service.
 *
 * @category errors
 * @since 0.1.0
 */
export class CampaignExportsError extends Schema.TaggedError<CampaignExportsError>()("CampaignExportsError", {
  operation: Schema.String.annotateKey({ description: "Operation that failed, such as `CampaignExports.start`." }),
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

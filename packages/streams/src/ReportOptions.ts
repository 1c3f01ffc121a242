/**
 * Rows and options of campaign reports. `CampaignReport` exports these types as well.
 *
 * @since 0.1.0
 */
import type { Call } from "@effect-revox/schema/Call"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import type * as DateTime from "effect/DateTime"
import type { Options } from "./RowsOptions.ts"

type ReportAttempt = Pick<
  CallAttempt,
  "answered_at" | "dial_error" | "ended_at" | "result" | "started_at" | "status" | "structured_output"
>

/**
 * The parts of a row that a report counts. Every `CampaignRow` has them. `outcome` is a field of newer versions of the
 * API.
 *
 * @category models
 * @since 0.1.0
 */
export interface ReportRow {
  /** The call order of the contact; absent before it exists. */
  readonly call?: Pick<Call, "calls_count" | "status"> & {
    /** All attempts, most recent first. */
    readonly call_attempts: ReadonlyArray<ReportAttempt>
    /** The most recent attempt. */
    readonly last_call_attempt: ReportAttempt | null
    /** The outcome of the call. */
    readonly outcome?: unknown
  }
}

/**
 * Options of a new report.
 *
 * @category models
 * @since 0.1.0
 */
export interface ReportOptions {
  /** The time zone of `answersByHour`. Default: UTC. */
  readonly timeZone?: DateTime.TimeZone | undefined
}

/**
 * Options for reading the rows of a report. Rows that cannot be decoded are counted.
 *
 * @category models
 * @since 0.1.0
 */
export interface MakeOptions extends ReportOptions, Omit<Options, "from" | "onInvalidRow"> {}

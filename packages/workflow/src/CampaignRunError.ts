/**
 * Errors that end a campaign run: the errors of its requests, of its export, and outcomes that are unknown.
 *
 * @since 0.1.0
 */
import { LaunchMismatchError } from "@effect-revox/streams/CampaignCreation"
import * as Schema from "effect/Schema"
import { ExportCancelledError } from "./CampaignExportsError.ts"
import { ExportJobError } from "./ExportJobError.ts"

const runId = Schema.String.annotateKey({ description: "Id of the run." })

const minutes = (from: number, to: number): string => {
  const count = Math.max(0, Math.round((to - from) / 60_000))
  return `${count} ${count === 1 ? "minute" : "minutes"}`
}

const list = (ids: ReadonlyArray<string>): string => ids.join(", ")

/**
 * The request that creates the campaign was sent, and it is unknown whether the server has created the campaign.
 *
 * **Details**
 *
 * The run never sends the request again by itself. Check the list of campaigns for `campaignName`:
 *
 * - If the campaign exists, continue the run with `CampaignRuns.adopt`.
 * - If it does not exist, continue the run with `CampaignRuns.sendAgain`, which sends the request again.
 *
 * @category errors
 * @since 0.1.0
 */
export class CreateOutcomeUnknownError
  extends Schema.TaggedError<CreateOutcomeUnknownError>()("CreateOutcomeUnknownError", {
    runId,
    campaignName: Schema.String.annotateKey({ description: "Name of the campaign that may exist." }),
    sentAt: Schema.Finite.annotateKey({
      description: "Time at which the run decided to send the request, in milliseconds since the epoch."
    }),
    checkedAt: Schema.Finite.annotateKey({
      description: "Time of the last check of the list of campaigns, in milliseconds since the epoch."
    }),
    candidates: Schema.Array(Schema.String).annotateKey({
      description: "Ids of campaigns that may belong to the run, but do not match it or are not unique."
    }),
    lastFailure: Schema.optionalKey(Schema.String).annotateKey({
      description: "Message of the last failed check. Absent when the last check succeeded."
    })
  })
{
  override get message(): string {
    const { campaignName, candidates, checkedAt, lastFailure, runId, sentAt } = this
    const found = candidates.length === 0
      ? `no campaign with this name was found within ${minutes(sentAt, checkedAt)}`
      : `these campaigns may belong to it, but do not match it: ${list(candidates)}`
    return [
      `Run ${runId}: it is unknown whether the server created the campaign ${JSON.stringify(campaignName)}: ${found}.`,
      ...(lastFailure === undefined ? [] : [`The last check failed: ${lastFailure}.`]),
      "No request was sent again, so that no contact is called twice.",
      "Check the list of campaigns for this name.",
      "If the campaign exists, adopt it with its id. If it does not exist, send the request again."
    ].join(" ")
  }

  /** Whether a retry may succeed: always `false`, because only the caller can decide how to continue. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The request that launches the campaign was sent, and it is unknown whether the server will launch the campaign. It was
 * still a draft at the last check.
 *
 * @category errors
 * @since 0.1.0
 */
export class LaunchOutcomeUnknownError
  extends Schema.TaggedError<LaunchOutcomeUnknownError>()("LaunchOutcomeUnknownError", {
    runId,
    campaignId: Schema.String.annotateKey({ description: "Id of the campaign." }),
    sentAt: Schema.Finite.annotateKey({
      description: "Time at which the run decided to send the request, in milliseconds since the epoch."
    }),
    checkedAt: Schema.Finite.annotateKey({
      description: "Time of the last check of the campaign, in milliseconds since the epoch."
    })
  })
{
  override get message(): string {
    const { campaignId, checkedAt, runId, sentAt } = this
    return `Run ${runId}: campaign ${campaignId} is still a draft ${
      minutes(sentAt, checkedAt)
    } after it was launched ` +
      "with an unknown outcome. No request was sent again. Check the status of the campaign. " +
      "If it is still a draft, send the request again. If it was launched, resume the run."
  }

  /** Whether a retry may succeed: always `false`, because only the caller can decide how to continue. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * A campaign with the name of the run's campaign existed before the run sent a request. Nothing was sent.
 *
 * @category errors
 * @since 0.1.0
 */
export class CampaignExistsError extends Schema.TaggedError<CampaignExistsError>()("CampaignExistsError", {
  runId,
  campaignName: Schema.String.annotateKey({ description: "Name of the campaigns." }),
  campaignIds: Schema.Array(Schema.String).annotateKey({ description: "Ids of the campaigns with this name." })
}) {
  override get message(): string {
    const { campaignIds, campaignName, runId } = this
    return `Run ${runId}: the name ${JSON.stringify(campaignName)} is already in use by ${list(campaignIds)}. ` +
      "A run with the same key may exist in another database. Nothing was sent. " +
      "Adopt the campaign if it belongs to this run, or start a run with another key."
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The run was cancelled in a process that uses another base URL, which cannot cancel its campaign.
 *
 * @category errors
 * @since 0.1.0
 */
export class OtherServiceError extends Schema.TaggedError<OtherServiceError>()("OtherServiceError", {
  runId,
  requested: Schema.String.annotateKey({ description: "Base URL of the run." }),
  running: Schema.String.annotateKey({ description: "Base URL of the process." })
}) {
  override get message(): string {
    return `Run ${this.runId}: its campaign was not cancelled, because it was started with the base URL ` +
      `${this.requested}, and this process uses ${this.running}. Cancel the run again in a process that uses ` +
      `${this.requested}.`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The run ended with an error that it did not expect.
 *
 * @category errors
 * @since 0.1.0
 */
export class RunDefectError extends Schema.TaggedError<RunDefectError>()("RunDefectError", {
  runId,
  problem: Schema.String.annotateKey({ description: "The unexpected error." })
}) {
  override get message(): string {
    return `Run ${this.runId}: unexpected error: ${this.problem}`
  }

  /** Whether a retry may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * Schema of the errors that end a run.
 *
 * **Details**
 *
 * - `CreateOutcomeUnknownError`, `LaunchOutcomeUnknownError`: a request may have taken effect
 * - `CampaignExistsError`: another campaign has the name of the run's campaign
 * - `LaunchMismatchError`: the server did not respect `launch`
 * - `ExportCancelledError`: the export of the run was cancelled separately
 * - `ExportJobError`: a request, the wait or the export failed
 * - `OtherServiceError`: the run was cancelled in a process that uses another base URL
 * - `RunDefectError`: an unexpected error
 *
 * @category errors
 * @since 0.1.0
 */
export const CampaignRunError = Schema.Union([
  CreateOutcomeUnknownError,
  LaunchOutcomeUnknownError,
  CampaignExistsError,
  LaunchMismatchError,
  ExportCancelledError,
  OtherServiceError,
  RunDefectError,
  ...ExportJobError.members
])
/**
 * Error that ends a run.
 *
 * @category errors
 * @since 0.1.0
 */
export type CampaignRunError = typeof CampaignRunError.Type

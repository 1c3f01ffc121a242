/**
 * What a look at a campaign means for somebody who waits for it, and when to look again: plain functions of plain data,
 * without a clock, a request or a sleep. `CampaignCompletion` is a loop around them; so is any other way to wait, such
 * as a durable workflow that keeps {@link PollState} between two runs.
 *
 * @since 0.1.0
 */
import type { RevoxError } from "@effect-revox/client/RevoxError"
import { Campaign } from "@effect-revox/schema/Campaign"
import { RowStats } from "@effect-revox/schema/RowStats"
import * as Duration from "effect/Duration"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import {
  CampaignCancelledError,
  CampaignDraftError,
  CampaignPausedError,
  CampaignStalledError,
  CompletionError,
  CompletionTimeoutError,
  PollingEndedError,
  type Reason
} from "./CompletionError.ts"

/**
 * What is waited for, and what ends the state.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Completed, or completed and its structured output extracted; see {@link isExtracted}. */
  readonly until: "completed" | "extracted"
  /** Whether to wait for a paused campaign to be resumed. */
  readonly onPaused: "wait" | "fail"
  /** Whether to wait for a draft to be started. */
  readonly onDraft: "wait" | "fail"
  /** How long `row_stats` may stay what they are while the campaign runs. */
  readonly stallTimeout: Duration.Duration
  /** How many transient failures in a row are put up with. */
  readonly maxConsecutiveFailures: number
}

/**
 * Waits for completion, through pauses and drafts, however long nothing happens, through five failures in a row.
 *
 * @category policies
 * @since 0.1.0
 */
export const defaultOptions: Options = {
  until: "completed",
  onPaused: "wait",
  onDraft: "wait",
  stallTimeout: Duration.infinity,
  maxConsecutiveFailures: 5
}

/**
 * What somebody who waits remembers from one look to the next. Plain JSON; times are milliseconds of the epoch.
 *
 * @category models
 * @since 0.1.0
 */
export class PollState extends Schema.Opaque<PollState>()(
  Schema.Struct({
    startedAt: Schema.Finite.annotateKey({ description: "When the waiting began." }),
    progressedAt: Schema.Finite.annotateKey({
      description: "When the campaign was last seen to move, or not to be expected to."
    }),
    consecutiveFailures: Schema.Natural.annotateKey({ description: "Failed looks in a row." }),
    lastCampaign: Schema.optionalKey(Campaign).annotateKey({
      description: "The campaign as it was last seen; absent when it never was."
    })
  }).annotate({ identifier: "Waiting", description: "What somebody who waits remembers from one look to the next." })
) {}

/**
 * What a look means: wait on, the campaign is what was waited for, or it will not be.
 *
 * @category models
 * @since 0.1.0
 */
export type Decision =
  | { readonly _tag: "Wait"; readonly state: PollState }
  | { readonly _tag: "Done"; readonly state: PollState; readonly campaign: Campaign }
  | { readonly _tag: "Failed"; readonly state: PollState; readonly error: CompletionError | RevoxError }

/**
 * The waiting begins.
 *
 * @category constructors
 * @since 0.1.0
 */
export const initial = (now: number): PollState => ({ startedAt: now, progressedAt: now, consecutiveFailures: 0 })

/**
 * Whether all structured output that there will be was extracted from a completed campaign's conversations.
 *
 * **Details**
 *
 * `structured_output_extraction: "completed"` says so. With anything else it is so when there is nothing to extract: the
 * assistant asks for no values (`structured_output_config` is `null` or empty), or no call was completed. Otherwise
 * `"none"`, `null` and a missing field mean that extraction has not begun yet: it begins some time after completion.
 *
 * **Gotchas**
 *
 * An answer without the assistant does not tell whether there is anything to extract, and counts as not yet.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isExtracted = (
  self: Pick<Campaign, "assistant" | "row_stats" | "structured_output_extraction">
): boolean => {
  const { assistant, row_stats, structured_output_extraction: extraction } = self
  if (extraction === "completed") return true
  if (extraction === "running") return false
  return row_stats?.completed === 0 ||
    assistant != null && (assistant.structured_output_config ?? []).length === 0
}

const sameStats = Schema.toEquivalence(RowStats)

/** Whether the campaign moved since it was last seen, or is in a state in which it is not expected to. */
const hasProgressed = (campaign: Campaign, lastCampaign: Campaign | undefined): boolean =>
  campaign.status === "draft" ||
  campaign.status === "paused" ||
  campaign.status === "completed" ||
  campaign.row_stats === undefined ||
  lastCampaign?.row_stats === undefined ||
  !sameStats(campaign.row_stats, lastCampaign.row_stats)

/** What is wrong with a campaign that is not completed. */
const terminalFailure = (options: Options, campaign: Campaign, state: PollState, now: number): Reason | undefined => {
  const seen = { lastCampaign: campaign }
  if (campaign.status === "paused" && options.onPaused === "fail") return new CampaignPausedError(seen)
  if (campaign.status === "draft" && options.onDraft === "fail") return new CampaignDraftError(seen)
  const stalledFor = Duration.millis(now - state.progressedAt)
  return Duration.isGreaterThanOrEqualTo(stalledFor, options.stallTimeout)
    ? new CampaignStalledError({ stalledFor, ...seen })
    : undefined
}

/**
 * What a look at a campaign, or the failure of one, means.
 *
 * **Details**
 *
 * A status that nobody knows is waited through like `running`. A failure that cannot pass (`isRetryable` is false) ends
 * the waiting at once, one that can when there were too many in a row; each success resets their number.
 *
 * @category rules
 * @since 0.1.0
 */
export const evaluate = (
  options: Options,
  state: PollState,
  result: Result.Result<Campaign, RevoxError>,
  now: number
): Decision => {
  if (Result.isFailure(result)) {
    const consecutiveFailures = state.consecutiveFailures + 1
    return result.failure.isRetryable && consecutiveFailures <= options.maxConsecutiveFailures
      ? { _tag: "Wait", state: { ...state, consecutiveFailures } }
      : { _tag: "Failed", state, error: result.failure }
  }
  const campaign = result.success
  const next: PollState = {
    startedAt: state.startedAt,
    progressedAt: hasProgressed(campaign, state.lastCampaign) ? now : state.progressedAt,
    consecutiveFailures: 0,
    lastCampaign: campaign
  }
  const failed = (reason: Reason): Decision => ({
    _tag: "Failed",
    state: next,
    error: new CompletionError({ campaignId: campaign.id, reason })
  })
  if (campaign.is_cancelled) return failed(new CampaignCancelledError({ lastCampaign: campaign }))
  if (campaign.status === "completed") {
    return options.until === "completed" || isExtracted(campaign)
      ? { _tag: "Done", state: next, campaign }
      : { _tag: "Wait", state: next }
  }
  const reason = terminalFailure(options, campaign, next, now)
  return reason === undefined ? { _tag: "Wait", state: next } : failed(reason)
}

/**
 * The error of somebody who waited too long.
 *
 * @category rules
 * @since 0.1.0
 */
export const timedOut = (campaignId: string, state: PollState, timeout: Duration.Duration): CompletionError =>
  new CompletionError({
    campaignId,
    reason: new CompletionTimeoutError({
      timeout,
      ...(state.lastCampaign === undefined ? {} : { lastCampaign: state.lastCampaign })
    })
  })

/**
 * The error of somebody whose schedule ended before the campaign did.
 *
 * @category rules
 * @since 0.1.0
 */
export const pollingEnded = (campaignId: string, { lastCampaign }: PollState): CompletionError =>
  new CompletionError({ campaignId, reason: new PollingEndedError(lastCampaign === undefined ? {} : { lastCampaign }) })

const shortestPause = 5000
const longestPause = Duration.seconds(45)
const growth = 1.5
const jitter = 0.2

/**
 * The pause after a look, in place of a schedule of the caller's: 5 seconds after the first, then growing by half each
 * time up to 45 seconds (or `longest`), a fifth more or less by chance, so that many who wait do not ask in step.
 *
 * @category rules
 * @since 0.1.0
 */
export const nextDelay = (
  looks: number,
  random: number,
  longest: Duration.Duration = longestPause
): Duration.Duration => {
  const millis = Math.min(Duration.toMillis(longest), shortestPause * Math.pow(growth, looks - 1))
  return Duration.millis(millis * (1 - jitter + 2 * jitter * random))
}

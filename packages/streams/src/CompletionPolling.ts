/**
 * The decision logic of waiting for a campaign: {@link evaluate} evaluates a poll, {@link nextDelay} returns the delay
 * before the next one, and {@link PollState} is the serializable state between two polls.
 *
 * The functions are pure. They use no clock, request or sleep. `CampaignCompletion` is a loop around them. Use them to
 * build another loop, such as a durable workflow that stores {@link PollState} between two runs.
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
import { lastFailure } from "./internal/lastFailure.ts"
import { nextDelay as delayAfter } from "./internal/nextDelay.ts"
import * as PollFailures from "./internal/pollFailures.ts"
import { requestedDelay as delayAfterFailure } from "./internal/requestedDelay.ts"

/**
 * The condition to wait for, and the conditions that end the wait with an error.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * The condition to wait for: the campaign is completed, or it is completed and its structured output is extracted. See
   * {@link isExtracted}.
   */
  readonly until: "completed" | "extracted"
  /** Whether a paused campaign is waited for or fails the wait. */
  readonly onPaused: "wait" | "fail"
  /** Whether a draft is waited for or fails the wait. */
  readonly onDraft: "wait" | "fail"
  /** Maximum time without a change of `row_stats` while the campaign is running. */
  readonly stallTimeout: Duration.Duration
  /** Maximum number of consecutive retryable failures. The next one ends the wait. */
  readonly maxConsecutiveFailures: number
}

/**
 * The default options.
 *
 * **Details**
 *
 * - `until`: `"completed"`
 * - `onPaused`: `"wait"`
 * - `onDraft`: `"wait"`
 * - `stallTimeout`: infinity
 * - `maxConsecutiveFailures`: 5
 *
 * @category options
 * @since 0.1.0
 */
export const defaultOptions: Options = {
  until: "completed",
  onPaused: "wait",
  onDraft: "wait",
  stallTimeout: Duration.infinity,
  maxConsecutiveFailures: PollFailures.defaultMaxConsecutiveFailures
}

/**
 * The state between two polls. Plain JSON. Times are in milliseconds, of a clock that all polls use.
 *
 * @category models
 * @since 0.1.0
 */
export class PollState extends Schema.Opaque<PollState>()(
  Schema.Struct({
    startedAt: Schema.Finite.annotateKey({ description: "The time at which the wait started." }),
    progressedAt: Schema.Finite.annotateKey({
      description: "The time of the last poll that showed progress, or at which none was expected."
    }),
    consecutiveFailures: Schema.Natural.annotateKey({
      description: "The number of polls that have failed since the last successful one."
    }),
    lastCampaign: Schema.optionalKey(Campaign).annotateKey({
      description: "The campaign at the last successful poll. Absent when no poll succeeded."
    }),
    lastFailure
  }).annotate({ identifier: "PollState", description: "The state between two polls." })
) {}

/**
 * The decision after a poll, with the state for the next one.
 *
 * - `"Wait"`: poll again
 * - `"Done"`: the condition is met
 * - `"Failed"`: the wait ends with an error
 *
 * @category models
 * @since 0.1.0
 */
export type Decision =
  | { readonly _tag: "Wait"; readonly state: PollState }
  | { readonly _tag: "Done"; readonly state: PollState; readonly campaign: Campaign }
  | { readonly _tag: "Failed"; readonly state: PollState; readonly error: CompletionError | RevoxError }

/**
 * Creates the state of a wait that starts now.
 *
 * @category constructors
 * @since 0.1.0
 */
export const initial = (now: number): PollState => ({ startedAt: now, progressedAt: now, consecutiveFailures: 0 })

/**
 * Whether the structured output of a completed campaign is extracted.
 *
 * **Details**
 *
 * Returns `true` in these cases:
 *
 * - `structured_output_extraction` is `"completed"`
 * - extraction is not running, and the assistant extracts no values: `structured_output_config` is `null` or empty
 * - extraction is not running, and no call was completed
 *
 * In all other cases the values `"none"` and `null` and a missing field mean that extraction has not started. It starts
 * some time after completion.
 *
 * **Gotchas**
 *
 * Returns `false` for a campaign without an `assistant`, because it is unknown whether there is anything to extract.
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

/** Whether rows have changed since the last successful poll, or no change is expected. */
const hasProgressed = (campaign: Campaign, lastCampaign: Campaign | undefined): boolean =>
  campaign.status === "draft" ||
  campaign.status === "paused" ||
  campaign.status === "completed" ||
  campaign.row_stats === undefined ||
  lastCampaign?.row_stats === undefined ||
  !sameStats(campaign.row_stats, lastCampaign.row_stats)

/** The reason to stop waiting for a campaign that is not completed, if there is one. */
const terminalFailure = (options: Options, campaign: Campaign, state: PollState, now: number): Reason | undefined => {
  const lastCampaign = campaign
  if (campaign.status === "paused" && options.onPaused === "fail") return new CampaignPausedError({ lastCampaign })
  if (campaign.status === "draft" && options.onDraft === "fail") return new CampaignDraftError({ lastCampaign })
  // Monotonic clocks have fractions of milliseconds, which no message needs.
  const stalledFor = Duration.millis(Math.round(now - state.progressedAt))
  return Duration.isGreaterThanOrEqualTo(stalledFor, options.stallTimeout)
    ? new CampaignStalledError({ stalledFor, lastCampaign })
    : undefined
}

/**
 * Evaluates the result of a poll and decides whether to wait, succeed or fail.
 *
 * **Details**
 *
 * - An unrecognized status is treated as `running`.
 * - A failure that is not retryable ends the wait immediately.
 * - More than `maxConsecutiveFailures` retryable failures in a row end the wait. Each successful poll resets the count.
 *
 * @category polling
 * @since 0.1.0
 */
export const evaluate = (
  options: Options,
  state: PollState,
  result: Result.Result<Campaign, RevoxError>,
  now: number
): Decision => {
  if (Result.isFailure(result)) {
    return PollFailures.evaluate(state, result.failure, options.maxConsecutiveFailures)
  }
  const campaign = result.success
  const next: PollState = {
    startedAt: state.startedAt,
    // A clock that is set back must not make the stall longer.
    progressedAt: hasProgressed(campaign, state.lastCampaign) ? now : Math.min(now, state.progressedAt),
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

/** The campaign at the last successful poll, and the failure of the last one. */
const lastPoll = ({ lastCampaign, lastFailure }: PollState): Pick<PollState, "lastCampaign" | "lastFailure"> => ({
  ...(lastCampaign === undefined ? {} : { lastCampaign }),
  ...(lastFailure === undefined ? {} : { lastFailure })
})

/**
 * Creates the error of a wait that exceeded its timeout.
 *
 * @category polling
 * @since 0.1.0
 */
export const timedOut = (campaignId: string, state: PollState, timeout: Duration.Duration): CompletionError =>
  new CompletionError({ campaignId, reason: new CompletionTimeoutError({ timeout, ...lastPoll(state) }) })

/**
 * Creates the error of a wait whose polling schedule ended before the campaign was completed.
 *
 * @category polling
 * @since 0.1.0
 */
export const pollingEnded = (campaignId: string, state: PollState): CompletionError =>
  new CompletionError({ campaignId, reason: new PollingEndedError(lastPoll(state)) })

const defaultMaxDelay = Duration.seconds(45)

/**
 * Returns the delay before the next poll.
 *
 * **Details**
 *
 * The delay is 5 seconds after the first poll, and 1.5 times the previous one after each further poll, up to `maxDelay`
 * (default: 45 seconds). A jitter of ±20% prevents concurrent waits from polling at the same time.
 *
 * `pollCount` is the number of polls so far, 1 or more. `random` is a number between 0 and 1 that selects the jitter.
 *
 * @category polling
 * @since 0.1.0
 */
export const nextDelay = (
  pollCount: number,
  random: number,
  maxDelay: Duration.Duration = defaultMaxDelay
): Duration.Duration => delayAfter(pollCount, random, maxDelay)

/**
 * Returns the delay that the server requests after a failed request (`Retry-After`): zero if it requests none.
 *
 * **Details**
 *
 * A `RevoxError` has the delay as its `retryAfter`. The result is one day at most, so that a wrong header does not stop
 * polling for years.
 *
 * @category polling
 * @since 0.1.0
 */
export const requestedDelay = (failure: {
  readonly retryAfter?: Duration.Duration | undefined
}): Duration.Duration => delayAfterFailure(failure)

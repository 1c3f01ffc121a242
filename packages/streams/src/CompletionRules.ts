/**
 * What a look at a campaign means for somebody who waits for it, and when to look again: plain functions of plain data,
 * without a clock, a request or a sleep. `CampaignCompletion` is a loop around them; so is any other way to wait, such
 * as a durable workflow that keeps {@link Waiting} between two runs.
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
 * What is waited for, and what ends the waiting.
 *
 * @category models
 * @since 0.1.0
 */
export interface Policy {
  /** Completed, or completed and its structured output extracted; see {@link isExtracted}. */
  readonly until: "completed" | "extracted"
  /** Whether to wait for a paused campaign to be resumed. */
  readonly paused: "wait" | "fail"
  /** Whether to wait for a draft to be started. */
  readonly draft: "wait" | "fail"
  /** How long `row_stats` may stay what they are while the campaign runs. */
  readonly stalledAfter: Duration.Duration
  /** How many transient failures in a row are put up with. */
  readonly toleratedFailures: number
}

/**
 * Waits for completion, through pauses and drafts, however long nothing happens, through five failures in a row.
 *
 * @category policies
 * @since 0.1.0
 */
export const defaultPolicy: Policy = {
  until: "completed",
  paused: "wait",
  draft: "wait",
  stalledAfter: Duration.infinity,
  toleratedFailures: 5
}

/**
 * What somebody who waits remembers from one look to the next. Plain JSON; times are milliseconds of the epoch.
 *
 * @category models
 * @since 0.1.0
 */
export class Waiting extends Schema.Opaque<Waiting>()(
  Schema.Struct({
    since: Schema.Finite.annotateKey({ description: "When the waiting began." }),
    movedAt: Schema.Finite.annotateKey({
      description: "When the campaign was last seen to move, or not to be expected to."
    }),
    failures: Schema.Natural.annotateKey({ description: "Failed looks in a row." }),
    lastSeen: Schema.optionalKey(Campaign).annotateKey({
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
export type Judgement =
  | { readonly _tag: "Wait"; readonly waiting: Waiting }
  | { readonly _tag: "Done"; readonly waiting: Waiting; readonly campaign: Campaign }
  | { readonly _tag: "Failed"; readonly waiting: Waiting; readonly error: CompletionError | RevoxError }

/**
 * The waiting begins.
 *
 * @category constructors
 * @since 0.1.0
 */
export const begin = (now: number): Waiting => ({ since: now, movedAt: now, failures: 0 })

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
const moved = (campaign: Campaign, lastSeen: Campaign | undefined): boolean =>
  campaign.status === "draft" ||
  campaign.status === "paused" ||
  campaign.status === "completed" ||
  campaign.row_stats === undefined ||
  lastSeen?.row_stats === undefined ||
  !sameStats(campaign.row_stats, lastSeen.row_stats)

/** What is wrong with a campaign that is not completed. */
const wrongWith = (policy: Policy, campaign: Campaign, waiting: Waiting, now: number): Reason | undefined => {
  const seen = { lastSeen: campaign }
  if (campaign.status === "paused" && policy.paused === "fail") return new CampaignPausedError(seen)
  if (campaign.status === "draft" && policy.draft === "fail") return new CampaignDraftError(seen)
  const stalledFor = Duration.millis(now - waiting.movedAt)
  return Duration.isGreaterThanOrEqualTo(stalledFor, policy.stalledAfter)
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
export const judge = (
  policy: Policy,
  waiting: Waiting,
  look: Result.Result<Campaign, RevoxError>,
  now: number
): Judgement => {
  if (Result.isFailure(look)) {
    const failures = waiting.failures + 1
    return look.failure.isRetryable && failures <= policy.toleratedFailures
      ? { _tag: "Wait", waiting: { ...waiting, failures } }
      : { _tag: "Failed", waiting, error: look.failure }
  }
  const campaign = look.success
  const next: Waiting = {
    since: waiting.since,
    movedAt: moved(campaign, waiting.lastSeen) ? now : waiting.movedAt,
    failures: 0,
    lastSeen: campaign
  }
  const failed = (reason: Reason): Judgement => ({
    _tag: "Failed",
    waiting: next,
    error: new CompletionError({ campaignId: campaign.id, reason })
  })
  if (campaign.is_cancelled) return failed(new CampaignCancelledError({ lastSeen: campaign }))
  if (campaign.status === "completed") {
    return policy.until === "completed" || isExtracted(campaign)
      ? { _tag: "Done", waiting: next, campaign }
      : { _tag: "Wait", waiting: next }
  }
  const reason = wrongWith(policy, campaign, next, now)
  return reason === undefined ? { _tag: "Wait", waiting: next } : failed(reason)
}

/**
 * The error of somebody who waited too long.
 *
 * @category rules
 * @since 0.1.0
 */
export const timedOut = (campaignId: string, waiting: Waiting, timeout: Duration.Duration): CompletionError =>
  new CompletionError({
    campaignId,
    reason: new CompletionTimeoutError({
      timeout,
      ...(waiting.lastSeen === undefined ? {} : { lastSeen: waiting.lastSeen })
    })
  })

/**
 * The error of somebody whose schedule ended before the campaign did.
 *
 * @category rules
 * @since 0.1.0
 */
export const pollingEnded = (campaignId: string, { lastSeen }: Waiting): CompletionError =>
  new CompletionError({ campaignId, reason: new PollingEndedError(lastSeen === undefined ? {} : { lastSeen }) })

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
export const pauseAfter = (
  looks: number,
  random: number,
  longest: Duration.Duration = longestPause
): Duration.Duration => {
  const millis = Math.min(Duration.toMillis(longest), shortestPause * Math.pow(growth, looks - 1))
  return Duration.millis(millis * (1 - jitter + 2 * jitter * random))
}

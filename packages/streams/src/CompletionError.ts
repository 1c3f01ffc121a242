/**
 * Why a campaign was not waited for to its end, beside the failed requests that `RevoxError` tells of: one error,
 * {@link CompletionError}, with a tagged reason.
 *
 * @since 0.1.0
 */
import { Campaign } from "@effect-revox/schema/Campaign"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"

const lastCampaign = Schema.optionalKey(Campaign).annotateKey({
  description: "The campaign as it was last seen; absent when it never was."
})

/**
 * The campaign was cancelled, so it will never be completed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CampaignCancelledError
  extends Schema.TaggedError<CampaignCancelledError>()("CampaignCancelledError", { lastCampaign })
{
  override get message(): string {
    return "the campaign was cancelled"
  }

  /** Whether waiting again may go better. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The campaign is paused, and the caller did not want to wait for somebody to resume it.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CampaignPausedError
  extends Schema.TaggedError<CampaignPausedError>()("CampaignPausedError", { lastCampaign })
{
  override get message(): string {
    return "the campaign is paused"
  }

  /** Whether waiting again may go better. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The campaign is a draft, and the caller did not want to wait for somebody to start it.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CampaignDraftError
  extends Schema.TaggedError<CampaignDraftError>()("CampaignDraftError", { lastCampaign })
{
  override get message(): string {
    return "the campaign is a draft that nobody started yet"
  }

  /** Whether waiting again may go better. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The campaign is said to run, and its `row_stats` have not changed for as long as the caller allows.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CampaignStalledError extends Schema.TaggedError<CampaignStalledError>()("CampaignStalledError", {
  stalledFor: Schema.Duration.annotateKey({ description: "How long nothing changed." }),
  lastCampaign
}) {
  override get message(): string {
    return `none of its rows changed for ${Duration.format(this.stalledFor)}: are its calling hours over?`
  }

  /** Whether waiting again may go better. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The campaign was not completed in the time that the caller gave it.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CompletionTimeoutError extends Schema.TaggedError<CompletionTimeoutError>()("CompletionTimeoutError", {
  timeout: Schema.Duration.annotateKey({ description: "How long was waited." }),
  lastCampaign
}) {
  override get message(): string {
    const state = this.lastCampaign === undefined ? "it was never seen" : `it is ${this.lastCampaign.status}`
    return `not completed within ${Duration.format(this.timeout)}: ${state}`
  }

  /** Whether waiting again may go better. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The caller's schedule ended before the campaign did.
 *
 * @category reasons
 * @since 0.1.0
 */
export class PollingEndedError extends Schema.TaggedError<PollingEndedError>()("PollingEndedError", { lastCampaign }) {
  override get message(): string {
    return "the polling schedule ended before the campaign was completed"
  }

  /** Whether waiting again may go better. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * Why a campaign was not waited for to its end.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  CampaignCancelledError,
  CampaignPausedError,
  CampaignDraftError,
  CampaignStalledError,
  CompletionTimeoutError,
  PollingEndedError
])
/**
 * Why a campaign was not waited for to its end.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * A campaign was not waited for to its end.
 *
 * @category errors
 * @since 0.1.0
 */
export class CompletionError extends Schema.TaggedError<CompletionError>()("CompletionError", {
  campaignId: Schema.String.annotateKey({ description: "The campaign that was waited for." }),
  reason: Reason.annotateKey({ description: "Why the waiting ended." })
}) {
  override get message(): string {
    return `Campaign ${this.campaignId}: ${this.reason.message}`
  }

  /** Whether waiting again may go better. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

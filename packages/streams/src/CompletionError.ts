/**
 * The error of waiting for a campaign, besides the `RevoxError` of failed requests: {@link CompletionError}, with a
 * tagged reason.
 *
 * @since 0.1.0
 */
import { Campaign } from "@effect-revox/schema/Campaign"
import { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import { failureText, lastFailure } from "./internal/lastFailure.ts"

const lastCampaign = Schema.optionalKey(Campaign).annotateKey({
  description: "The campaign at the last successful poll. Absent when no poll succeeded."
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

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return false
  }
}

/**
 * The campaign is paused, and `onPaused` is `"fail"`.
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

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The campaign is a draft, and `onDraft` is `"fail"`.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CampaignDraftError
  extends Schema.TaggedError<CampaignDraftError>()("CampaignDraftError", { lastCampaign })
{
  override get message(): string {
    return "the campaign is a draft that has not been started"
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The campaign is running, and its `row_stats` have not changed for the duration of `stallTimeout`.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CampaignStalledError extends Schema.TaggedError<CampaignStalledError>()("CampaignStalledError", {
  stalledFor: Schema.Duration.annotateKey({ description: "The time since the last change." }),
  lastCampaign
}) {
  override get message(): string {
    return `no row has changed for ${Duration.format(this.stalledFor)}: check the calling hours of the campaign`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The campaign was not completed within the timeout.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CompletionTimeoutError extends Schema.TaggedError<CompletionTimeoutError>()("CompletionTimeoutError", {
  timeout: Schema.Duration.annotateKey({ description: "The timeout." }),
  lastCampaign,
  lastFailure
}) {
  override get message(): string {
    const state = this.lastCampaign === undefined ? "no poll succeeded" : `its status is ${this.lastCampaign.status}`
    return `not completed within ${Duration.format(this.timeout)}: ${state}${failureText(this.lastFailure)}`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The polling schedule ended before the campaign was completed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class PollingEndedError extends Schema.TaggedError<PollingEndedError>()("PollingEndedError", {
  lastCampaign,
  lastFailure
}) {
  override get message(): string {
    return `the polling schedule ended before the campaign was completed${failureText(this.lastFailure)}`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return true
  }
}

/**
 * The reason why waiting for a campaign failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export const Reason = Schema.Union([
  InvalidOptionError,
  CampaignCancelledError,
  CampaignPausedError,
  CampaignDraftError,
  CampaignStalledError,
  CompletionTimeoutError,
  PollingEndedError
])
/**
 * The reason why waiting for a campaign failed.
 *
 * @category reasons
 * @since 0.1.0
 */
export type Reason = typeof Reason.Type

/**
 * Waiting for a campaign failed.
 *
 * @category errors
 * @since 0.1.0
 */
export class CompletionError extends Schema.TaggedError<CompletionError>()("CompletionError", {
  campaignId: Schema.String.annotateKey({ description: "The campaign that was waited for." }),
  reason: Reason.annotateKey({ description: "The reason why waiting failed." })
}) {
  override get message(): string {
    return `Campaign ${this.campaignId}: ${this.reason.message}`
  }

  /** Whether waiting again may succeed. */
  get isRetryable(): boolean {
    return this.reason.isRetryable
  }
}

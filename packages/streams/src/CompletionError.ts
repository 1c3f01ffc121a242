/**
 * Why a campaign was not waited for to its end, beside the failed requests that `RevoxError` tells of.
 *
 * @since 0.1.0
 */
import { Campaign } from "@effect-revox/schema/Campaign"
import * as Schema from "effect/Schema"

const lastSeen = Schema.optionalKey(Campaign).annotateKey({
  description: "The campaign as it was last seen; absent when it never was."
})

/**
 * The campaign was cancelled, so it will never be completed.
 *
 * @category reasons
 * @since 0.1.0
 */
export class CampaignCancelledError
  extends Schema.TaggedError<CampaignCancelledError>()("CampaignCancelledError", { lastSeen })
{
  override get message(): string {
    return "the campaign was cancelled"
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
  lastSeen
}) {
  override get message(): string {
    const state = this.lastSeen === undefined ? "it was never seen" : `it is ${this.lastSeen.status}`
    return `not completed within ${this.timeout}: ${state}`
  }
}

/**
 * The caller's schedule ended before the campaign did.
 *
 * @category reasons
 * @since 0.1.0
 */
export class PollingEndedError extends Schema.TaggedError<PollingEndedError>()("PollingEndedError", { lastSeen }) {
  override get message(): string {
    return "the polling schedule ended before the campaign was completed"
  }
}

/**
 * A campaign was not waited for to its end.
 *
 * @category errors
 * @since 0.1.0
 */
export class CompletionError extends Schema.TaggedError<CompletionError>()("CompletionError", {
  campaignId: Schema.String.annotateKey({ description: "The campaign that was waited for." }),
  reason: Schema.Union([CampaignCancelledError, CompletionTimeoutError, PollingEndedError]).annotateKey({
    description: "Why the waiting ended."
  })
}) {
  override get message(): string {
    return `Campaign ${this.campaignId}: ${this.reason.message}`
  }
}

import { Campaigns } from "@effect-revox/client/Campaigns"
import * as Campaign from "@effect-revox/schema/Campaign"
import { LaunchMismatchError } from "@effect-revox/streams/CampaignCreation"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { type CampaignRunError, LaunchOutcomeUnknownError } from "../../CampaignRunError.ts"
import { launchRequest } from "../../RunJob.ts"
import type { RunRecord } from "../../RunRecord.ts"
import type { RunStore } from "../../RunStore.ts"
import { isSettled, modify, type Next, next, read, settlePause, stop, summaryOf, transient } from "./context.ts"
import * as Transitions from "./transitions.ts"

/** Whether a campaign is launched, or will be launched at its scheduled time. */
const isLaunched = (campaign: Campaign.Campaign): boolean =>
  campaign.status !== "draft" || Campaign.isTerminal(campaign) || campaign.scheduled_at != null

const setLaunched = (run: RunRecord) => Effect.as(modify(run.id, (now) => Transitions.launched(now)), next())

/** Sends the launch request, at most once for each stored intent. */
const send = Effect.fnUntraced(function*(run: RunRecord, campaignId: string): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | RunStore
> {
  const intended = Option.getOrUndefined(yield* modify(run.id, (now) => Transitions.intendLaunch(run.generation, now)))
  if (intended === undefined) return next()
  const result = yield* Effect.result(
    Campaigns.use((campaigns) => campaigns.launch(campaignId, launchRequest(run.job)))
  )
  if (Result.isSuccess(result)) {
    yield* setLaunched(run)
    if (result.success.launched > 0) return next()
    return yield* new LaunchMismatchError({ id: campaignId, requested: true, found: "draft" })
  }
  const error = result.failure
  switch (error.delivery) {
    case "not-sent":
    case "rejected": {
      yield* modify(run.id, (now) => Transitions.revokeLaunch(intended.launch.intents, now))
      return yield* transient((yield* read(run.id)) ?? run, error)
    }
    case "accepted":
      return yield* setLaunched(run)
    case "unknown":
      return next()
  }
})

/** Launches the draft of a run, after reading its status: someone may have launched it. */
export const launch = Effect.fnUntraced(function*(run: RunRecord, campaignId: string): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | RunStore
> {
  const retrieved = yield* Effect.result(Campaigns.use((campaigns) => campaigns.retrieve(campaignId)))
  if (Result.isFailure(retrieved)) return yield* transient(run, retrieved.failure)
  if (isLaunched(retrieved.success)) return yield* setLaunched(run)
  return run.isPaused ? stop : yield* send(run, campaignId)
})

/** Reads the status of a campaign whose launch has an unknown outcome. Never sends the request again. */
export const settle = Effect.fnUntraced(function*(run: RunRecord, campaignId: string): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | RunStore
> {
  const sentAt = run.launch.at ?? run.updatedAt
  const retrieved = yield* Effect.result(Campaigns.use((campaigns) => campaigns.retrieve(campaignId)))
  const now = yield* Clock.currentTimeMillis
  if (Result.isFailure(retrieved) && (isSettled(run, sentAt, now) || !retrieved.failure.isRetryable)) {
    return yield* transient(run, retrieved.failure)
  }
  if (Result.isSuccess(retrieved) && isLaunched(retrieved.success)) return yield* setLaunched(run)
  if (Result.isSuccess(retrieved) && isSettled(run, sentAt, now)) {
    return yield* new LaunchOutcomeUnknownError({ runId: run.id, campaignId, sentAt, checkedAt: now })
  }
  const failure = Result.isFailure(retrieved) ? summaryOf(retrieved.failure) : null
  yield* modify(run.id, () => Transitions.polled(run.generation, failure, now))
  return yield* settlePause(run, sentAt, now)
})

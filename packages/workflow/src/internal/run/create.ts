import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Campaign } from "@effect-revox/schema/Campaign"
import { verifyLaunch } from "@effect-revox/streams/CampaignCreation"
import type { RowsError } from "@effect-revox/streams/RowsError"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { CampaignExistsError, CreateOutcomeUnknownError } from "../../CampaignRunError.ts"
import type { CampaignRunError } from "../../CampaignRunError.ts"
import { campaignName, createRequest } from "../../RunJob.ts"
import type { RunRecord } from "../../RunRecord.ts"
import { RunStore } from "../../RunStore.ts"
import { retryUntilStored } from "../runnerContext.ts"
import { isSettled, modify, type Next, next, read, settlePause, summaryOf, transient } from "./context.ts"
import * as Match from "./match.ts"
import * as Transitions from "./transitions.ts"

const contactsOf = (run: RunRecord) => retryUntilStored(RunStore.use((store) => store.contacts(run.id)))

/** Campaigns that have the name of the run's campaign, or the id of its undecodable response. */
const findCandidates = Effect.fnUntraced(function*(run: RunRecord) {
  const campaigns = yield* Campaigns.use((campaigns) => campaigns.list())
  return campaigns.filter((campaign) => Match.isCandidate(run.job, campaign) || campaign.id === run.candidateId)
})

/** Campaigns that may belong to the run, and those of them that match it. */
const findMatches = Effect.fnUntraced(function*(
  run: RunRecord
): Effect.fn.Return<
  { readonly candidates: ReadonlyArray<Campaign>; readonly matches: ReadonlyArray<Campaign> },
  RevoxError | RowsError,
  Campaigns | RunStore
> {
  const candidates = yield* findCandidates(run)
  if (candidates.length === 0) return { candidates, matches: [] }
  const contacts = yield* contactsOf(run)
  const matches = yield* Effect.filter(
    candidates,
    (campaign) => Effect.map(Match.differences(run.job, contacts, campaign), (found) => found.length === 0)
  )
  return { candidates, matches }
})

/** Stores the campaign of the run, and compares its status with the requested one. */
const store = Effect.fnUntraced(function*(run: RunRecord, campaign: Campaign, isAdopted: boolean) {
  yield* modify(run.id, (now) => Transitions.created(campaign.id, isAdopted, now))
  yield* verifyLaunch(campaign, createRequest(run.job, []))
  return next()
})

const idsOf = (campaigns: ReadonlyArray<Campaign>): ReadonlyArray<string> => campaigns.map(({ id }) => id)

/** Sends the create request, at most once for each stored intent. */
const send = Effect.fnUntraced(function*(run: RunRecord): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | RunStore
> {
  const { allowDuplicates, allowMissingVariables } = run.job
  const contacts = yield* contactsOf(run)
  const intended = Option.getOrUndefined(yield* modify(run.id, (now) => Transitions.intendCreate(run.generation, now)))
  if (intended === undefined) return next()
  const result = yield* Effect.result(
    Campaigns.use((campaigns) =>
      campaigns.create(createRequest(run.job, contacts), { allowDuplicates, allowMissingVariables })
    )
  )
  if (Result.isSuccess(result)) return yield* store(run, result.success, false)
  const error = result.failure
  const { intents } = intended.creation
  switch (error.delivery) {
    case "not-sent":
    case "rejected": {
      yield* modify(run.id, (now) => Transitions.revokeCreate(intents, now))
      return yield* transient((yield* read(run.id)) ?? run, error)
    }
    case "accepted": {
      const { reason } = error
      if (reason._tag === "InvalidResponseError" && reason.resourceId !== undefined) {
        const { resourceId } = reason
        yield* modify(run.id, (now) => Transitions.candidate(resourceId, now))
      }
      return next()
    }
    case "unknown":
      return next()
  }
})

/**
 * Creates the campaign. Before, checks that no campaign has its name: a run in a lost database may have created it, or an
 * earlier request of this run that the caller has given up.
 */
export const create = Effect.fnUntraced(function*(run: RunRecord): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | RunStore
> {
  const wasSent = run.creation.intents > 0
  const found = yield* Effect.result(findMatches(run))
  if (Result.isFailure(found)) return yield* transient(run, found.failure)
  const { candidates, matches } = found.success
  const [match] = matches
  if (wasSent && match !== undefined && matches.length === 1) return yield* store(run, match, true)
  if (candidates.length > 0) {
    return yield* new CampaignExistsError({
      runId: run.id,
      campaignName: campaignName(run.job),
      campaignIds: idsOf(candidates)
    })
  }
  return yield* send(run)
})

/** Polls for the campaign of a create request whose outcome is unknown, and adopts it. Never sends the request again. */
export const settle = Effect.fnUntraced(function*(run: RunRecord): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | RunStore
> {
  const sentAt = run.creation.at ?? run.updatedAt
  const found = yield* Effect.result(findMatches(run))
  const now = yield* Clock.currentTimeMillis
  if (Result.isSuccess(found)) {
    const [match] = found.success.matches
    if (match !== undefined && found.success.matches.length === 1) return yield* store(run, match, true)
  }
  const failure = Result.isFailure(found) ? found.failure : undefined
  // A failed check proves nothing, so the last one must succeed, unless too many have failed.
  const isFinal = failure === undefined || run.failures >= run.job.export.maxConsecutiveFailures
  if (isSettled(run, sentAt, now) && isFinal) {
    return yield* new CreateOutcomeUnknownError({
      runId: run.id,
      campaignName: campaignName(run.job),
      sentAt,
      checkedAt: now,
      candidates: Result.isSuccess(found) ? idsOf(found.success.candidates) : candidateIds(run),
      ...(failure === undefined ? {} : { lastFailure: failure.message })
    })
  }
  yield* modify(
    run.id,
    () => Transitions.polled(run.generation, failure === undefined ? null : summaryOf(failure), now)
  )
  if (failure !== undefined && isSettled(run, sentAt, now)) return next(failedCheckPause)
  return yield* settlePause(run, sentAt, now)
})

/** Pause between two checks that fail after the settle time. */
const failedCheckPause = 60_000

/** The id of the response that could not be decoded, if there is one. */
export const candidateIds = ({ candidateId }: RunRecord): ReadonlyArray<string> =>
  candidateId === null ? [] : [candidateId]

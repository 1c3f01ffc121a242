import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Campaign from "@effect-revox/schema/Campaign"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { ExportCancelledError } from "../../CampaignExportsError.ts"
import {
  type CampaignRunError,
  CreateOutcomeUnknownError,
  OtherServiceError,
  RunDefectError
} from "../../CampaignRunError.ts"
import { campaignName } from "../../RunJob.ts"
import type { RunRecord } from "../../RunRecord.ts"
import type { RunStore } from "../../RunStore.ts"
import { modify, read } from "./context.ts"
import { candidateIds } from "./create.ts"
import { isServed } from "./served.ts"
import { RunEngine } from "./step.ts"
import * as Transitions from "./transitions.ts"

const retrySchedule = Schedule.upTo(
  Schedule.min([Schedule.exponential("1 second"), Schedule.spaced("1 minute")]),
  { times: 20 }
)

const isConflict = ({ reason }: RevoxError): boolean => reason._tag === "ConflictError"

/** Deletes the draft of a run, or cancels its campaign. Does nothing when the campaign places no more calls. */
const stopCampaign = (run: RunRecord, campaignId: string): Effect.Effect<void, RevoxError, Campaigns> =>
  Effect.gen(function*() {
    const campaigns = yield* Campaigns
    const campaign = yield* campaigns.retrieve(campaignId)
    if (Campaign.isTerminal(campaign)) return
    // A launch that may still be processed could start a draft before it is deleted, so such a draft is cancelled.
    const isUnlaunched = campaign.status === "draft" && run.launch.state === "none" && run.job.launch !== "create"
    yield* isUnlaunched ? campaigns.delete(campaignId) : campaigns.cancel(campaignId)
  }).pipe(
    Effect.catchReason("RevoxError", "NotFoundError", () => Effect.void),
    Effect.retry({ schedule: retrySchedule, while: (error) => error.isRetryable || isConflict(error) })
  )

/** Ends a run that was cancelled. Returns the error when its campaign may still call contacts. */
const cancelled = Effect.fnUntraced(function*(run: RunRecord): Effect.fn.Return<
  CampaignRunError | undefined,
  never,
  Campaigns | RunEngine
> {
  const { campaignId, creation, isAdopted, mayCancelAdopted } = run
  if (campaignId !== null) {
    if (isAdopted && !mayCancelAdopted) return undefined
    const { baseUrl } = yield* RunEngine
    if (baseUrl !== undefined && !isServed(run, baseUrl)) {
      return new OtherServiceError({ runId: run.id, requested: run.job.export.baseUrl ?? "", running: baseUrl })
    }
    const result = yield* Effect.result(stopCampaign(run, campaignId))
    return result._tag === "Failure" ? result.failure : undefined
  }
  return creation.state === "intended"
    ? new CreateOutcomeUnknownError({
      runId: run.id,
      campaignName: campaignName(run.job),
      sentAt: creation.at ?? run.updatedAt,
      checkedAt: yield* Clock.currentTimeMillis,
      candidates: candidateIds(run)
    })
    : undefined
})

/** Stores the end of a run that failed or was cancelled, and stops the campaign of a cancelled one. */
export const undo = Effect.fnUntraced(function*(
  id: string,
  generation: number,
  cause: Cause.Cause<unknown>,
  failure: CampaignRunError | undefined
): Effect.fn.Return<void, never, Campaigns | RunEngine | RunStore> {
  const run = yield* read(id)
  if (run === undefined || !Transitions.isCurrent(run, generation)) return
  const end = (status: "failed" | "cancelled", error: CampaignRunError | undefined) =>
    modify(id, (now) => Transitions.ended(generation, status, { error }, now))
  // The engine may interrupt the export of a cancelled run first.
  const isCancelled = run.isCancelling && failure?._tag === "ExportCancelledError"
  if (failure !== undefined && !isCancelled) return yield* Effect.asVoid(end("failed", failure))
  if (failure === undefined && !Cause.hasInterruptsOnly(cause)) {
    return yield* Effect.asVoid(end("failed", new RunDefectError({ runId: id, problem: Cause.pretty(cause) })))
  }
  if (!run.isCancelling) {
    return yield* Effect.asVoid(end("failed", new ExportCancelledError({ id: run.exportId ?? "unknown" })))
  }
  const error = yield* cancelled(run)
  yield* end(error === undefined ? "cancelled" : "failed", error)
})

import { Campaigns } from "@effect-revox/client/Campaigns"
import * as Effect from "effect/Effect"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { CampaignRunError } from "../../CampaignRunError.ts"
import type { Destinations } from "../../Destination.ts"
import { DestinationError, TargetInUseError } from "../../DestinationError.ts"
import { deduplicationKey, type ExportJob } from "../../ExportJob.ts"
import { ExportStore } from "../../ExportStore.ts"
import type * as RunRecord from "../../RunRecord.ts"
import type { RunStore } from "../../RunStore.ts"
import { activeExportTo } from "../activeExport.ts"
import { checkDestination } from "../checkDestination.ts"
import { retryUntilStored } from "../runnerContext.ts"
import { modify, type Next, next, read, stop, transient } from "./context.ts"
import * as Create from "./create.ts"
import * as Launch from "./launch.ts"
import { awaitOtherService, isServed } from "./served.ts"
import * as Transitions from "./transitions.ts"

/** The engine, as the steps of a run use it, and the service that the runner uses. */
export class RunEngine extends Context.Service<RunEngine, {
  /** Base URL of the runner's client. `undefined` runs all runs. */
  readonly baseUrl: string | undefined
  /** Interrupts an execution that is being cancelled. */
  readonly interrupt: (executionId: string) => Effect.Effect<void>
  /** Returns the id of an export. */
  readonly exportId: (job: ExportJob) => Effect.Effect<string>
}>()("@effect-revox/workflow/internal/RunEngine") {}

const firstJob = ({ job }: RunRecord.RunRecord, campaignId: string): ExportJob => ({
  ...job.export,
  campaignId,
  generation: 0
})

/** Pause between two attempts to start an export whose target is in use. */
const targetPause = 60_000

/**
 * Pauses the campaign of a run that was paused while its campaign was created. If the run is resumed meanwhile, resumes the
 * campaign afterwards, because the caller may have found it running.
 */
const applyPause = Effect.fnUntraced(function*(run: RunRecord.RunRecord, campaignId: string) {
  const campaigns = yield* Campaigns
  const setPausing = (isPausing: boolean) =>
    modify(run.id, (now) => Transitions.pausing(run.generation, isPausing, now))
  if (run.isPaused) yield* setPausing(true)
  const { status } = yield* campaigns.retrieve(campaignId)
  if (run.isPaused && status === "running") yield* campaigns.pause(campaignId)
  if (!run.isPaused && status === "paused") yield* campaigns.resume(campaignId)
  const after = yield* read(run.id)
  if (after?.isPaused === run.isPaused) yield* setPausing(false)
  return after?.isPaused === run.isPaused
})

/** Stores the export of the run, as the next generation of the exports with its key. */
const startExport = Effect.fnUntraced(function*(run: RunRecord.RunRecord, campaignId: string): Effect.fn.Return<
  Next,
  CampaignRunError,
  ExportStore | RunEngine | RunStore
> {
  const store = yield* ExportStore
  const engine = yield* RunEngine
  const first = firstJob(run, campaignId)
  const latest = Option.getOrUndefined(yield* retryUntilStored(store.latest(deduplicationKey(first))))
  const isOwn = latest !== undefined && latest.id === run.exportId && latest.status !== "failed" &&
    latest.status !== "cancelled"
  const job = latest === undefined || isOwn
    ? latest?.job ?? first
    : { ...first, generation: latest.job.generation + 1 }
  const id = yield* engine.exportId(job)
  if (Option.isNone(yield* modify(run.id, (now) => Transitions.exporting(run.generation, id, now)))) return next()
  if (Option.isSome(yield* retryUntilStored(store.queue(id, job)))) return { _tag: "Export", id, job }
  const other = yield* retryUntilStored(activeExportTo(store, job.destination))
  const error = new DestinationError({
    destination: job.destination.name,
    reason: new TargetInUseError({ exportId: other?.id ?? "unknown" })
  })
  if (run.failures >= run.job.export.maxConsecutiveFailures) return yield* error
  const failure = { error: error.reason._tag, message: error.message }
  yield* modify(run.id, (now) => Transitions.failedOnce(run.generation, failure, now))
  return next(targetPause)
})

/** Runs the next step of a campaign that exists: its launch, or its export. */
const afterCreation = Effect.fnUntraced(function*(run: RunRecord.RunRecord, campaignId: string): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | ExportStore | RunEngine | RunStore
> {
  if (run.job.launch === "draft" && run.launch.state !== "done") {
    return yield* run.launch.state === "none" ? Launch.launch(run, campaignId) : Launch.settle(run, campaignId)
  }
  if (run.isPaused || run.isPausing) {
    const applied = yield* Effect.result(applyPause(run, campaignId))
    if (Result.isFailure(applied)) {
      const { failure } = applied
      // The next step reads the status of the campaign before it sends anything.
      const isRetryable = failure.isRetryable || failure.delivery === "unknown" ||
        failure.reason._tag === "ConflictError"
      return yield* transient(run, failure, isRetryable)
    }
    if (!applied.success) return next()
  }
  return yield* startExport(run, campaignId)
})

/** Runs the next step of a run, as its stored state requires. */
export const step = Effect.fnUntraced(function*(id: string, generation: number, executionId: string): Effect.fn.Return<
  Next,
  CampaignRunError,
  Campaigns | Destinations | ExportStore | RunEngine | RunStore
> {
  const run = yield* read(id)
  if (run === undefined || !Transitions.isCurrent(run, generation)) return stop
  const { baseUrl, interrupt } = yield* RunEngine
  if (baseUrl !== undefined && !isServed(run, baseUrl)) {
    yield* awaitOtherService(run, baseUrl)
    yield* interrupt(executionId)
    return next(1000)
  }
  const { campaignId, creation } = run
  if (campaignId === null && creation.state === "intended") return yield* Create.settle(run)
  if (run.isCancelling) {
    yield* interrupt(executionId)
    // The engine interrupts the run during the pause.
    return next(1000)
  }
  if (campaignId !== null) return yield* afterCreation(run, campaignId)
  if (run.isPaused) return stop
  // Fails before anything is sent, so that no contact is called for an export that cannot be written.
  yield* checkDestination(firstJob(run, ""))
  return yield* Create.create(run)
})

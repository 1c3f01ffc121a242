import { Campaigns } from "@effect-revox/client/Campaigns"
import type { Campaign } from "@effect-revox/schema/Campaign"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as Rules from "@effect-revox/streams/CompletionPolling"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import { Destinations, type ExportTask, type Progress, type StepError } from "../Destination.ts"
import type { ExportJobError } from "../ExportJobError.ts"
import { ExportStore } from "../ExportStore.ts"
import type { CampaignObservation, FailureSummary } from "../ExportRecord.ts"
import * as Elapsed from "./elapsed.ts"
import { pauseAfter } from "./pause.ts"
import { interruptIfCancelling, retryUntilStored, RunnerContext, untilCancelling } from "./runnerContext.ts"
import * as Service from "./service.ts"

/** State between two polls of the campaign. */
export class Watch extends Schema.Opaque<Watch>()(
  Schema.Struct({
    _tag: Schema.tag("Watch"),
    pollState: Rules.PollState,
    pollCount: Schema.Natural,
    // Absent before the first poll, and in states that an older version stored.
    observedAt: Schema.optionalKey(Elapsed.Instant),
    pause: Schema.Finite,
    isTerminal: Schema.Boolean
  })
) {}

/** State between two attempts to prepare the destination. */
export class Prepare extends Schema.Opaque<Prepare>()(
  Schema.Struct({
    _tag: Schema.tag("Prepare"),
    failures: Schema.Natural,
    pause: Schema.Finite,
    isTerminal: Schema.Boolean
  })
) {}

/** State between two steps that write rows. The destination stores the checkpoint. */
export class Transfer extends Schema.Opaque<Transfer>()(
  Schema.Struct({
    _tag: Schema.tag("Transfer"),
    failures: Schema.Natural,
    rereads: Schema.Natural,
    pause: Schema.Finite,
    isTerminal: Schema.Boolean
  })
) {}

/** State between two attempts to publish the rows. */
export class Publish extends Schema.Opaque<Publish>()(
  Schema.Struct({
    _tag: Schema.tag("Publish"),
    failures: Schema.Natural,
    pause: Schema.Finite,
    isTerminal: Schema.Boolean,
    /** Result of the export. Absent before it is published. */
    published: Schema.optionalKey(
      Schema.Struct({ location: Schema.String, rows: Schema.Natural, pages: Schema.Natural })
    )
  })
) {}

/** Maximum number of times that all rows are read again when some are missing. */
const maxRereads = 3

/** Summarizes an error for the store. */
export const toFailureSummary = (error: ExportJobError | StepError): FailureSummary => ({
  error: error.reason._tag,
  message: error.message
})

const pollOptions = ({ job }: ExportTask): Rules.Options => ({
  until: job.until,
  onPaused: job.onPaused,
  onDraft: job.onDraft,
  stallTimeout: job.stallTimeout ?? Duration.infinity,
  maxConsecutiveFailures: job.maxConsecutiveFailures
})

/** Omits large fields that no later poll needs, since the engine stores the campaign once per poll. */
const summarize = (campaign: Campaign): Campaign => Struct.omit(campaign, ["assistant", "call_retry_config"])

const withCampaignSummary = (state: Rules.PollState): Rules.PollState =>
  state.lastCampaign === undefined ? state : { ...state, lastCampaign: summarize(state.lastCampaign) }

const toObservation = (
  campaign: Campaign,
  pollCount: number,
  observedAt: number,
  pause: number
): CampaignObservation => ({
  status: campaign.is_cancelled ? "cancelled" : campaign.status,
  finished: campaign.row_stats === undefined ? 0 : RowStats.finished(campaign.row_stats),
  total: campaign.row_stats?.total ?? 0,
  pollCount,
  observedAt,
  ...(pause === 0 ? {} : { nextPollAt: observedAt + pause })
})

/** The state of the rules at an instant, in which as much time has passed as on a clock that is never set back. */
const atInstant = (
  { observedAt, pollState }: Watch,
  started: Elapsed.Instant,
  now: Elapsed.Instant
): Rules.PollState => {
  const since = observedAt ?? { process: "", wall: pollState.startedAt, monotonic: 0 }
  // No process is known to have run since the wait started.
  const setBack = observedAt === undefined
    ? Math.max(0, since.wall - now.wall)
    : Elapsed.setBack(since, started, now)
  return {
    ...pollState,
    startedAt: pollState.startedAt - setBack,
    progressedAt: pollState.progressedAt - setBack
  }
}

/** The engine interrupts a cancelled export during this pause, in milliseconds. */
const interruptionPause = 1000

/** Polls the campaign once, by the rules of `CampaignCompletion`. */
export const poll = Effect.fnUntraced(function*(
  task: ExportTask,
  before: Watch
): Effect.fn.Return<Watch, ExportJobError, Campaigns | ExportStore | RunnerContext> {
  const { campaignId, maxPollInterval, timeout = Duration.infinity } = task.job
  const store = yield* ExportStore
  const { startedAt } = yield* RunnerContext
  if (!(yield* Service.isSameBaseUrl(task))) return { ...before, pause: interruptionPause }
  const polled = yield* Effect.result(Campaigns.use((campaigns) => campaigns.retrieve(campaignId)))
  if (polled._tag === "Success" && !(yield* Service.isSameOrganization(task, polled.success))) {
    return { ...before, pause: interruptionPause }
  }
  const observedAt = yield* Elapsed.nowOf(startedAt)
  const now = observedAt.wall
  const decision = Rules.evaluate(pollOptions(task), atInstant(before, startedAt, observedAt), polled, now)
  if (decision._tag === "Failed") return yield* decision.error
  const { state } = decision
  const isTerminal = decision._tag === "Done"
  const remaining = state.startedAt + Duration.toMillis(timeout) - now
  // A campaign that completed while no runner polled is complete, even after the timeout.
  if (!isTerminal && remaining <= 0) return yield* Rules.timedOut(campaignId, withCampaignSummary(state), timeout)
  const pollCount = before.pollCount + 1
  const failure = polled._tag === "Failure" ? polled.failure : undefined
  const scheduled = yield* pauseAfter(pollCount, maxPollInterval, failure)
  const pause = isTerminal ? 0 : Math.ceil(Math.min(scheduled, remaining))
  const { lastCampaign } = state
  yield* retryUntilStored(store.recordPoll(
    task.id,
    lastCampaign === undefined ? undefined : toObservation(lastCampaign, pollCount, now, pause),
    failure === undefined ? undefined : toFailureSummary(failure)
  ))
  yield* interruptIfCancelling(task.id)
  return { _tag: "Watch", pollState: withCampaignSummary(state), pollCount, observedAt, pause, isTerminal }
})

/**
 * Stores a failure of the destination, or of reading rows, and returns the pause before the next attempt. Fails when a
 * retry cannot succeed, or when there were too many.
 */
const pauseAfterFailure = Effect.fnUntraced(function*(
  { id, job }: ExportTask,
  failures: number,
  error: StepError
): Effect.fn.Return<number, StepError, ExportStore> {
  if (!error.isRetryable || failures > job.maxConsecutiveFailures) return yield* error
  yield* retryUntilStored(ExportStore.use((store) => store.recordProgress(id, undefined, toFailureSummary(error))))
  return Math.ceil(yield* pauseAfter(failures, job.maxPollInterval, error))
})

/** Prepares the destination. */
export const prepare = Effect.fnUntraced(function*(
  task: ExportTask,
  before: Prepare
): Effect.fn.Return<Prepare, ExportJobError, Campaigns | Destinations | ExportStore | RunnerContext> {
  const store = yield* ExportStore
  const destination = yield* Destinations.use((destinations) => destinations.of(task.job))
  if (!(yield* Service.isSameBaseUrl(task))) return { ...before, pause: interruptionPause }
  const result = yield* Effect.result(destination.prepare(task))
  if (result._tag === "Success") {
    yield* retryUntilStored(store.recordProgress(task.id, undefined, undefined))
    return { _tag: "Prepare", failures: 0, pause: 0, isTerminal: true }
  }
  const failures = before.failures + 1
  const pause = yield* pauseAfterFailure(task, failures, result.failure)
  yield* interruptIfCancelling(task.id)
  return { _tag: "Prepare", failures, pause, isTerminal: false }
})

const afterSuccess = (before: Transfer, { isComplete }: Progress): Transfer => ({
  ...before,
  failures: 0,
  pause: 0,
  isTerminal: isComplete
})

/** Writes some pages, from the checkpoint of the destination. */
export const transfer = Effect.fnUntraced(function*(
  task: ExportTask,
  before: Transfer
): Effect.fn.Return<Transfer, ExportJobError, Campaigns | Destinations | ExportStore | RunnerContext> {
  const store = yield* ExportStore
  const { pagesPerStep, permits } = yield* RunnerContext
  const destination = yield* Destinations.use((destinations) => destinations.of(task.job))
  const isServed = yield* Effect.result(Service.isServed(task))
  const result = isServed._tag === "Failure"
    ? isServed
    : isServed.success
    ? yield* Effect.raceFirst(
      Effect.result(permits.withPermit(destination.writeNext(task, pagesPerStep))),
      Effect.asVoid(untilCancelling(task.id))
    )
    : undefined
  if (result === undefined) return { ...before, pause: interruptionPause }
  if (result._tag === "Success") {
    yield* retryUntilStored(store.recordProgress(task.id, result.success, undefined))
    return afterSuccess(before, result.success)
  }
  const error = result.failure
  const failures = before.failures + 1
  // When rows are missing at the end, resuming from the checkpoint cannot find them.
  const isReread = error._tag === "RowsError"
  const rereads = before.rereads + (isReread ? 1 : 0)
  if (rereads > maxRereads) return yield* error
  const pause = yield* pauseAfterFailure(task, failures, error)
  const reset = isReread ? yield* Effect.result(destination.reset(task)) : undefined
  if (reset?._tag === "Failure") {
    // The next step finds that the same rows are missing.
    const pause = yield* pauseAfterFailure(task, failures, reset.failure)
    return { ...before, failures, pause }
  }
  return { _tag: "Transfer", failures, rereads, pause, isTerminal: false }
})

/** Publishes the rows, and stores that the export is complete. */
export const publish = Effect.fnUntraced(function*(
  task: ExportTask,
  before: Publish
): Effect.fn.Return<Publish, ExportJobError, Destinations | ExportStore | RunnerContext> {
  const store = yield* ExportStore
  const destination = yield* Destinations.use((destinations) => destinations.of(task.job))
  const result = yield* Effect.result(destination.publish(task))
  if (result._tag === "Success") {
    yield* retryUntilStored(store.finish(task.id, "complete", {}))
    const record = Option.getOrUndefined(yield* retryUntilStored(store.get(task.id)))
    const published = { location: result.success.location, rows: record?.rows ?? 0, pages: record?.pages ?? 0 }
    return { _tag: "Publish", failures: 0, pause: 0, isTerminal: true, published }
  }
  const failures = before.failures + 1
  const pause = yield* pauseAfterFailure(task, failures, result.failure)
  yield* interruptIfCancelling(task.id)
  return { _tag: "Publish", failures, pause, isTerminal: false }
})

import { Campaigns } from "@effect-revox/client/Campaigns"
import type { Campaign } from "@effect-revox/schema/Campaign"
import * as RowStats from "@effect-revox/schema/RowStats"
import * as Rules from "@effect-revox/streams/CompletionPolling"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Semaphore from "effect/Semaphore"
import * as Struct from "effect/Struct"
import { Destinations, type ExportTask, type Progress, type StepError } from "../Destination.ts"
import type { ExportJobError } from "../ExportJobError.ts"
import { ExportStore } from "../ExportStore.ts"
import type { CampaignObservation, FailureSummary } from "../ExportRecord.ts"

/** How much a runner does at once, and in one go. */
export class Pace extends Context.Service<Pace, {
  readonly pagesPerStep: number
  readonly permits: Semaphore.Semaphore
  /** Sees to it that an export ends which somebody wants to end. */
  readonly interrupt: (id: string) => Effect.Effect<void>
}>()("@effect-revox/workflow/internal/Pace") {}

/** What is remembered from one look at the campaign to the next. */
export class Watch extends Schema.Opaque<Watch>()(
  Schema.Struct({
    _tag: Schema.tag("Watch"),
    waiting: Rules.PollState,
    pollCount: Schema.Natural,
    pause: Schema.Finite,
    isTerminal: Schema.Boolean
  })
) {}

/** What is remembered from one step of writing to the next. Where it stopped, the destination knows. */
export class Transfer extends Schema.Opaque<Transfer>()(
  Schema.Struct({
    _tag: Schema.tag("Transfer"),
    failures: Schema.Natural,
    readings: Schema.Natural,
    pause: Schema.Finite,
    isTerminal: Schema.Boolean
  })
) {}

/** So often is everything read again when rows are missing. */
const mostReadings = 3

const patiently = Schedule.exponential("200 millis", 1.5).pipe(
  Schedule.modifyDelay(({ duration }) => Effect.succeed(Duration.min(duration, Duration.seconds(15))))
)

/** The database of the log is that of the engine: without it nothing can go on, and with it everything can. */
export const surely = <A, E extends { readonly isRetryable: boolean }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.tapError((error) => Effect.logWarning("An export waits for its database", error)),
    Effect.retry({ schedule: patiently, while: (error) => error.isRetryable }),
    Effect.orDie
  )

/** An error in short. */
const problemOf = (error: ExportJobError | StepError): FailureSummary => ({
  error: error.reason._tag,
  message: error.message
})

const policyOf = ({ job }: ExportTask): Rules.Options => ({
  until: job.until,
  onPaused: job.onPaused,
  onDraft: job.onDraft,
  stallTimeout: job.stallTimeout ?? Duration.infinity,
  maxConsecutiveFailures: job.maxConsecutiveFailures
})

/** The campaign without what nobody asks for after the look: it is kept once for each look. */
const lean = (campaign: Campaign): Campaign => Struct.omit(campaign, ["assistant", "call_retry_config"])

const withLeanCampaign = (waiting: Rules.PollState): Rules.PollState =>
  waiting.lastCampaign === undefined ? waiting : { ...waiting, lastCampaign: lean(waiting.lastCampaign) }

const sightingOf = (campaign: Campaign, pollCount: number, observedAt: number, pause: number): CampaignObservation => ({
  status: campaign.is_cancelled ? "cancelled" : campaign.status,
  finished: campaign.row_stats === undefined ? 0 : RowStats.finished(campaign.row_stats),
  total: campaign.row_stats?.total ?? 0,
  pollCount,
  observedAt,
  ...(pause === 0 ? {} : { nextPollAt: observedAt + pause })
})

/** Whether somebody wants the export to end. */
const isCancelling = Effect.fnUntraced(function*(id: string) {
  const record = yield* surely(ExportStore.use((log) => log.get(id)))
  return Option.exists(record, (record) => record.isCancelling)
})

/** Who asked for the end may have been killed before the engine knew. */
const heed = Effect.fnUntraced(function*(id: string) {
  const { interrupt } = yield* Pace
  if (yield* isCancelling(id)) yield* interrupt(id)
})

/** Waits until somebody wants the export to end, and sees to it. */
const untilCancelling = (id: string) =>
  isCancelling(id).pipe(
    Effect.repeat({ schedule: Schedule.spaced("1 second"), until: (isCancelling) => isCancelling }),
    Effect.andThen(heed(id))
  )

/** Looks at the campaign, by the rules of everybody who waits for one. */
export const look = Effect.fnUntraced(function*(
  task: ExportTask,
  before: Watch
): Effect.fn.Return<Watch, ExportJobError, Campaigns | ExportStore | Pace> {
  const { campaignId, maxPollInterval, timeout = Duration.infinity } = task.job
  const log = yield* ExportStore
  const seen = yield* Effect.result(Campaigns.use((campaigns) => campaigns.retrieve(campaignId)))
  const now = yield* Clock.currentTimeMillis
  const judgement = Rules.evaluate(policyOf(task), before.waiting, seen, now)
  if (judgement._tag === "Failed") return yield* judgement.error
  const { state } = judgement
  const isTerminal = judgement._tag === "Done"
  const left = state.startedAt + Duration.toMillis(timeout) - now
  // What was completed while no runner polled is completed, however late.
  if (!isTerminal && left <= 0) return yield* Rules.timedOut(campaignId, withLeanCampaign(state), timeout)
  const pollCount = before.pollCount + 1
  const wanted = Duration.toMillis(Rules.nextDelay(pollCount, yield* Random.next, maxPollInterval))
  const asked = seen._tag === "Failure" ? Duration.toMillis(seen.failure.retryAfter ?? Duration.zero) : 0
  const pause = isTerminal ? 0 : Math.ceil(Math.min(Math.max(wanted, asked), left))
  const { lastCampaign } = state
  yield* surely(log.recordPoll(
    task.id,
    lastCampaign === undefined ? undefined : sightingOf(lastCampaign, pollCount, now, pause),
    seen._tag === "Failure" ? problemOf(seen.failure) : undefined
  ))
  yield* heed(task.id)
  return { _tag: "Watch", waiting: withLeanCampaign(state), pollCount, pause, isTerminal }
})

const transferred = (before: Transfer, { isComplete }: Progress): Transfer => ({
  ...before,
  failures: 0,
  pause: 0,
  isTerminal: isComplete
})

/** Writes some pages, from where the destination stopped. */
export const transfer = Effect.fnUntraced(function*(
  task: ExportTask,
  before: Transfer
): Effect.fn.Return<Transfer, ExportJobError, Campaigns | Destinations | ExportStore | Pace> {
  const log = yield* ExportStore
  const { pagesPerStep, permits } = yield* Pace
  const destination = yield* Destinations.use((destinations) => destinations.of(task.job))
  const result = yield* Effect.raceFirst(
    Effect.result(permits.withPermit(destination.writeNext(task, pagesPerStep))),
    Effect.asVoid(untilCancelling(task.id))
  )
  // The engine ends the export before the pause is over.
  if (result === undefined) return { ...before, pause: 1000 }
  if (result._tag === "Success") {
    yield* surely(log.recordProgress(task.id, result.success, undefined))
    return transferred(before, result.success)
  }
  const error = result.failure
  if (!error.isRetryable) return yield* error
  const failures = before.failures + 1
  // Where rows are missing at the end, going on from there brings nothing.
  const again = error._tag === "RowsError"
  const readings = before.readings + (again ? 1 : 0)
  if (failures > task.job.maxConsecutiveFailures || readings > mostReadings) return yield* error
  if (again) yield* destination.reset(task)
  yield* surely(log.recordProgress(task.id, undefined, problemOf(error)))
  const wanted = Duration.toMillis(Rules.nextDelay(failures, yield* Random.next, task.job.maxPollInterval))
  const asked = error._tag === "RevoxError" ? Duration.toMillis(error.retryAfter ?? Duration.zero) : 0
  return { _tag: "Transfer", failures, readings, pause: Math.ceil(Math.max(wanted, asked)), isTerminal: false }
})

/** What the end of an export leaves behind when it is not the one that was wanted. */
export const undo = Effect.fnUntraced(function*(
  task: ExportTask,
  cause: Cause.Cause<unknown>,
  failure: ExportJobError | undefined
): Effect.fn.Return<void, never, Destinations | ExportStore> {
  const log = yield* ExportStore
  const destination = yield* Effect.option(Destinations.use((destinations) => destinations.of(task.job)))
  if (destination._tag === "Some") yield* surely(destination.value.rollback(task))
  const problem = failure !== undefined
    ? problemOf(failure)
    : Cause.hasInterruptsOnly(cause)
    ? undefined
    : { error: "Defect", message: Cause.pretty(cause) }
  yield* surely(log.finish(task.id, problem === undefined ? "cancelled" : "failed", { problem }))
})

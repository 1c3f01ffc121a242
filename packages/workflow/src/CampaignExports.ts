/**
 * What an application does with exports: start, look at, wait for and cancel them.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import { CampaignExportWorkflow, type ExportSummary } from "./CampaignExportWorkflow.ts"
import { TargetInUseError } from "./DestinationError.ts"
import type { ExportJobError } from "./ExportJobError.ts"
import { deduplicationKey, ExportJob } from "./ExportJob.ts"
import { ExportStore, type ListOptions } from "./ExportStore.ts"
import { type ExportRecord, isTerminal } from "./ExportRecord.ts"
import {
  CampaignExportsError,
  ExportCancelledError,
  InvalidExportError,
  type Reason,
  StoreError,
  UnknownExportError
} from "./CampaignExportsError.ts"

/**
 * An export that somebody wants: a job, whose attempts are counted here. What each field means, and its default, is said
 * at `ExportJob`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExportRequest
  extends Omit<(typeof ExportJob)["~type.make.in"], "generation" | "timeout" | "stallTimeout" | "maxPollInterval">
{
  /** How long to wait for the campaign at the most. Default as long as it takes. */
  readonly timeout?: Duration.Input | undefined
  /** How long the `row_stats` of a running campaign may stay the same. Default as long as it takes. */
  readonly stallTimeout?: Duration.Input | undefined
  /** The longest pause between two polls of the campaign. Default 5 minutes. */
  readonly maxPollInterval?: Duration.Input | undefined
}

/**
 * How to start an export that was started before.
 *
 * @category models
 * @since 0.1.0
 */
export interface StartOptions {
  /** Whether to export once more what was exported already. Default false. */
  readonly force?: boolean | undefined
}

/**
 * The exports of an application.
 *
 * @category services
 * @since 0.1.0
 */
export class CampaignExports extends Context.Service<CampaignExports, {
  /**
   * Starts an export, and does not wait for it. One that was started before is given as it is; one that failed or was
   * cancelled begins anew, under another id.
   */
  readonly start: (request: ExportRequest, options?: StartOptions) => Effect.Effect<ExportRecord, CampaignExportsError>
  /** An export as it is now. */
  readonly get: (id: string) => Effect.Effect<ExportRecord, CampaignExportsError>
  /** Exports, the newest first. */
  readonly list: (options?: ListOptions) => Effect.Effect<ReadonlyArray<ExportRecord>, CampaignExportsError>
  /** Asks an export to end, and does not wait for that. One that is over stays as it is. */
  readonly cancel: (id: string) => Effect.Effect<ExportRecord, CampaignExportsError>
  /** An export as it changes, up to its end. */
  readonly watch: (id: string) => Stream.Stream<ExportRecord, CampaignExportsError>
  /** Waits for an export, and gives what came of it or fails with what it failed with. */
  readonly result: (id: string) => Effect.Effect<ExportSummary, ExportJobError | CampaignExportsError>
}>()("@effect-revox/workflow/CampaignExports") {}

const fail = (operation: string, reason: Reason) => Effect.fail(new CampaignExportsError({ operation, reason }))

const stored = (operation: string) => (error: SqlError) =>
  fail(operation, new StoreError({ problem: error.message, isRetryable: error.isRetryable }))

const invalid = (operation: string, problem: string) => fail(operation, new InvalidExportError({ problem }))

/**
 * The job that somebody asks for, as its first attempt; an `InvalidExportError` when it makes no sense.
 *
 * @category constructors
 * @since 0.1.0
 */
export const job = Effect.fnUntraced(function*(
  request: ExportRequest
): Effect.fn.Return<ExportJob, CampaignExportsError> {
  const operation = "CampaignExports.start"
  const { maxPollInterval, stallTimeout, timeout, ...rest } = request
  const read = (name: string, input: Duration.Input | undefined) =>
    input === undefined ? Effect.undefined : Effect.fromOption(Duration.fromInput(input)).pipe(
      Effect.catch(() => invalid(operation, `${name} is no duration, such as "2 hours".`))
    )
  const durations = {
    maxPollInterval: yield* read("maxPollInterval", maxPollInterval),
    stallTimeout: yield* read("stallTimeout", stallTimeout),
    timeout: yield* read("timeout", timeout)
  }
  // A limit without an end is none.
  const isLimit = (input: Duration.Duration | undefined): input is Duration.Duration =>
    input !== undefined && Duration.isFinite(input)
  return yield* ExportJob.makeEffect({
    ...rest,
    generation: 0,
    ...(durations.maxPollInterval === undefined ? {} : { maxPollInterval: durations.maxPollInterval }),
    ...(isLimit(durations.stallTimeout) ? { stallTimeout: durations.stallTimeout } : {}),
    ...(isLimit(durations.timeout) ? { timeout: durations.timeout } : {})
  }).pipe(Effect.catch((issue) => invalid(operation, new Schema.SchemaError(issue).message)))
})

const sameRecord = (a: ExportRecord, b: ExportRecord): boolean => a.updatedAt === b.updatedAt && a.status === b.status

/**
 * An export as it changes, up to its end, for whoever can look at it.
 *
 * @category constructors
 * @since 0.1.0
 */
export const watchWith = <E, R>(look: Effect.Effect<ExportRecord, E, R>): Stream.Stream<ExportRecord, E, R> =>
  Stream.fromEffectSchedule(look, Schedule.spaced("500 millis")).pipe(
    Stream.changesWith(sameRecord),
    Stream.takeUntil(isTerminal)
  )

/**
 * The exports of an application, over its engine and its log.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<CampaignExports["Service"], never, ExportStore | WorkflowEngine> = Effect.gen(
  function*() {
    const log = yield* ExportStore
    const engine = yield* WorkflowEngine

    const find = Effect.fnUntraced(function*(operation: string, id: string) {
      const found = yield* Effect.catchTag(log.get(id), "SqlError", stored(operation))
      return Option.isSome(found) ? found.value : yield* fail(operation, new UnknownExportError({ id }))
    })

    /** Hands an export to the engine, which keeps those that it has. */
    const dispatch = (job: ExportJob) =>
      Effect.provideService(CampaignExportWorkflow.execute(job, { discard: true }), WorkflowEngine, engine)

    const start = Effect.fn("CampaignExports.start")(function*(request: ExportRequest, options: StartOptions = {}) {
      const operation = "CampaignExports.start"
      const failed = stored(operation)
      const first = yield* job(request)
      const latest = Option.getOrUndefined(
        yield* Effect.catchTag(log.latest(deduplicationKey(first)), "SqlError", failed)
      )
      if (latest?.status === "complete" && options.force !== true) return latest
      const attempt = latest === undefined
        ? first
        : isTerminal(latest)
        ? { ...first, generation: latest.job.generation + 1 }
        : latest.job
      const id = yield* CampaignExportWorkflow.executionId(attempt)
      yield* Effect.annotateCurrentSpan("revox.export.id", id)
      const queued = yield* Effect.catchTag(log.queue(id, attempt), "SqlError", failed)
      if (Option.isNone(queued)) {
        const active = yield* Effect.catchTag(log.list({ active: true, limit: 10_000 }), "SqlError", failed)
        const { name, target } = attempt.destination
        const other = active.find(({ job: { destination } }) =>
          destination.name === name && destination.target === target
        )
        return yield* fail(operation, new TargetInUseError({ exportId: other?.id ?? "of another kind" }))
      }
      yield* dispatch(attempt)
      return queued.value
    })

    const cancel = Effect.fn("CampaignExports.cancel")(function*(id: string) {
      const operation = "CampaignExports.cancel"
      yield* Effect.annotateCurrentSpan("revox.export.id", id)
      const record = yield* find(operation, id)
      if (isTerminal(record)) return record
      yield* Effect.catchTag(log.requestCancel(id), "SqlError", stored(operation))
      // It may not have got to the engine: who asked for it may have been killed in between.
      yield* dispatch(record.job)
      yield* engine.interrupt(CampaignExportWorkflow, id)
      return { ...record, isCancelling: true }
    })

    const watch = (id: string) => watchWith(find("CampaignExports.watch", id))

    const result = Effect.fn("CampaignExports.result")(function*(
      id: string
    ): Effect.fn.Return<ExportSummary, ExportJobError | CampaignExportsError> {
      const operation = "CampaignExports.result"
      yield* Stream.runDrain(watch(id))
      // The log is a moment ahead of the engine.
      const exit = yield* engine.poll(CampaignExportWorkflow, id).pipe(
        Effect.map(Option.flatMap((result) => result._tag === "Complete" ? Option.some(result.exit) : Option.none())),
        Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: Option.isSome }),
        Effect.map(Option.getOrThrow)
      )
      return Exit.hasInterrupts(exit) ? yield* fail(operation, new ExportCancelledError({ id })) : yield* exit
    })

    return {
      start,
      cancel,
      watch,
      result,
      get: (id) => find("CampaignExports.get", id),
      list: (options) => Effect.catchTag(log.list(options), "SqlError", stored("CampaignExports.list"))
    }
  }
)

/**
 * The exports of an application, over its engine and its log.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<CampaignExports, never, ExportStore | WorkflowEngine> = Layer.effect(
  CampaignExports,
  make
)

/**
 * Service that starts, lists, watches and cancels exports.
 *
 * @since 0.1.0
 */
import { fromIssue, type InvalidOptionError } from "@effect-revox/schema/Options"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type { SqlError } from "effect/sql/SqlError"
import * as Stream from "effect/Stream"
import { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import { CampaignExportWorkflow, type ExportSummary } from "./CampaignExportWorkflow.ts"
import { TargetInUseError } from "./DestinationError.ts"
import type { ExportJobError } from "./ExportJobError.ts"
import { ExportJob } from "./ExportJob.ts"
import { ExportStore, type ListOptions } from "./ExportStore.ts"
import { type ExportRecord, isTerminal } from "./ExportRecord.ts"
import { activeExportTo } from "./internal/activeExport.ts"
import { publishedSummary } from "./internal/publishedSummary.ts"
import { latestGeneration } from "./internal/latestGeneration.ts"
import { toJobFields, validateList, validateRequest, validateService, validateStart } from "./internal/options.ts"
import {
  BaseUrlMismatchError,
  CampaignExportsError,
  ExportCancelledError,
  fromSqlError,
  type Reason,
  UnknownExportError
} from "./CampaignExportsError.ts"

/**
 * Request to start an export. `ExportJob` documents the fields and their defaults. The generation is computed when the
 * export starts.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExportRequest
  extends
    Omit<(typeof ExportJob)["~type.make.in"], "baseUrl" | "generation" | "timeout" | "stallTimeout" | "maxPollInterval">
{
  /**
   * Base URL of the service. Exports of other services are other exports, even if the campaign has the same id. Default:
   * that of the runner's options, or none.
   */
  readonly baseUrl?: string | undefined
  /** Maximum time to wait for the campaign. Default: unlimited. */
  readonly timeout?: Duration.Input | undefined
  /** Maximum time without changes in the `row_stats` of a running campaign. Default: unlimited. */
  readonly stallTimeout?: Duration.Input | undefined
  /** Maximum pause between two polls of the campaign, 1 ms or more. Default: 5 minutes. */
  readonly maxPollInterval?: Duration.Input | undefined
}

/**
 * Options for starting an export.
 *
 * @category models
 * @since 0.1.0
 */
export interface StartOptions {
  /** Whether to start a new generation when the export is already complete. Default: false. */
  readonly force?: boolean | undefined
}

/**
 * Service that starts, lists, watches and cancels exports.
 *
 * @category services
 * @since 0.1.0
 */
export class CampaignExports extends Context.Service<CampaignExports, {
  /**
   * Starts an export without waiting for it. Returns the existing record when the same export is active or complete. A
   * failed or cancelled export starts again as a new generation, with a new id.
   */
  readonly start: (request: ExportRequest, options?: StartOptions) => Effect.Effect<ExportRecord, CampaignExportsError>
  /** Returns the current state of an export. */
  readonly get: (id: string) => Effect.Effect<ExportRecord, CampaignExportsError>
  /** Lists exports, newest first. */
  readonly list: (options?: ListOptions) => Effect.Effect<ReadonlyArray<ExportRecord>, CampaignExportsError>
  /**
   * Requests the cancellation of an export without waiting for it. An export that has ended does not change, and one that is
   * being published still completes.
   */
  readonly cancel: (id: string) => Effect.Effect<ExportRecord, CampaignExportsError>
  /** Streams the state of an export each time it changes, and ends with the export. */
  readonly watch: (id: string) => Stream.Stream<ExportRecord, CampaignExportsError>
  /** Waits for an export and returns its summary. Fails with the error of the export. */
  readonly result: (id: string) => Effect.Effect<ExportSummary, ExportJobError | CampaignExportsError>
}>()("@effect-revox/workflow/CampaignExports") {}

const fail = (operation: string, reason: Reason) => Effect.fail(new CampaignExportsError({ operation, reason }))

const storeFailed = (operation: string) => (error: SqlError) => fail(operation, fromSqlError(error))

const invalidOption = (operation: string) => (reason: InvalidOptionError) => fail(operation, reason)

/**
 * Creates the job of a request, as its first generation. Fails with an `InvalidOptionError` when an option is invalid.
 *
 * @category constructors
 * @since 0.1.0
 */
export const job = Effect.fnUntraced(function*(
  request: ExportRequest
): Effect.fn.Return<ExportJob, CampaignExportsError> {
  const operation = "CampaignExports.start"
  const valid = yield* Effect.catch(validateRequest(request), invalidOption(operation))
  const { baseUrl: _baseUrl, maxPollInterval: _pause, stallTimeout: _stall, timeout: _timeout, ...rest } = request
  const given = { ...rest, generation: 0, ...toJobFields(valid) }
  return yield* ExportJob.makeEffect(given).pipe(
    Effect.catch((issue) => fail(operation, fromIssue(issue, given)))
  )
})

const sameRecord = (a: ExportRecord, b: ExportRecord): boolean => a.updatedAt === b.updatedAt && a.status === b.status

/**
 * Streams the state of an export each time it changes, until it ends. `poll` reads the current state, every 500 ms.
 *
 * @category constructors
 * @since 0.1.0
 */
export const watchWith = <E, R>(poll: Effect.Effect<ExportRecord, E, R>): Stream.Stream<ExportRecord, E, R> =>
  Stream.fromEffectSchedule(poll, Schedule.spaced("500 millis")).pipe(
    Stream.changesWith(sameRecord),
    Stream.takeUntil(isTerminal)
  )

/**
 * Options of a `CampaignExports`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * Base URL of the exports that this process starts. A request for another one fails with `BaseUrlMismatchError`.
   * Default: that of each request, or none.
   */
  readonly baseUrl?: string | undefined
}

/**
 * Creates a `CampaignExports` on a workflow engine and an `ExportStore`, with options.
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeWith = Effect.fnUntraced(
  function*(options: Options): Effect.fn.Return<
    CampaignExports["Service"],
    InvalidOptionError,
    ExportStore | WorkflowEngine
  > {
    const { baseUrl } = yield* validateService(options)
    const store = yield* ExportStore
    const engine = yield* WorkflowEngine

    const find = Effect.fnUntraced(function*(operation: string, id: string) {
      const found = yield* Effect.catchTag(store.get(id), "SqlError", storeFailed(operation))
      return Option.isSome(found) ? found.value : yield* fail(operation, new UnknownExportError({ id }))
    })

    /** Passes an export to the engine, which ignores executions that it already has. */
    const dispatch = (job: ExportJob) =>
      Effect.provideService(CampaignExportWorkflow.execute(job, { discard: true }), WorkflowEngine, engine)

    /** The job of a request, with the base URL of this process. */
    const jobOf = Effect.fnUntraced(function*(request: ExportRequest) {
      const requested = yield* job(request)
      if (baseUrl === undefined) return requested
      if (requested.baseUrl !== undefined && requested.baseUrl !== baseUrl) {
        const reason = new BaseUrlMismatchError({ requested: requested.baseUrl, running: baseUrl })
        return yield* fail("CampaignExports.start", reason)
      }
      return { ...requested, baseUrl }
    })

    const start = Effect.fn("CampaignExports.start")(function*(request: ExportRequest, options: StartOptions = {}) {
      const operation = "CampaignExports.start"
      const onSqlError = storeFailed(operation)
      const { force = false } = yield* Effect.catch(validateStart(options), invalidOption(operation))
      const first = yield* jobOf(request)
      const latest = yield* Effect.catchTag(latestGeneration(store, first), "SqlError", onSqlError)
      if (latest?.status === "complete" && !force) return latest
      const next = latest === undefined
        ? first
        : isTerminal(latest)
        ? { ...first, generation: latest.job.generation + 1 }
        : latest.job
      const id = yield* CampaignExportWorkflow.executionId(next)
      yield* Effect.annotateCurrentSpan("revox.export.id", id)
      const queued = yield* Effect.catchTag(store.queue(id, next), "SqlError", onSqlError)
      if (Option.isNone(queued)) {
        const other = yield* Effect.catchTag(activeExportTo(store, next.destination), "SqlError", onSqlError)
        return yield* fail(operation, new TargetInUseError({ exportId: other?.id ?? "unknown" }))
      }
      yield* dispatch(next)
      return queued.value
    })

    const cancel = Effect.fn("CampaignExports.cancel")(function*(id: string) {
      const operation = "CampaignExports.cancel"
      yield* Effect.annotateCurrentSpan("revox.export.id", id)
      const record = yield* find(operation, id)
      if (isTerminal(record)) return record
      yield* Effect.catchTag(store.requestCancel(id), "SqlError", storeFailed(operation))
      // The process that queued the export may have been killed before it passed the export to the engine.
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
      // The store records the end shortly before the engine does.
      const exit = yield* engine.poll(CampaignExportWorkflow, id).pipe(
        Effect.map(Option.flatMap((result) => result._tag === "Complete" ? Option.some(result.exit) : Option.none())),
        Effect.repeat({ schedule: Schedule.spaced("50 millis"), until: Option.isSome }),
        Effect.map(Option.getOrThrow)
      )
      if (!Exit.hasInterrupts(exit)) return yield* exit
      // An export that was cancelled too late is published, and the engine has no result of it.
      const record = yield* find(operation, id)
      return Option.getOrUndefined(publishedSummary(record)) ??
        (yield* fail(operation, new ExportCancelledError({ id })))
    })

    return {
      start,
      cancel,
      watch,
      result,
      get: (id) => find("CampaignExports.get", id),
      list: (options = {}) =>
        Effect.catch(validateList(options), invalidOption("CampaignExports.list")).pipe(
          Effect.flatMap((options) =>
            Effect.catchTag(store.list(options), "SqlError", storeFailed("CampaignExports.list"))
          )
        )
    }
  }
)

/**
 * Creates a `CampaignExports` on a workflow engine and an `ExportStore`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<CampaignExports["Service"], never, ExportStore | WorkflowEngine> = Effect.orDie(
  makeWith({})
)

/**
 * Provides `CampaignExports` on a workflow engine and an `ExportStore`, with options.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerWith = (
  options: Options
): Layer.Layer<CampaignExports, InvalidOptionError, ExportStore | WorkflowEngine> =>
  Layer.effect(CampaignExports, makeWith(options))

/**
 * Provides `CampaignExports` on a workflow engine and an `ExportStore`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<CampaignExports, never, ExportStore | WorkflowEngine> = Layer.effect(
  CampaignExports,
  make
)

/**
 * Durable export of a campaign. Waits until the campaign is complete, for days if necessary, and writes its rows page
 * by page. Publishes either all rows or none.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Rules from "@effect-revox/streams/CompletionPolling"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Semaphore from "effect/Semaphore"
import * as Activity from "effect/workflow/Activity"
import * as Workflow from "effect/workflow/Workflow"
import { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import type { Destinations } from "./Destination.ts"
import { ExportJobError } from "./ExportJobError.ts"
import { ExportJob, idempotencyKey } from "./ExportJob.ts"
import { ExportStore } from "./ExportStore.ts"
import { checkDestination } from "./internal/checkDestination.ts"
import * as Elapsed from "./internal/elapsed.ts"
import { validateRunner } from "./internal/options.ts"
import * as Segment from "./internal/segment.ts"
import * as Service from "./internal/service.ts"
import { Prepare, prepare as prepareOnce, Publish, publish as publishOnce } from "./internal/steps.ts"
import { undo } from "./internal/undo.ts"
import { retryUntilStored, RunnerContext } from "./internal/runnerContext.ts"
import { wire } from "./internal/wire.ts"

/**
 * Result of a complete export.
 *
 * @category models
 * @since 0.1.0
 */
export class ExportSummary extends Schema.Opaque<ExportSummary>()(
  Schema.Struct({
    campaignId: Schema.String.annotateKey({ description: "Id of the campaign." }),
    rows: Schema.Natural.annotateKey({ description: "Number of rows written." }),
    pages: Schema.Natural.annotateKey({ description: "Number of pages written." }),
    location: Schema.String.annotateKey({ description: "Readable location of the rows." })
  }).annotate({ identifier: "ExportSummary", description: "Result of a complete export." })
) {}

/**
 * Workflow that exports the rows of a campaign.
 *
 * **When to use**
 *
 * Use inside other workflows, or with APIs that take a workflow, such as `WorkflowProxy`. Applications usually start
 * exports with `CampaignExports`, which also reports their progress and restarts failed ones.
 *
 * **Details**
 *
 * The idempotency key consists of the campaign, the filter, the destination, the completion condition (`until`), the base
 * URL, the organization and the generation. Executions with the same key are one export. See `ExportJobError` for the errors.
 *
 * @category workflows
 * @since 0.1.0
 */
export const CampaignExportWorkflow = Workflow.make("CampaignExport", {
  payload: ExportJob,
  success: ExportSummary,
  error: wire(ExportJobError),
  idempotencyKey: idempotencyKey
})

const begin = (id: string, job: ExportJob) =>
  Activity.make({
    name: "begin",
    success: Schema.Finite,
    error: ExportJobError,
    execute: Effect.gen(function*() {
      const store = yield* ExportStore
      yield* retryUntilStored(store.queue(id, job))
      // Fails before the wait, which may take days. Another runner may have other destinations.
      if (yield* Service.hasSameBaseUrl({ id, job })) yield* checkDestination(job)
      return yield* Clock.currentTimeMillis
    })
  })

/** Prepares the destination. A segment repeats what failed, so that most exports need no segment for it. */
const prepare = Effect.fnUntraced(function*(id: string, job: ExportJob) {
  const prepared = yield* Activity.make({
    name: "prepare",
    success: Schema.UndefinedOr(Prepare),
    error: ExportJobError,
    execute: Effect.map(
      prepareOnce({ id, job }, { _tag: "Prepare", failures: 0, pause: 0, isTerminal: false }),
      (state) => state.isTerminal ? undefined : state
    )
  })
  if (prepared === undefined) return
  yield* Segment.pause("pause-prepare", prepared.pause)
  yield* Segment.run(id, job, prepared)
})

/** Publishes the rows. A segment repeats what failed, as in {@link prepare}. */
const publish = Effect.fnUntraced(function*(id: string, job: ExportJob) {
  const first = yield* Activity.make({
    name: "publish",
    success: Publish,
    error: ExportJobError,
    execute: publishOnce({ id, job }, { _tag: "Publish", failures: 0, pause: 0, isTerminal: false })
  })
  if (first.published !== undefined) return first.published
  yield* Segment.pause("pause-publish", first.pause)
  const last = yield* Segment.run(id, job, first)
  return last._tag === "Publish" && last.published !== undefined
    ? last.published
    : yield* Effect.die("the export ended before it was published")
})

const failureOf = (exit: Exit.Exit<unknown, unknown>): ExportJobError | undefined =>
  Option.getOrUndefined(Option.filter(Exit.findErrorOption(exit), Schema.is(ExportJobError)))

const handlers = CampaignExportWorkflow.toLayer(Effect.fnUntraced(function*(job, id) {
  // Registered first, because an export may be cancelled before its first step.
  let isPublishing = false
  yield* Workflow.addFinalizer((exit) =>
    Exit.isSuccess(exit) ? Effect.void : undo({ id, job }, exit.cause, failureOf(exit), isPublishing)
  )
  const since = yield* begin(id, job)
  yield* Segment.run(id, job, {
    _tag: "Watch",
    pollState: Rules.initial(since),
    pollCount: 0,
    pause: 0,
    isTerminal: false
  })
  yield* prepare(id, job)
  yield* Segment.run(id, job, { _tag: "Transfer", failures: 0, rereads: 0, pause: 0, isTerminal: false })
  // Stored before anything is published, so that the replay of a cancelled export finds out that it was too late.
  yield* Activity.make({ name: "publishing", execute: Effect.void })
  isPublishing = true
  return { campaignId: job.campaignId, ...(yield* publish(id, job)) }
}))

/**
 * Options of a runner.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * Base URL that the runner's client uses. Exports of other base URLs are not run: they wait for a runner with theirs.
   * Default: none, which runs all exports.
   */
  readonly baseUrl?: string | undefined
  /**
   * Maximum number of pages written by one durable step, 1 or more. The engine stores a few database rows per step, and
   * checks for cancellation between steps. Default: 50.
   */
  readonly pagesPerStep?: number | undefined
  /** Maximum number of exports that a runner writes concurrently, 1 or more. Default: 8. */
  readonly maxConcurrentExports?: number | undefined
}

/**
 * Provides the handlers of the workflow, which make a process a runner of exports.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<never, InvalidOptionError, WorkflowEngine | Campaigns | Destinations | ExportStore> =>
  Layer.mergeAll(handlers, Segment.layer).pipe(
    Layer.provide(Layer.effect(
      RunnerContext,
      Effect.gen(function*() {
        const { baseUrl, maxConcurrentExports = 8, pagesPerStep = 50 } = yield* validateRunner(options)
        const engine = yield* WorkflowEngine
        return {
          baseUrl,
          pagesPerStep,
          permits: Semaphore.makeUnsafe(maxConcurrentExports),
          interrupt: (id) => engine.interrupt(CampaignExportWorkflow, id),
          startedAt: yield* Elapsed.now,
          verified: new Set<string>()
        }
      })
    ))
  )

/**
 * The durable export of a campaign: waits for it, for days if need be, writes its rows page by page, and either all of
 * them are there at the end, or none.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
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
import { Destinations } from "./Destination.ts"
import { ExportJobError } from "./ExportJobError.ts"
import { ExportJob, idempotencyKey } from "./ExportJob.ts"
import { ExportStore } from "./ExportStore.ts"
import * as Segment from "./internal/segment.ts"
import { Pace, surely, undo } from "./internal/steps.ts"
import { wire } from "./internal/wire.ts"

/**
 * What came of an export.
 *
 * @category models
 * @since 0.1.0
 */
export class ExportSummary extends Schema.Opaque<ExportSummary>()(
  Schema.Struct({
    campaignId: Schema.String.annotateKey({ description: "The campaign." }),
    rows: Schema.Natural.annotateKey({ description: "Rows that were written." }),
    pages: Schema.Natural.annotateKey({ description: "Pages that they came in." }),
    location: Schema.String.annotateKey({ description: "Where they are, for a person to read." })
  }).annotate({ identifier: "ExportSummary", description: "What came of an export." })
) {}

/**
 * The durable export of a campaign.
 *
 * **When to use**
 *
 * Use inside of other workflows, or where `WorkflowProxy` and its like want a workflow. `CampaignExports` is what an
 * application starts exports with: it also tells how far they are, and begins failed ones again.
 *
 * **Details**
 *
 * The idempotency key is made of the campaign, the filter, the destination, what is waited for and the number of the
 * attempt: the same export twice is one. It fails with what its parts fail with, see `ExportJobError`.
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
    execute: Effect.gen(function*() {
      const log = yield* ExportStore
      yield* surely(log.queue(id, job))
      return yield* Clock.currentTimeMillis
    })
  })

const prepare = (id: string, job: ExportJob) =>
  Activity.make({
    name: "prepare",
    error: ExportJobError,
    execute: Effect.gen(function*() {
      const destination = yield* Destinations.use((destinations) => destinations.of(job))
      yield* destination.prepare({ id, job })
      yield* surely(ExportStore.use((log) => log.recordProgress(id, undefined, undefined)))
    })
  })

const publish = (id: string, job: ExportJob) =>
  Activity.make({
    name: "publish",
    success: ExportSummary,
    error: ExportJobError,
    execute: Effect.gen(function*() {
      const log = yield* ExportStore
      const destination = yield* Destinations.use((destinations) => destinations.of(job))
      const { location } = yield* destination.publish({ id, job })
      yield* surely(log.finish(id, "complete", {}))
      const record = Option.getOrUndefined(yield* surely(log.get(id)))
      return { campaignId: job.campaignId, rows: record?.rows ?? 0, pages: record?.pages ?? 0, location }
    })
  })

const failureOf = (exit: Exit.Exit<unknown, unknown>): ExportJobError | undefined =>
  Option.getOrUndefined(Option.filter(Exit.findErrorOption(exit), Schema.is(ExportJobError)))

const handlers = CampaignExportWorkflow.toLayer(Effect.fnUntraced(function*(job, id) {
  // Before everything else: an export may be cancelled before its first step.
  yield* Workflow.addFinalizer((exit) =>
    Exit.isSuccess(exit) ? Effect.void : undo({ id, job }, exit.cause, failureOf(exit))
  )
  const since = yield* begin(id, job)
  yield* Segment.run(id, job, {
    _tag: "Watch",
    waiting: Rules.initial(since),
    pollCount: 0,
    pause: 0,
    isTerminal: false
  })
  yield* prepare(id, job)
  yield* Segment.run(id, job, { _tag: "Transfer", failures: 0, readings: 0, pause: 0, isTerminal: false })
  return yield* publish(id, job)
}))

/**
 * How a runner works.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * How many pages a durable step writes at the most. The engine keeps a few lines for each step, and a cancelled export
   * ends between two of them. Default 50.
   */
  readonly pagesPerStep?: number | undefined
  /** How many exports a runner writes at once; any number may wait. Default 8. */
  readonly maxConcurrentExports?: number | undefined
}

/**
 * What makes a process a runner of exports: the handlers of the workflow.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<never, never, WorkflowEngine | Campaigns | Destinations | ExportStore> =>
  Layer.mergeAll(handlers, Segment.layer).pipe(
    Layer.provide(Layer.effect(
      Pace,
      Effect.map(WorkflowEngine, (engine) => ({
        pagesPerStep: Math.max(1, Math.floor(options.pagesPerStep ?? 50)),
        permits: Semaphore.makeUnsafe(Math.max(1, Math.floor(options.maxConcurrentExports ?? 8))),
        interrupt: (id) => engine.interrupt(CampaignExportWorkflow, id)
      }))
    ))
  )

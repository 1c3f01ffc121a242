/**
 * Durable run of a campaign: creates it from stored contacts, launches it, waits for it, and exports its rows. No
 * contact is called twice, whatever ends the process.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SqlError } from "effect/sql/SqlError"
import * as Activity from "effect/workflow/Activity"
import * as DurableClock from "effect/workflow/DurableClock"
import * as Workflow from "effect/workflow/Workflow"
import { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import { CampaignExportWorkflow, ExportSummary } from "./CampaignExportWorkflow.ts"
import { ExportCancelledError } from "./CampaignExportsError.ts"
import { CampaignRunError } from "./CampaignRunError.ts"
import type { Destinations } from "./Destination.ts"
import * as ExportRecord from "./ExportRecord.ts"
import { ExportStore } from "./ExportStore.ts"
import * as Child from "./internal/child.ts"
import { modify, Next } from "./internal/run/context.ts"
import { RunEngine, step } from "./internal/run/step.ts"
import * as Transitions from "./internal/run/transitions.ts"
import { undo } from "./internal/run/undo.ts"
import { validateService } from "./internal/options.ts"
import { publishedSummary } from "./internal/publishedSummary.ts"
import { retryUntilStored } from "./internal/runnerContext.ts"
import { wire } from "./internal/wire.ts"
import * as Recovery from "./internal/run/recovery.ts"
import * as RunRecord from "./RunRecord.ts"
import type { RunStore } from "./RunStore.ts"

/**
 * Workflow of a campaign run. Applications start runs with `CampaignRuns`, which stores the job and the contacts first.
 *
 * **Details**
 *
 * The payload is only a reference. All state is in the `RunStore`, so that a run that lost the history of the engine does
 * not send a request again. The workflow ends early, without a result, when the run is paused before a request, or when
 * another generation has taken over.
 *
 * @category workflows
 * @since 0.1.0
 */
export const CampaignRunWorkflow = Workflow.make("CampaignRun", {
  payload: { runId: Schema.String, generation: Schema.Natural },
  error: wire(CampaignRunError),
  idempotencyKey: ({ generation, runId }) => `${generation}:${runId}`
})

const complete = (runId: string, generation: number, { campaignId, location, pages, rows }: ExportSummary) =>
  Activity.make({
    name: "complete",
    execute: modify(runId, (now) => (run) =>
      Transitions.ended(generation, "complete", {
        summary: { campaignId, contacts: run.contactCount, rows, pages, location }
      }, now)(run))
  })

/** The result of an interrupted export, if it was cancelled too late and is published. */
const publishedExport = (error: ExportCancelledError) =>
  Activity.make({
    name: "published-export",
    success: ExportSummary,
    error: wire(CampaignRunError),
    execute: Effect.flatMap(
      retryUntilStored(ExportStore.use((store) => store.get(error.id))),
      (record) => Effect.mapError(Effect.fromOption(Option.flatMap(record, publishedSummary)), () => error)
    )
  })

const failureOf = (exit: Exit.Exit<unknown, unknown>): CampaignRunError | undefined =>
  Option.getOrUndefined(Option.filter(Exit.findErrorOption(exit), Schema.is(CampaignRunError)))

const handlers = CampaignRunWorkflow.toLayer(Effect.fnUntraced(function*({ generation, runId }, executionId) {
  // Registered first, because a run may be cancelled before its first step.
  yield* Workflow.addFinalizer((exit) =>
    Exit.isSuccess(exit) ? Effect.void : undo(runId, generation, exit.cause, failureOf(exit))
  )
  for (let index = 0;; index++) {
    const next = yield* Activity.make({
      name: `step-${index}`,
      success: wire(Next),
      error: wire(CampaignRunError),
      execute: step(runId, generation, executionId)
    })
    if (next._tag === "Stop") return
    if (next._tag === "Export") {
      const summary = yield* Child.execute(CampaignExportWorkflow, next.job).pipe(
        Child.catchInterrupted(new ExportCancelledError({ id: next.id })),
        Effect.catchTag("ExportCancelledError", publishedExport)
      )
      yield* complete(runId, generation, summary)
      return
    }
    if (next.pause > 0) {
      yield* DurableClock.sleep({
        name: `pause-${index}`,
        duration: Duration.millis(next.pause),
        inMemoryThreshold: 0
      })
    }
  }
}))

/**
 * Passes an active run to the engine, which ignores executions that it already has. Interrupts a run that is being
 * cancelled, unless the outcome of its create request is unknown: such a run first finds out what there is to cancel.
 *
 * @category dispatching
 * @since 0.1.0
 */
export const dispatch = Effect.fnUntraced(function*(
  run: RunRecord.RunRecord
): Effect.fn.Return<void, SqlError, ExportStore | WorkflowEngine> {
  if (RunRecord.isTerminal(run)) return
  const engine = yield* WorkflowEngine
  const payload = { runId: run.id, generation: run.generation }
  const id = yield* CampaignRunWorkflow.execute(payload, { discard: true })
  const isUnknown = run.campaignId === null && run.creation.state === "intended"
  if (!run.isCancelling || isUnknown) return
  // The engine interrupts an export only while it sleeps, and the export may write thousands of pages until then.
  if (run.exportId !== null) {
    const { exportId } = run
    yield* ExportStore.use((store) => store.requestCancel(exportId))
  }
  yield* engine.interrupt(CampaignRunWorkflow, id)
})

/** Passes a run to the engine, and wakes a run whose export has ended. */
const recover = Effect.fnUntraced(function*(run: RunRecord.RunRecord) {
  yield* dispatch(run)
  if (run.exportId === null) return
  const exports = yield* ExportStore
  const engine = yield* WorkflowEngine
  // The engine of Effect 4.1 does not wake the parent of an execution that was interrupted separately.
  const hasEnded = Option.exists(yield* exports.get(run.exportId), ExportRecord.isTerminal)
  if (!hasEnded) return
  const id = yield* CampaignRunWorkflow.executionId({ runId: run.id, generation: run.generation })
  yield* engine.resume(CampaignRunWorkflow, id)
})

/**
 * Options of a runner of campaign runs.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * Base URL of the runner's client. A run that was started with another base URL waits for another process, which is
   * logged and stored as its failure. Default: the runner runs all runs.
   */
  readonly baseUrl?: string | undefined
}

/**
 * Provides the handlers of the workflow, which make a process a runner of campaign runs. It also needs the handlers of
 * `CampaignExportWorkflow`.
 *
 * **Details**
 *
 * At its start and every minute, passes active runs to the engine: a process may be killed after it stored a run and
 * before it passed the run to the engine.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<
  never,
  InvalidOptionError,
  WorkflowEngine | Campaigns | Destinations | ExportStore | RunStore
> =>
  Layer.mergeAll(handlers, Recovery.layer(recover)).pipe(
    Layer.provide(Layer.effect(
      RunEngine,
      Effect.gen(function*() {
        const { baseUrl } = yield* validateService(options)
        const engine = yield* WorkflowEngine
        return {
          baseUrl,
          interrupt: (executionId) => engine.interrupt(CampaignRunWorkflow, executionId),
          exportId: (job) => CampaignExportWorkflow.executionId(job)
        }
      })
    ))
  )

/**
 * Deletes messages of the workflow engine that no execution needs any more. The engine never deletes them, and a poll of
 * a campaign stores about 4 kB.
 *
 * @since 0.1.0
 */
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import type { PersistenceError } from "effect/cluster/ClusterError"
import type { MessageStorage } from "effect/cluster/MessageStorage"
import type { Sharding } from "effect/cluster/Sharding"
import * as Singleton from "effect/cluster/Singleton"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type { SqlError } from "effect/sql/SqlError"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import { CampaignExportWorkflow } from "./CampaignExportWorkflow.ts"
import { CampaignRunWorkflow } from "./CampaignRun.ts"
import * as ExportRecord from "./ExportRecord.ts"
import { ExportStore } from "./ExportStore.ts"
import * as History from "./internal/history.ts"
import { validateHistory } from "./internal/options.ts"
import * as SegmentHistory from "./internal/segmentHistory.ts"
import * as RunRecord from "./RunRecord.ts"
import { RunStore } from "./RunStore.ts"

/** Maximum number of exports and of runs that one pass examines. */
const limit = 10_000

/**
 * Creates a task that deletes messages, and returns the number of executions whose messages it deleted.
 *
 * **Details**
 *
 * The engine replays an execution from its messages, and runs a child again whose messages are missing. So only these are
 * deleted:
 *
 * - the descendants of completed segments of an export. A completed segment is never replayed. Its result stays until its
 *   parent is complete too.
 * - all segments of an export whose execution has ended
 * - executions of campaign runs that have ended. The `RunStore` has their results.
 *
 * The execution of an ended export stays, because it has the result that `CampaignExports.result` returns. Its size does not
 * depend on the duration of the export.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  Effect.Effect<number, PersistenceError | SqlError>,
  never,
  ExportStore | MessageStorage | RunStore | Sharding | WorkflowEngine
> = Effect.gen(function*() {
  const exports = yield* ExportStore
  const runs = yield* RunStore
  const history = yield* History.make
  const segments = SegmentHistory.make(history)
  // Ended exports and runs do not change, so this process examines them once.
  const cleared = new Set<string>()

  const clearExport = Effect.fnUntraced(function*(record: ExportRecord.ExportRecord) {
    const { id, job } = record
    const hasEnded = ExportRecord.isTerminal(record) && (yield* history.isComplete(CampaignExportWorkflow, id))
    if (!hasEnded) return yield* segments.clearCompleted(id, job)
    const count = yield* segments.clearAll(id, job)
    cleared.add(id)
    return count
  })

  const clearRun = Effect.fnUntraced(function*({ generation: latest, id }: RunRecord.RunRecord) {
    let count = 0
    for (let generation = 0; generation <= latest; generation++) {
      const executionId = yield* CampaignRunWorkflow.executionId({ runId: id, generation })
      if (!(yield* history.isComplete(CampaignRunWorkflow, executionId))) continue
      yield* history.clear(CampaignRunWorkflow, executionId)
      count += 1
    }
    return count
  })

  return Effect.gen(function*() {
    let count = 0
    for (const record of yield* exports.list({ limit })) {
      if (!cleared.has(record.id)) count += yield* clearExport(record)
    }
    for (const run of yield* runs.list({ limit })) {
      if (RunRecord.isTerminal(run)) count += yield* clearRun(run)
    }
    return count
  })
})

/**
 * Options of {@link layer}.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Pause between two passes: finite, longer than zero. Default: 1 hour. */
  readonly interval?: Duration.Input | undefined
}

/**
 * Deletes messages regularly, on one runner of the cluster. See {@link make}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<
  never,
  InvalidOptionError,
  ExportStore | MessageStorage | RunStore | Sharding | WorkflowEngine
> =>
  Layer.unwrap(Effect.map(validateHistory(options), ({ interval = Duration.hours(1) }) =>
    Singleton.make(
      "@effect-revox/workflow/EngineHistory",
      Effect.flatMap(make, (clear) =>
        clear.pipe(
          Effect.catchCause((cause) => Effect.logWarning("Messages of the engine could not be deleted", cause)),
          Effect.repeat(Schedule.spaced(interval)),
          Effect.asVoid
        ))
    )))

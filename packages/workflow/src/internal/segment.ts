import type { Campaigns } from "@effect-revox/client/Campaigns"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Activity from "effect/workflow/Activity"
import * as DurableClock from "effect/workflow/DurableClock"
import * as Workflow from "effect/workflow/Workflow"
import type { WorkflowEngine, WorkflowInstance } from "effect/workflow/WorkflowEngine"
import type { Destinations } from "../Destination.ts"
import { ExportJobError } from "../ExportJobError.ts"
import { ExportJob } from "../ExportJob.ts"
import type { ExportStore } from "../ExportStore.ts"
import * as Child from "./child.ts"
import { wire } from "./wire.ts"
import type { RunnerContext } from "./runnerContext.ts"
import { poll, Prepare, prepare, Publish, publish, Transfer, transfer, Watch } from "./steps.ts"

const State = Schema.Union([Watch, Prepare, Transfer, Publish])
type State = typeof State.Type

/**
 * Maximum number of steps of one execution. The engine replays an execution when it wakes it, so this limits the cost
 * of a wake-up, however long the export has been running: see `docs/guides/durable-exports.md`.
 */
export const stepsPerSegment = 16

/** Segment of an export. Consists of steps at level 0, and of segments of the level below at other levels. */
export const Segment = Workflow.make("CampaignExportSegment", {
  payload: {
    exportId: Schema.String,
    path: Schema.String,
    level: Schema.Natural,
    job: ExportJob,
    state: wire(State)
  },
  success: wire(State),
  error: wire(ExportJobError),
  idempotencyKey: ({ exportId, path }) => `${exportId}/${path}`
})

const step = (
  task: { readonly id: string; readonly job: ExportJob },
  state: State
): Effect.Effect<State, ExportJobError, Campaigns | Destinations | ExportStore | RunnerContext> => {
  switch (state._tag) {
    case "Watch":
      return poll(task, state)
    case "Prepare":
      return prepare(task, state)
    case "Transfer":
      return transfer(task, state)
    case "Publish":
      return publish(task, state)
  }
}

/** Sleeps durably, even if the process ends meanwhile. */
export const pause = (name: string, millis: number) =>
  DurableClock.sleep({ name, duration: Duration.millis(millis), inMemoryThreshold: 0 })

/** Handlers of the segments. */
export const layer = Segment.toLayer(
  Effect.fnUntraced(function*({ exportId, job, level, path, state }): Effect.fn.Return<
    State,
    ExportJobError,
    Campaigns | Destinations | ExportStore | RunnerContext | WorkflowEngine | WorkflowInstance
  > {
    // The parent can be cancelled only while its child sleeps, so each child that transfers rows begins with a sleep.
    if (level === 0 && state._tag === "Transfer") yield* pause("begin", 1)
    let current = state
    for (let index = 0; index < stepsPerSegment; index++) {
      if (level > 0) {
        current = yield* Child.execute(Segment, {
          exportId,
          job,
          level: level - 1,
          path: `${path}.${index}`,
          state: current
        })
      } else {
        current = yield* Activity.make({
          name: `step-${index}`,
          success: State,
          error: ExportJobError,
          execute: step({ id: exportId, job }, current)
        })
        if (!current.isTerminal && current.pause > 0) yield* pause(`pause-${index}`, current.pause)
      }
      if (current.isTerminal) return current
    }
    return current
  })
)

/**
 * Runs segments until the last step, and returns its state. Each one is longer than the previous, so that the parent has a
 * short history.
 */
export const run = Effect.fnUntraced(function*<S extends State>(exportId: string, job: ExportJob, initial: S) {
  let state: State = initial
  for (let level = 0; !state.isTerminal; level++) {
    state = yield* Child.execute(Segment, { exportId, job, level, path: `${initial._tag}.${level}`, state })
  }
  return state
})

import type { Campaigns } from "@effect-revox/client/Campaigns"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Activity from "effect/workflow/Activity"
import * as DurableClock from "effect/workflow/DurableClock"
import * as Workflow from "effect/workflow/Workflow"
import type { WorkflowEngine, WorkflowInstance } from "effect/workflow/WorkflowEngine"
import type { Destinations } from "../Destination.ts"
import { ExportJobError } from "../ExportJobError.ts"
import { ExportJob } from "../ExportJob.ts"
import type { ExportStore } from "../ExportStore.ts"
import { wire } from "./wire.ts"
import { look, type Pace, Transfer, transfer, Watch } from "./steps.ts"

const State = Schema.Union([Watch, Transfer])
type State = typeof State.Type

/**
 * So many steps are the history of one execution. Whatever wakes it replays them, so that this many are what a wake-up
 * costs at the most, however many steps came before: see `docs/distributed.md`.
 */
const stepsPerSegment = 16

/** A part of an export: some steps at level 0, some parts of the level below at any other. */
const Segment = Workflow.make("CampaignExportSegment", {
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

/** So long is waited for a part to end when the whole of it does. */
const patience = Duration.minutes(5)

/**
 * Runs a part. When this execution ends before the part does, it ends the part, as the engine does, and then waits until
 * it has: what is left behind can be cleared away when nobody writes any more.
 */
const child = Effect.fnUntraced(function*(payload: (typeof Segment)["payloadSchema"]["Type"]) {
  const id = yield* Segment.executionId(payload)
  const settled = Segment.poll(id).pipe(
    Effect.repeat({
      schedule: Schedule.spaced("100 millis"),
      until: Option.exists((result) => result._tag === "Complete")
    }),
    Effect.timeoutOption(patience)
  )
  yield* Workflow.addFinalizer((exit) =>
    Exit.isSuccess(exit) ?
      Effect.void :
      Effect.flatMap(settled, (result) =>
        Option.isSome(result) ? Effect.void : Effect.logWarning("A part of an export does not end", id))
  )
  return yield* Segment.execute(payload)
})

const step = (task: { readonly id: string; readonly job: ExportJob }, state: State) =>
  state._tag === "Watch" ? look(task, state) : transfer(task, state)

/** Sleeps in the database: the process may end meanwhile. */
const pause = (name: string, millis: number) =>
  DurableClock.sleep({ name, duration: Duration.millis(millis), inMemoryThreshold: 0 })

/** The handlers of the parts. */
export const layer = Segment.toLayer(
  Effect.fnUntraced(function*({ exportId, job, level, path, state }): Effect.fn.Return<
    State,
    ExportJobError,
    Campaigns | Destinations | ExportStore | Pace | WorkflowEngine | WorkflowInstance
  > {
    // An execution that waits for a part at work cannot be cancelled; one that waits for a part that sleeps can.
    if (level === 0 && state._tag === "Transfer") yield* pause("begin", 1)
    let current = state
    for (let index = 0; index < stepsPerSegment; index++) {
      if (level > 0) {
        current = yield* child({ exportId, job, level: level - 1, path: `${path}.${index}`, state: current })
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

/** Goes on until it is over: parts that are each longer than those before, so that there are few of them. */
export const run = Effect.fnUntraced(function*<S extends State>(exportId: string, job: ExportJob, initial: S) {
  let state: State = initial
  for (let level = 0; !state.isTerminal; level++) {
    state = yield* child({ exportId, job, level, path: `${initial._tag}.${level}`, state })
  }
})

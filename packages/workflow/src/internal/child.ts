import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import * as DurableDeferred from "effect/workflow/DurableDeferred"
import * as Workflow from "effect/workflow/Workflow"
import { WorkflowEngine, WorkflowInstance } from "effect/workflow/WorkflowEngine"

/** Maximum time to wait for a child to end after its parent. */
const endTimeout = Duration.minutes(5)

/** The engine stores the request to interrupt an execution under this name. */
const interruptSignal = DurableDeferred.make("Workflow/InterruptSignal")

/**
 * Ends an execution whose child was interrupted. If the process was killed after the engine had interrupted the child and
 * before this execution had ended, the replay gets the interruption from the child. The engine of Effect 4.1 then suspends
 * this execution, and nothing resumes it. An execution that is suspended already is interrupted.
 */
const interruptWithChild = Effect.fnUntraced(function*<E>(cause: Cause.Cause<E>) {
  const instance = yield* WorkflowInstance
  if (instance.suspended || !Cause.hasInterruptsOnly(cause)) return yield* Effect.failCause(cause)
  const engine = yield* WorkflowEngine
  const requested = yield* engine.deferredResult(interruptSignal)
  return yield* Option.isSome(requested) ? Workflow.suspend(instance) : Effect.failCause(cause)
})

/**
 * Handles a child that was interrupted separately. The engine of Effect 4.1 cannot end an execution with the interruption of
 * another one: it would run it again without end.
 */
export const catchInterrupted = <E2>(error: E2) => <A, E, R>(child: Effect.Effect<A, E, R>) =>
  Effect.catchCause(
    child,
    Effect.fnUntraced(function*(cause): Effect.fn.Return<never, E | E2, WorkflowInstance> {
      const { interrupted, suspended } = yield* WorkflowInstance
      const isSeparate = !interrupted && !suspended && Cause.hasInterruptsOnly(cause)
      return yield* isSeparate ? Effect.fail(error) : Effect.failCause(cause)
    })
  )

/**
 * Runs a child workflow. When this execution ends first, the engine interrupts the child, and this waits until the child
 * has ended. Rolling back an export is safe only when no segment writes any more.
 */
export const execute = Effect.fnUntraced(function*<
  Name extends string,
  Payload extends Workflow.AnyStructSchema,
  Success extends Schema.Top,
  Error extends Schema.Top
>(workflow: Workflow.Workflow<Name, Payload, Success, Error>, payload: Payload["~type.make.in"]) {
  const id = yield* workflow.executionId(payload)
  const awaitEnd = workflow.poll(id).pipe(
    Effect.repeat({
      schedule: Schedule.spaced("100 millis"),
      until: Option.exists((result) => result._tag === "Complete")
    }),
    Effect.timeoutOption(endTimeout)
  )
  yield* Workflow.addFinalizer((exit) =>
    Exit.isSuccess(exit) ?
      Effect.void :
      Effect.flatMap(awaitEnd, (result) =>
        Option.isSome(result) ? Effect.void : Effect.logWarning("A child workflow did not end in time", id))
  )
  return yield* Effect.catchCause(workflow.execute(payload), interruptWithChild)
})

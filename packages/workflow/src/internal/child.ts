import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import * as Workflow from "effect/workflow/Workflow"

/** Maximum time to wait for a child to end after its parent. */
const endTimeout = Duration.minutes(5)

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
  return yield* workflow.execute(payload)
})

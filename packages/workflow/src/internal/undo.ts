import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { type Destination, Destinations, type ExportTask } from "../Destination.ts"
import type { ExportJobError } from "../ExportJobError.ts"
import { ExportStore } from "../ExportStore.ts"
import { retryUntilStored, storeRetrySchedule } from "./runnerContext.ts"
import { toFailureSummary } from "./steps.ts"

/** Retries an operation of a destination. The store may use the same database, so that its failures do not count. */
const retried = Effect.fnUntraced(function*<A, E extends { readonly isRetryable: boolean }>(
  { id }: ExportTask,
  operation: Effect.Effect<A, E>
) {
  const store = yield* ExportStore
  return yield* Effect.andThen(retryUntilStored(store.get(id)), operation).pipe(
    Effect.retry({ schedule: storeRetrySchedule, times: 10, while: (error) => error.isRetryable })
  )
})

/** Deletes the partial output. An export whose output cannot be deleted, such as on a full disk, must end nevertheless. */
const rollback = (task: ExportTask, destination: Destination) =>
  retried(task, destination.rollback(task)).pipe(
    Effect.catch((error) => Effect.logWarning("The partial output of an export could not be deleted", error))
  )

/**
 * Publishes an export that was cancelled while it was being published. The process may have been killed after it had
 * published the rows, when they cannot be removed any more: a file has replaced an earlier one.
 */
const publish = (task: ExportTask, destination: Destination) =>
  retried(task, destination.publish(task)).pipe(
    Effect.as(true),
    Effect.catch((error) => Effect.as(Effect.logWarning("A cancelled export could not be published", error), false))
  )

/**
 * Ends an export that failed or was cancelled, and stores its final status. Its rows are rolled back, or published if it
 * was cancelled too late.
 */
export const undo = Effect.fnUntraced(function*(
  task: ExportTask,
  cause: Cause.Cause<unknown>,
  failure: ExportJobError | undefined,
  isPublishing: boolean
): Effect.fn.Return<void, never, Destinations | ExportStore> {
  const store = yield* ExportStore
  const isCancelled = failure === undefined && Cause.hasInterruptsOnly(cause)
  const destination = yield* Effect.option(Destinations.use((destinations) => destinations.of(task.job)))
  if (destination._tag === "Some") {
    if (isCancelled && isPublishing && (yield* publish(task, destination.value))) {
      return yield* retryUntilStored(store.finish(task.id, "complete", {}))
    }
    yield* rollback(task, destination.value)
  }
  const summary = failure !== undefined
    ? toFailureSummary(failure)
    : isCancelled
    ? undefined
    : { error: "Defect", message: Cause.pretty(cause) }
  yield* retryUntilStored(store.finish(task.id, summary === undefined ? "cancelled" : "failed", { failure: summary }))
})

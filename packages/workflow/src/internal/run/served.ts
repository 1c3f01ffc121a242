import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type { FailureSummary } from "../../ExportRecord.ts"
import type { RunRecord } from "../../RunRecord.ts"
import { modify, read } from "./context.ts"
import * as Transitions from "./transitions.ts"

/** Whether a client with a base URL may send the requests of a run. A run without a base URL belongs to any service. */
export const isServed = ({ job: { export: { baseUrl } } }: RunRecord, own: string | undefined): boolean =>
  own === undefined || baseUrl === undefined || baseUrl === own

const failureOf = ({ job: { export: { baseUrl } } }: RunRecord, own: string): FailureSummary => ({
  error: "OtherServiceError",
  message:
    `the run was started with the base URL ${baseUrl}, and this process uses ${own}: it continues in a process ` +
    `that uses ${baseUrl}`
})

/**
 * Waits until another process runs a run of another base URL, which ends this process, or until the run is cancelled.
 * Sends nothing, because the campaign of the run is not in this service.
 */
export const awaitOtherService = Effect.fnUntraced(function*(run: RunRecord, own: string) {
  const failure = failureOf(run, own)
  yield* Effect.logWarning("A run is waiting for another process", run.id, failure.message)
  yield* modify(run.id, (now) => Transitions.waiting(run.generation, failure, now))
  yield* read(run.id).pipe(
    Effect.repeat({
      schedule: Schedule.spaced("1 second"),
      until: (found) => found === undefined || found.isCancelling || !Transitions.isCurrent(found, run.generation)
    })
  )
})

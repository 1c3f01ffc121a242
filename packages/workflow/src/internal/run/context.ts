import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Rules from "@effect-revox/streams/CompletionPolling"
import type { RowsError } from "@effect-revox/streams/RowsError"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schema from "effect/Schema"
import { ExportJob } from "../../ExportJob.ts"
import type { FailureSummary } from "../../ExportRecord.ts"
import type { RunRecord } from "../../RunRecord.ts"
import { RunStore } from "../../RunStore.ts"
import { retryUntilStored } from "../runnerContext.ts"
import * as Transitions from "./transitions.ts"

/**
 * Action of the workflow after a step.
 *
 * - `Continue`: run the next step, after a pause
 * - `Stop`: end this execution, because the run is paused or another generation has taken over
 * - `Export`: run the export
 */
export const Next = Schema.Union([
  Schema.TaggedStruct("Continue", { pause: Schema.Finite }),
  Schema.TaggedStruct("Stop", {}),
  Schema.TaggedStruct("Export", { id: Schema.String, job: ExportJob })
])
export type Next = typeof Next.Type

export const next = (pause = 0): Next => ({ _tag: "Continue", pause })

export const stop: Next = { _tag: "Stop" }

/** Changes a run, and retries until the store succeeds. */
export const modify = Effect.fnUntraced(function*(id: string, change: (now: number) => Transitions.Change) {
  const store = yield* RunStore
  const now = yield* Clock.currentTimeMillis
  return yield* retryUntilStored(store.modify(id, change(now)))
})

/** Reads a run. Runs are never deleted while they are active. */
export const read = Effect.fnUntraced(function*(id: string) {
  return Option.getOrUndefined(yield* retryUntilStored(RunStore.use((store) => store.get(id))))
})

export const summaryOf = (error: RevoxError | RowsError): FailureSummary => ({
  error: error.reason._tag,
  message: error.message
})

/** Stores a transient failure and returns the pause before the next attempt. Fails when there were too many. */
export const transient = Effect.fnUntraced(function*<E extends RevoxError | RowsError>(
  run: RunRecord,
  error: E,
  isRetryable = error.isRetryable
) {
  const { maxConsecutiveFailures, maxPollInterval } = run.job.export
  if (!isRetryable || run.failures >= maxConsecutiveFailures) return yield* error
  yield* modify(run.id, (now) => Transitions.failedOnce(run.generation, summaryOf(error), now))
  const scheduled = Duration.toMillis(Rules.nextDelay(run.failures + 1, yield* Random.next, maxPollInterval))
  const requested = error._tag === "RevoxError" ? Duration.toMillis(Rules.requestedDelay(error)) : 0
  return next(Math.ceil(Math.max(scheduled, requested)))
})

/** Maximum number of polls for the effect of one request, however long its settle time is. */
const maxSettlePolls = 60

/** Returns the pause before the next poll for the effect of a request. The last poll is at the end of the settle time. */
export const settlePause = Effect.fnUntraced(function*(run: RunRecord, sentAt: number, now: number) {
  const settleTime = Duration.toMillis(run.job.createSettleTime)
  const scheduled = Duration.toMillis(Rules.nextDelay(run.pollCount + 1, yield* Random.next, Duration.minutes(1)))
  const remaining = Math.max(0, sentAt + settleTime - now)
  return next(Math.max(1, Math.ceil(Math.min(Math.max(scheduled, settleTime / maxSettlePolls), remaining))))
})

/** Whether the time to poll for the effect of a request is over. */
export const isSettled = (run: RunRecord, sentAt: number, now: number): boolean =>
  now - sentAt >= Duration.toMillis(run.job.createSettleTime)

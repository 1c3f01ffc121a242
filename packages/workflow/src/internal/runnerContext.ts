import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Semaphore from "effect/Semaphore"
import { ExportStore } from "../ExportStore.ts"
import type { Instant } from "./elapsed.ts"

/** Limits of a runner, the service that it uses, and its access to the engine. */
export class RunnerContext extends Context.Service<RunnerContext, {
  /** Base URL of the runner's client. `undefined` runs all exports. */
  readonly baseUrl: string | undefined
  readonly pagesPerStep: number
  readonly permits: Semaphore.Semaphore
  /** Interrupts an export that is being cancelled. */
  readonly interrupt: (id: string) => Effect.Effect<void>
  readonly startedAt: Instant
  /** Ids of the exports whose organization the API key of this runner can access. */
  readonly verified: Set<string>
}>()("@effect-revox/workflow/internal/RunnerContext") {}

/** Delays of 0.2 to 15 seconds. */
export const storeRetrySchedule = Schedule.min([Schedule.exponential("200 millis", 1.5), Schedule.spaced("15 seconds")])

/** Retries until the store succeeds. The engine uses the same database and cannot run without it either. */
export const retryUntilStored = <A, E extends { readonly isRetryable: boolean }, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.tapError((error) => Effect.logWarning("The database failed, and the operation is retried", error)),
    Effect.retry({ schedule: storeRetrySchedule, while: (error) => error.isRetryable }),
    Effect.orDie
  )

/** Whether the cancellation of the export was requested. */
const isCancelling = Effect.fnUntraced(function*(id: string) {
  const record = yield* retryUntilStored(ExportStore.use((store) => store.get(id)))
  return Option.exists(record, (record) => record.isCancelling)
})

/** Interrupts a cancelled export. The process that requested it may have been killed before it notified the engine. */
export const interruptIfCancelling = Effect.fnUntraced(function*(id: string) {
  const { interrupt } = yield* RunnerContext
  if (yield* isCancelling(id)) yield* interrupt(id)
})

/** Waits until the cancellation of the export is requested, and interrupts it. */
export const untilCancelling = (id: string) =>
  isCancelling(id).pipe(
    Effect.repeat({ schedule: Schedule.spaced("1 second"), until: (isCancelling) => isCancelling }),
    Effect.andThen(interruptIfCancelling(id))
  )

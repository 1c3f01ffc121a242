import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type * as RunRecord from "../../RunRecord.ts"
import { RunStore } from "../../RunStore.ts"

/** Maximum number of active runs that are passed to the engine. */
const limit = 10_000

/** Recovers active runs, at the start of a runner and every minute. */
export const layer = <E, R>(
  recover: (run: RunRecord.RunRecord) => Effect.Effect<void, E, R>
): Layer.Layer<never, never, RunStore | R> =>
  Layer.effectDiscard(
    RunStore.use((store) => store.list({ active: true, limit })).pipe(
      Effect.flatMap(Effect.forEach(recover, { discard: true })),
      Effect.catchCause((cause) => Effect.logWarning("Active runs could not be passed to the engine", cause)),
      Effect.repeat(Schedule.spaced("1 minute")),
      Effect.forkScoped
    )
  )

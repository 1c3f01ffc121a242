import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import type { CampaignRunError } from "../../CampaignRunError.ts"
import type { RunProgress } from "../../CampaignRuns.ts"
import { type CampaignRunsError, RunCancelledError } from "../../CampaignRunsError.ts"
import { ExportStore } from "../../ExportStore.ts"
import * as RunRecord from "../../RunRecord.ts"
import type * as Access from "./access.ts"

const sameProgress = (a: RunProgress, b: RunProgress): boolean =>
  a.updatedAt === b.updatedAt && a.status === b.status && a.export?.updatedAt === b.export?.updatedAt &&
  a.export?.status === b.export?.status

/** The operations of `CampaignRuns` that read a run and do not change it. */
export const make = Effect.fnUntraced(function*({ fail, find, stored }: Access.Access) {
  const exports = yield* ExportStore

  const progress = Effect.fnUntraced(function*(operation: string, id: string): Effect.fn.Return<
    RunProgress,
    CampaignRunsError
  > {
    const run = yield* find(operation, id)
    const found = run.exportId === null ? Option.none() : yield* stored(operation, exports.get(run.exportId))
    return { ...run, export: Option.getOrNull(found) }
  })

  const watch = (id: string): Stream.Stream<RunProgress, CampaignRunsError> =>
    Stream.fromEffectSchedule(progress("CampaignRuns.watch", id), Schedule.spaced("500 millis")).pipe(
      Stream.changesWith(sameProgress),
      Stream.takeUntil(RunRecord.isTerminal)
    )

  const result = Effect.fn("CampaignRuns.result")(function*(id: string): Effect.fn.Return<
    RunRecord.RunSummary,
    CampaignRunError | CampaignRunsError
  > {
    const operation = "CampaignRuns.result"
    yield* Stream.runDrain(watch(id))
    const { error, summary } = yield* find(operation, id)
    if (summary !== null) return summary
    return yield* error ?? fail(operation, new RunCancelledError({ id }))
  })

  return { get: (id: string) => progress("CampaignRuns.get", id), watch, result }
})

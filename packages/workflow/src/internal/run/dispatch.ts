import * as Effect from "effect/Effect"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import * as CampaignRun from "../../CampaignRun.ts"
import type { CampaignRunsError } from "../../CampaignRunsError.ts"
import type { ExportStore } from "../../ExportStore.ts"
import type { RunRecord } from "../../RunRecord.ts"
import type { Access } from "./access.ts"
import type { Requested } from "./changes.ts"

/** Passes on stored runs to the engine. */
export const make = Effect.fnUntraced(function*({ modify, stored }: Access) {
  const services = yield* Effect.context<WorkflowEngine | ExportStore>()

  const dispatch = (operation: string, run: RunRecord): Effect.Effect<RunRecord, CampaignRunsError> =>
    Effect.as(stored(operation, Effect.provideContext(CampaignRun.dispatch(run), services)), run)

  return {
    dispatch,
    /** Changes a stored run, and passes it on. */
    change: (operation: string, id: string, requested: Requested) =>
      Effect.flatMap(modify(operation, id, requested), (run) => dispatch(operation, run))
  }
})

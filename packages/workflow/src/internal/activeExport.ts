import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"
import type { DestinationRef } from "../ExportJob.ts"
import type { ExportRecord } from "../ExportRecord.ts"
import type { ExportStore } from "../ExportStore.ts"

/** Maximum number of active exports that are compared. */
const limit = 10_000

/** The active export that writes to a target, if there is one. */
export const activeExportTo = (
  store: ExportStore["Service"],
  { name, target }: DestinationRef
): Effect.Effect<ExportRecord | undefined, SqlError> =>
  Effect.map(
    store.list({ active: true, limit }),
    (active) => active.find(({ job: { destination } }) => destination.name === name && destination.target === target)
  )

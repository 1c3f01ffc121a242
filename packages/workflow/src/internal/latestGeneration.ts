import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlError } from "effect/sql/SqlError"
import { deduplicationKey, type ExportJob } from "../ExportJob.ts"
import { type ExportRecord, isTerminal } from "../ExportRecord.ts"
import type { ExportStore } from "../ExportStore.ts"

/** The latest generation of an export, which may have been started without its organization or base URL. */
export const latestGeneration = Effect.fnUntraced(function*(
  store: ExportStore["Service"],
  job: ExportJob
): Effect.fn.Return<ExportRecord | undefined, SqlError> {
  const { baseUrl, organizationId, ...older } = job
  const latest = Option.getOrUndefined(yield* store.latest(deduplicationKey(job)))
  if (latest !== undefined || baseUrl === undefined && organizationId === undefined) return latest
  if (baseUrl !== undefined && organizationId !== undefined) {
    const found = Option.getOrUndefined(yield* store.latest(deduplicationKey({ ...older, baseUrl })))
    if (found?.status === "complete" || found !== undefined && !isTerminal(found)) return found
  }
  const found = Option.getOrUndefined(yield* store.latest(deduplicationKey(older)))
  // A complete one may be of another service.
  return found === undefined || isTerminal(found) ? undefined : found
})

import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { SqlError } from "effect/sql/SqlError"
import { BaseUrlMismatchError, fromSqlError } from "../../CampaignExportsError.ts"
import {
  CampaignRunsError,
  type Reason,
  RunKeyConflictError,
  RunStateError,
  RunTargetInUseError,
  UnknownRunError
} from "../../CampaignRunsError.ts"
import { TargetInUseError } from "../../DestinationError.ts"
import { ExportStore } from "../../ExportStore.ts"
import type { RunJob } from "../../RunJob.ts"
import type { RunRecord } from "../../RunRecord.ts"
import { RunStore } from "../../RunStore.ts"
import type { Requested } from "./changes.ts"
import { type JobRequest, toJob } from "./request.ts"

/** Maximum number of active runs or exports that are compared. */
const limit = 10_000

const fail = (operation: string, reason: Reason) => Effect.fail(new CampaignRunsError({ operation, reason }))

const stored = <A>(operation: string, effect: Effect.Effect<A, SqlError>): Effect.Effect<A, CampaignRunsError> =>
  Effect.catch(effect, (error) => fail(operation, fromSqlError(error)))

const checked = <A>(
  operation: string,
  options: Effect.Effect<A, InvalidOptionError>
): Effect.Effect<A, CampaignRunsError> => Effect.catch(options, (reason) => fail(operation, reason))

const isSameService = (own: string | undefined, other: string | undefined): boolean =>
  own === undefined || other === undefined || own === other

/** Access of `CampaignRuns` to the stores, with its errors. `baseUrl` is that of the client of this process. */
export const make = Effect.fnUntraced(function*(baseUrl: string | undefined) {
  const store = yield* RunStore
  const exports = yield* ExportStore

  const find = Effect.fnUntraced(function*(operation: string, id: string): Effect.fn.Return<
    RunRecord,
    CampaignRunsError
  > {
    const found = yield* stored(operation, store.get(id))
    return Option.isSome(found) ? found.value : yield* fail(operation, new UnknownRunError({ id }))
  })

  const checkBaseUrl = (operation: string, requested: string | undefined): Effect.Effect<void, CampaignRunsError> =>
    baseUrl === undefined || requested === undefined || requested === baseUrl
      ? Effect.void
      : fail(operation, new BaseUrlMismatchError({ requested, running: baseUrl }))

  /** Finds a run of the service that the client of this process uses. */
  const findOwn = Effect.fnUntraced(function*(operation: string, id: string): Effect.fn.Return<
    RunRecord,
    CampaignRunsError
  > {
    const run = yield* find(operation, id)
    yield* checkBaseUrl(operation, run.job.export.baseUrl)
    return run
  })

  /** The job of a request, with the base URL of this process. */
  const jobOf = Effect.fnUntraced(function*(operation: string, request: JobRequest): Effect.fn.Return<
    RunJob,
    CampaignRunsError
  > {
    const job = yield* checked(operation, toJob(request))
    yield* checkBaseUrl(operation, job.export.baseUrl)
    return baseUrl === undefined ? job : { ...job, export: { ...job.export, baseUrl } }
  })

  /** Changes a run as a caller requests, or fails because its state does not allow it. */
  const modify = Effect.fnUntraced(function*(operation: string, id: string, change: Requested): Effect.fn.Return<
    RunRecord,
    CampaignRunsError
  > {
    const now = yield* Clock.currentTimeMillis
    let problem = ""
    const changed = yield* stored(
      operation,
      store.modify(id, (run) => {
        const result = change(run, now)
        if (typeof result !== "string") return result
        problem = result
        return undefined
      })
    )
    if (Option.isSome(changed)) return changed.value
    yield* find(operation, id)
    return yield* fail(operation, new RunStateError({ id, problem }))
  })

  /** Fails when a run with the same key has another campaign or destination. */
  const sameJob = Effect.fnUntraced(function*(operation: string, run: RunRecord, job: RunJob): Effect.fn.Return<
    RunRecord,
    CampaignRunsError
  > {
    const comparisons: ReadonlyArray<readonly [field: string, isSame: boolean]> = [
      ["campaign.assistant_id", run.job.campaign.assistant_id === job.campaign.assistant_id],
      ["campaign.name", run.job.campaign.name === job.campaign.name],
      ["launch", run.job.launch === job.launch],
      ["export.baseUrl", isSameService(run.job.export.baseUrl, job.export.baseUrl)],
      ["export.destination.name", run.job.export.destination.name === job.export.destination.name],
      ["export.destination.target", run.job.export.destination.target === job.export.destination.target]
    ]
    const fields = comparisons.filter(([, isSame]) => !isSame).map(([field]) => field)
    return fields.length === 0 ? run : yield* fail(operation, new RunKeyConflictError({ id: run.id, fields }))
  })

  /** Fails when an active export or run uses the target, before a campaign runs for days. */
  const checkTarget = Effect.fnUntraced(function*(operation: string, job: RunJob): Effect.fn.Return<
    void,
    CampaignRunsError
  > {
    const { name, target } = job.export.destination
    if (target === "") return
    const isSame = (other: RunJob["export"]["destination"]) => other.name === name && other.target === target
    const active = yield* stored(operation, exports.list({ active: true, limit }))
    const other = active.find((record) => isSame(record.job.destination))
    if (other !== undefined) return yield* fail(operation, new TargetInUseError({ exportId: other.id }))
    const runs = yield* stored(operation, store.list({ active: true, limit }))
    const run = runs.find((run) => isSame(run.job.export.destination))
    if (run !== undefined) return yield* fail(operation, new RunTargetInUseError({ id: run.id }))
  })

  return { store, fail, stored, checked, find, findOwn, jobOf, modify, sameJob, checkTarget }
})

/**
 * Persistent registry of all exports, in the database of the workflow engine. It contains what the engine cannot list:
 * which exports exist and how far each one is. It outlives the history of the engine.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { deduplicationKey, type ExportJob } from "./ExportJob.ts"
import * as ExportRecord from "./ExportRecord.ts"
import * as Migrations from "./internal/migrations.ts"
import * as Table from "./internal/exportsTable.ts"

/**
 * Filters for listing exports.
 *
 * @category models
 * @since 0.1.0
 */
export interface ListOptions {
  /** Lists only the exports of this campaign. Default: all campaigns. */
  readonly campaignId?: string | undefined
  /** Lists only exports that have not ended. Default: false. */
  readonly active?: boolean | undefined
  /** Maximum number of exports. Default: 100. */
  readonly limit?: number | undefined
}

/**
 * Numbers of rows and pages written so far.
 *
 * @category models
 * @since 0.1.0
 */
export interface Written {
  /** Number of rows written. */
  readonly rows: number
  /** Largest total that the server reported. When absent, the stored total is kept. */
  readonly expected?: number | undefined
  /** Number of pages written. */
  readonly pages: number
}

/**
 * Persistent registry of all exports. Every operation is idempotent.
 *
 * @category services
 * @since 0.1.0
 */
export class ExportStore extends Context.Service<ExportStore, {
  /** Stores a new export. Returns `None` when another active export has the same target. */
  readonly queue: (id: string, job: ExportJob) => Effect.Effect<Option.Option<ExportRecord.ExportRecord>, SqlError>
  /**
   * Stores the result of polling the campaign: an observation or a failure. An export whose rows are being written does
   * not change.
   */
  readonly recordPoll: (
    id: string,
    observation: ExportRecord.CampaignObservation | undefined,
    failure: ExportRecord.FailureSummary | undefined
  ) => Effect.Effect<void, SqlError>
  /** Stores that rows are being written, and how many have been. */
  readonly recordProgress: (
    id: string,
    written: Written | undefined,
    failure: ExportRecord.FailureSummary | undefined
  ) => Effect.Effect<void, SqlError>
  /** Stores the reason why an export makes no progress. Its status does not change. */
  readonly recordFailure: (id: string, failure: ExportRecord.FailureSummary) => Effect.Effect<void, SqlError>
  /** Stores a request to cancel the export. */
  readonly requestCancel: (id: string) => Effect.Effect<void, SqlError>
  /** Stores the final status. An export that has ended does not change. */
  readonly finish: (
    id: string,
    status: "complete" | "failed" | "cancelled",
    detail: { readonly written?: Written | undefined; readonly failure?: ExportRecord.FailureSummary | undefined }
  ) => Effect.Effect<void, SqlError>
  /** Returns an export by its id. */
  readonly get: (id: string) => Effect.Effect<Option.Option<ExportRecord.ExportRecord>, SqlError>
  /** Returns the latest generation of the exports with a deduplication key. */
  readonly latest: (deduplicationKey: string) => Effect.Effect<Option.Option<ExportRecord.ExportRecord>, SqlError>
  /** Lists exports, newest first. */
  readonly list: (options?: ListOptions) => Effect.Effect<ReadonlyArray<ExportRecord.ExportRecord>, SqlError>
}>()("@effect-revox/workflow/ExportStore") {}

/**
 * Creates an `ExportStore` on the application's `SqlClient`, which must be a PostgreSQL client. Creates missing tables
 * and migrates those of an older version.
 *
 * **Gotchas**
 *
 * Fails with a `MigrationError` of kind `BadState` when an older version left unfinished exports, or when a newer
 * version migrated the tables. The message contains the remedy.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  ExportStore["Service"],
  SqlError | Migrator.MigrationError,
  SqlClient.SqlClient
> = Effect.gen(function*() {
  yield* Migrations.run
  const sql = (yield* SqlClient.SqlClient).withoutTransforms()
  const table = Table.make(sql)
  return {
    queue: Effect.fnUntraced(function*(id, job) {
      const found = yield* table.get(id)
      if (Option.isSome(found)) return found
      return yield* table.insert(id, job, "queued", yield* Clock.currentTimeMillis).pipe(
        Effect.andThen(table.get(id)),
        Effect.catchReason("SqlError", "UniqueViolation", () => table.get(id))
      )
    }),
    recordPoll: Effect.fnUntraced(function*(id, observation, failure) {
      yield* table.recordPoll(id, observation, failure, yield* Clock.currentTimeMillis)
    }),
    recordProgress: Effect.fnUntraced(function*(id, written, failure) {
      yield* table.recordProgress(id, written, failure, yield* Clock.currentTimeMillis)
    }),
    recordFailure: Effect.fnUntraced(function*(id, failure) {
      yield* table.recordFailure(id, failure, yield* Clock.currentTimeMillis)
    }),
    requestCancel: Effect.fnUntraced(function*(id) {
      yield* table.requestCancel(id, yield* Clock.currentTimeMillis)
    }),
    finish: Effect.fnUntraced(function*(id, status, detail) {
      yield* table.finish(id, status, detail, yield* Clock.currentTimeMillis)
    }),
    get: table.get,
    latest: table.latest,
    list: table.list
  }
})

/**
 * Provides an `ExportStore` on the application's `SqlClient`, which must be a PostgreSQL client. See {@link make}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<ExportStore, SqlError | Migrator.MigrationError, SqlClient.SqlClient> = Layer.effect(
  ExportStore,
  make
)

const sameTarget = (a: ExportJob, b: ExportJob): boolean =>
  a.destination.target !== "" && a.destination.name === b.destination.name &&
  a.destination.target === b.destination.target

const writtenFields = (record: ExportRecord.ExportRecord, written: Written | undefined) =>
  written === undefined
    ? {}
    : { rows: written.rows, expected: written.expected ?? record.expected, pages: written.pages }

/**
 * Provides an `ExportStore` in memory, for tests.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory: Layer.Layer<ExportStore> = Layer.sync(ExportStore, () => {
  const records = new Map<string, ExportRecord.ExportRecord>()
  const newest = () =>
    [...records.values()].sort((a, b) => b.createdAt - a.createdAt || b.job.generation - a.job.generation)
  const change = (
    id: string,
    f: (record: ExportRecord.ExportRecord) => Partial<ExportRecord.ExportRecord> | undefined
  ) =>
    Effect.map(Clock.currentTimeMillis, (updatedAt) => {
      const record = records.get(id)
      const changed = record === undefined || ExportRecord.isTerminal(record) ? undefined : f(record)
      if (record !== undefined && changed !== undefined) records.set(id, { ...record, ...changed, updatedAt })
    })
  return {
    queue: (id, job) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const found = records.get(id)
        if (found !== undefined) return Option.some(found)
        if (newest().some((other) => !ExportRecord.isTerminal(other) && sameTarget(other.job, job))) {
          return Option.none()
        }
        const record: ExportRecord.ExportRecord = {
          id,
          job,
          status: "queued",
          isCancelling: false,
          campaign: null,
          rows: 0,
          expected: null,
          pages: 0,
          failure: null,
          createdAt: now,
          updatedAt: now,
          finishedAt: null
        }
        records.set(id, record)
        return Option.some(record)
      }),
    recordPoll: (id, observation, failure) =>
      change(id, (record) =>
        record.status === "exporting"
          ? undefined
          : { status: "waiting", campaign: observation ?? record.campaign, failure: failure ?? null }),
    recordProgress: (id, written, failure) =>
      change(id, (record) => ({ status: "exporting", ...writtenFields(record, written), failure: failure ?? null })),
    recordFailure: (id, failure) => change(id, () => ({ failure })),
    requestCancel: (id) => change(id, () => ({ isCancelling: true })),
    finish: (id, status, { failure, written }) =>
      Effect.flatMap(
        Clock.currentTimeMillis,
        (finishedAt) =>
          change(id, (record) => ({ status, ...writtenFields(record, written), failure: failure ?? null, finishedAt }))
      ),
    get: (id) => Effect.sync(() => Option.fromUndefinedOr(records.get(id))),
    latest: (key) =>
      Effect.sync(() => Option.fromUndefinedOr(newest().find(({ job }) => deduplicationKey(job) === key))),
    list: ({ active = false, campaignId, limit = 100 } = {}) =>
      Effect.sync(() =>
        newest().filter((record) =>
          (campaignId === undefined || record.job.campaignId === campaignId) &&
          (!active || !ExportRecord.isTerminal(record))
        ).slice(0, limit)
      )
  }
})

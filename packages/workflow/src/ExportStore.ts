/**
 * The book of all exports, in the database of the engine: what the engine cannot tell (which there are, how far each is)
 * and what has to outlive its history.
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
 * What to list.
 *
 * @category models
 * @since 0.1.0
 */
export interface ListOptions {
  /** Only the exports of one campaign. */
  readonly campaignId?: string | undefined
  /** Only exports that are not over. */
  readonly active?: boolean | undefined
  /** At most so many. Default 100. */
  readonly limit?: number | undefined
}

/**
 * How much was written so far.
 *
 * @category models
 * @since 0.1.0
 */
export interface Written {
  /** Rows that are written. */
  readonly rows: number
  /** The largest total that the server stated. Absent when it stated none: what was noted earlier stays then. */
  readonly expected?: number | undefined
  /** Pages that are written. */
  readonly pages: number
}

/**
 * The book of all exports. Everything in it may be done twice: the second time changes nothing.
 *
 * @category services
 * @since 0.1.0
 */
export class ExportStore extends Context.Service<ExportStore, {
  /** Notes that an export was asked for. `None` when another one that is not over has the same target. */
  readonly queue: (id: string, job: ExportJob) => Effect.Effect<Option.Option<ExportRecord.ExportRecord>, SqlError>
  /** Notes what a look at the campaign showed, or why it showed nothing. */
  readonly recordPoll: (
    id: string,
    sighting: ExportRecord.CampaignObservation | undefined,
    problem: ExportRecord.FailureSummary | undefined
  ) => Effect.Effect<void, SqlError>
  /** Notes that rows are being written, and how many were. */
  readonly recordProgress: (
    id: string,
    written: Written | undefined,
    problem: ExportRecord.FailureSummary | undefined
  ) => Effect.Effect<void, SqlError>
  /** Notes that somebody wants it to end. */
  readonly requestCancel: (id: string) => Effect.Effect<void, SqlError>
  /** Notes that it is over. What is over stays as it ended. */
  readonly finish: (
    id: string,
    status: "complete" | "failed" | "cancelled",
    detail: { readonly written?: Written | undefined; readonly problem?: ExportRecord.FailureSummary | undefined }
  ) => Effect.Effect<void, SqlError>
  /** An export by its id. */
  readonly get: (id: string) => Effect.Effect<Option.Option<ExportRecord.ExportRecord>, SqlError>
  /** The latest attempt at an export. */
  readonly latest: (family: string) => Effect.Effect<Option.Option<ExportRecord.ExportRecord>, SqlError>
  /** Exports, the newest first. */
  readonly list: (options?: ListOptions) => Effect.Effect<ReadonlyArray<ExportRecord.ExportRecord>, SqlError>
}>()("@effect-revox/workflow/ExportStore") {}

/**
 * The book over the `SqlClient` of the application, which has to be one of PostgreSQL.
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
    recordPoll: Effect.fnUntraced(function*(id, sighting, problem) {
      yield* table.recordPoll(id, sighting, problem, yield* Clock.currentTimeMillis)
    }),
    recordProgress: Effect.fnUntraced(function*(id, written, problem) {
      yield* table.recordProgress(id, written, problem, yield* Clock.currentTimeMillis)
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
 * The book over the `SqlClient` of the application, which has to be one of PostgreSQL. Makes its tables.
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

const figures = (record: ExportRecord.ExportRecord, written: Written | undefined) =>
  written === undefined
    ? {}
    : { rows: written.rows, expected: written.expected ?? record.expected, pages: written.pages }

/**
 * The book in memory, for tests.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory: Layer.Layer<ExportStore> = Layer.sync(ExportStore, () => {
  const records = new Map<string, ExportRecord.ExportRecord>()
  const newest = () =>
    [...records.values()].sort((a, b) => b.createdAt - a.createdAt || b.job.generation - a.job.generation)
  const change = (id: string, f: (record: ExportRecord.ExportRecord) => Partial<ExportRecord.ExportRecord>) =>
    Effect.map(Clock.currentTimeMillis, (updatedAt) => {
      const record = records.get(id)
      if (record !== undefined && !ExportRecord.isTerminal(record)) {
        records.set(id, { ...record, ...f(record), updatedAt })
      }
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
    recordPoll: (id, sighting, problem) =>
      change(id, (record) => ({
        status: record.status === "queued" ? "waiting" : record.status,
        campaign: sighting ?? record.campaign,
        failure: problem ?? null
      })),
    recordProgress: (id, written, problem) =>
      change(id, (record) => ({ status: "exporting", ...figures(record, written), failure: problem ?? null })),
    requestCancel: (id) => change(id, () => ({ isCancelling: true })),
    finish: (id, status, { problem, written }) =>
      Effect.flatMap(
        Clock.currentTimeMillis,
        (finishedAt) =>
          change(id, (record) => ({ status, ...figures(record, written), failure: problem ?? null, finishedAt }))
      ),
    get: (id) => Effect.sync(() => Option.fromUndefinedOr(records.get(id))),
    latest: (family) =>
      Effect.sync(() => Option.fromUndefinedOr(newest().find(({ job }) => deduplicationKey(job) === family))),
    list: ({ active = false, campaignId, limit = 100 } = {}) =>
      Effect.sync(() =>
        newest().filter((record) =>
          (campaignId === undefined || record.job.campaignId === campaignId) &&
          (!active || !ExportRecord.isTerminal(record))
        ).slice(0, limit)
      )
  }
})

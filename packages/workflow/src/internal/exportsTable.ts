import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { deduplicationKey, ExportJob } from "../ExportJob.ts"
import type { ListOptions, Written } from "../ExportStore.ts"
import { CampaignObservation, ExportRecord, type ExportStatus, FailureSummary } from "../ExportRecord.ts"

/** A row of the table `revox_exports`. */
const TableRow = Schema.Struct({
  id: ExportRecord.fields.id,
  job: Schema.fromJsonString(Schema.toCodecJson(ExportJob)),
  status: ExportRecord.fields.status,
  isCancelling: ExportRecord.fields.isCancelling,
  campaign: Schema.NullOr(Schema.fromJsonString(CampaignObservation)),
  rows: ExportRecord.fields.rows,
  expected: ExportRecord.fields.expected,
  pages: ExportRecord.fields.pages,
  failure: Schema.NullOr(Schema.fromJsonString(FailureSummary)),
  createdAt: ExportRecord.fields.createdAt,
  updatedAt: ExportRecord.fields.updatedAt,
  finishedAt: ExportRecord.fields.finishedAt
})

const readRow = Schema.decodeUnknownEffect(TableRow)
const writeJob = Schema.encodeEffect(Schema.fromJsonString(Schema.toCodecJson(ExportJob)))
const writeObservation = Schema.encodeEffect(Schema.fromJsonString(CampaignObservation))
const writeFailure = Schema.encodeEffect(Schema.fromJsonString(FailureSummary))

const orNull = <A>(value: A | undefined, write: (value: A) => Effect.Effect<string, Schema.SchemaError>) =>
  value === undefined ? Effect.succeed(null) : Effect.orDie(write(value))

/** Queries on `revox_exports` that `ExportStore` and `SqlDestination` share. */
export const make = (sql: SqlClient) => {
  const at = (millis: number) => sql`to_timestamp(${String(millis)}::text::float8 / 1000)`
  const json = (text: string | null) => sql`${text}::text::json`
  const millis = (column: string) => sql`floor(extract(epoch FROM ${sql(column)}) * 1000)::float8`

  const columns = sql`id, job::text AS job, status, is_cancelling AS "isCancelling", campaign::text AS campaign,
    rows::float8 AS rows, expected::float8 AS expected, pages::float8 AS pages, failure::text AS failure,
    ${millis("created_at")} AS "createdAt", ${millis("updated_at")} AS "updatedAt",
    ${millis("finished_at")} AS "finishedAt"`

  // These functions wrote the rows, and `migrations.ts` rejects or converts those of other versions.
  const read = (rows: ReadonlyArray<unknown>) => Effect.forEach(rows, (row) => Effect.orDie(readRow(row)))
  const first = (rows: ReadonlyArray<unknown>) => Effect.map(read(rows), ([record]) => Option.fromUndefinedOr(record))

  return {
    insert: Effect.fnUntraced(function*(
      id: string,
      job: ExportJob,
      status: ExportStatus,
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const text = yield* Effect.orDie(writeJob(job))
      const { generation, campaignId, destination } = job
      yield* sql`INSERT INTO revox_exports
          (id, deduplication_key, generation, campaign_id, destination, target, job, status, created_at, updated_at)
        VALUES (${id}, ${
        deduplicationKey(job)
      }, ${generation}, ${campaignId}, ${destination.name}, ${destination.target},
          ${json(text)}, ${status}, ${at(now)}, ${at(now)})
        ON CONFLICT (id) DO NOTHING`
    }),

    recordPoll: Effect.fnUntraced(function*(
      id: string,
      observation: CampaignObservation | undefined,
      failure: FailureSummary | undefined,
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const campaign = yield* orNull(observation, writeObservation)
      const failureText = yield* orNull(failure, writeFailure)
      yield* sql`UPDATE revox_exports SET
          status = CASE status WHEN 'queued' THEN 'waiting' ELSE status END,
          campaign = coalesce(${json(campaign)}, campaign), failure = ${json(failureText)}, updated_at = ${at(now)}
        WHERE id = ${id} AND status IN ('queued', 'waiting')`
    }),

    recordProgress: Effect.fnUntraced(function*(
      id: string,
      written: Written | undefined,
      failure: FailureSummary | undefined,
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const failureText = yield* orNull(failure, writeFailure)
      const { expected = null, pages = null, rows = null } = written ?? {}
      yield* sql`UPDATE revox_exports SET
          status = 'exporting', failure = ${json(failureText)}, updated_at = ${at(now)},
          rows = coalesce(${rows}::int8, rows), expected = coalesce(${expected}::int8, expected),
          pages = coalesce(${pages}::int8, pages)
        WHERE id = ${id} AND status IN ('queued', 'waiting', 'exporting')`
    }),

    recordFailure: Effect.fnUntraced(function*(
      id: string,
      failure: FailureSummary,
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const failureText = yield* orNull(failure, writeFailure)
      yield* sql`UPDATE revox_exports SET failure = ${json(failureText)}, updated_at = ${at(now)}
        WHERE id = ${id} AND status IN ('queued', 'waiting', 'exporting')`
    }),

    requestCancel: Effect.fnUntraced(function*(id: string, now: number): Effect.fn.Return<void, SqlError> {
      yield* sql`UPDATE revox_exports SET is_cancelling = true, updated_at = ${at(now)}
        WHERE id = ${id} AND status IN ('queued', 'waiting', 'exporting')`
    }),

    finish: Effect.fnUntraced(function*(
      id: string,
      status: "complete" | "failed" | "cancelled",
      detail: { readonly written?: Written | undefined; readonly failure?: FailureSummary | undefined },
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const failureText = yield* orNull(detail.failure, writeFailure)
      const { expected = null, pages = null, rows = null } = detail.written ?? {}
      yield* sql`UPDATE revox_exports SET
          status = ${status}, failure = ${json(failureText)}, updated_at = ${at(now)}, finished_at = ${at(now)},
          rows = coalesce(${rows}::int8, rows), expected = coalesce(${expected}::int8, expected),
          pages = coalesce(${pages}::int8, pages)
        WHERE id = ${id} AND status IN ('queued', 'waiting', 'exporting')`
    }),

    get: (id: string) => Effect.flatMap(sql`SELECT ${columns} FROM revox_exports WHERE id = ${id}`, first),

    latest: (key: string) =>
      Effect.flatMap(
        sql`SELECT ${columns} FROM revox_exports WHERE deduplication_key = ${key} ORDER BY generation DESC LIMIT 1`,
        first
      ),

    list: (options: ListOptions = {}) =>
      Effect.flatMap(
        sql`SELECT ${columns} FROM revox_exports
          WHERE (${options.campaignId ?? null}::text IS NULL OR campaign_id = ${options.campaignId ?? null}::text)
            AND (NOT ${options.active ?? false}::bool OR status IN ('queued', 'waiting', 'exporting'))
          ORDER BY created_at DESC, generation DESC LIMIT ${options.limit ?? 100}::int4`,
        read
      )
  }
}

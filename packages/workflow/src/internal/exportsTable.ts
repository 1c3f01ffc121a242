import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { deduplicationKey, ExportJob } from "../ExportJob.ts"
import type { ListOptions, Written } from "../ExportStore.ts"
import { CampaignObservation, ExportRecord, type ExportStatus, FailureSummary } from "../ExportRecord.ts"

/** A line of the table, every value of it in JSON. */
const Line = Schema.Struct({
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

const readLine = Schema.decodeUnknownEffect(Line)
const writeJob = Schema.encodeEffect(Schema.fromJsonString(Schema.toCodecJson(ExportJob)))
const writeSighting = Schema.encodeEffect(Schema.fromJsonString(CampaignObservation))
const writeProblem = Schema.encodeEffect(Schema.fromJsonString(FailureSummary))

const orNull = <A>(value: A | undefined, write: (value: A) => Effect.Effect<string, Schema.SchemaError>) =>
  value === undefined ? Effect.succeed(null) : Effect.orDie(write(value))

/** The table of exports: what the log and the destination have in common. */
export const make = (sql: SqlClient) => {
  const at = (millis: number) => sql`to_timestamp(${String(millis)}::text::float8 / 1000)`
  const json = (text: string | null) => sql`${text}::text::json`
  const millis = (column: string) => sql`floor(extract(epoch FROM ${sql(column)}) * 1000)::float8`

  const columns = sql`id, job::text AS job, status, is_cancelling AS "isCancelling", campaign::text AS campaign,
    rows::float8 AS rows, expected::float8 AS expected, pages::float8 AS pages, failure::text AS failure,
    ${millis("created_at")} AS "createdAt", ${millis("updated_at")} AS "updatedAt",
    ${millis("finished_at")} AS "finishedAt"`

  // What is in the table was written by these functions.
  const read = (lines: ReadonlyArray<unknown>) => Effect.forEach(lines, (line) => Effect.orDie(readLine(line)))
  const first = (lines: ReadonlyArray<unknown>) => Effect.map(read(lines), ([record]) => Option.fromUndefinedOr(record))

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
          (id, family, attempt, campaign_id, destination, target, job, status, created_at, updated_at)
        VALUES (${id}, ${
        deduplicationKey(job)
      }, ${generation}, ${campaignId}, ${destination.name}, ${destination.target},
          ${json(text)}, ${status}, ${at(now)}, ${at(now)})
        ON CONFLICT (id) DO NOTHING`
    }),

    recordPoll: Effect.fnUntraced(function*(
      id: string,
      sighting: CampaignObservation | undefined,
      problem: FailureSummary | undefined,
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const campaign = yield* orNull(sighting, writeSighting)
      const found = yield* orNull(problem, writeProblem)
      yield* sql`UPDATE revox_exports SET
          status = CASE status WHEN 'queued' THEN 'waiting' ELSE status END,
          campaign = coalesce(${json(campaign)}, campaign), failure = ${json(found)}, updated_at = ${at(now)}
        WHERE id = ${id} AND status IN ('queued', 'waiting')`
    }),

    recordProgress: Effect.fnUntraced(function*(
      id: string,
      written: Written | undefined,
      problem: FailureSummary | undefined,
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const found = yield* orNull(problem, writeProblem)
      const { expected = null, pages = null, rows = null } = written ?? {}
      yield* sql`UPDATE revox_exports SET
          status = 'exporting', failure = ${json(found)}, updated_at = ${at(now)},
          rows = coalesce(${rows}::int8, rows), expected = coalesce(${expected}::int8, expected),
          pages = coalesce(${pages}::int8, pages)
        WHERE id = ${id} AND status IN ('queued', 'waiting', 'exporting')`
    }),

    requestCancel: Effect.fnUntraced(function*(id: string, now: number): Effect.fn.Return<void, SqlError> {
      yield* sql`UPDATE revox_exports SET is_cancelling = true, updated_at = ${at(now)}
        WHERE id = ${id} AND status IN ('queued', 'waiting', 'exporting')`
    }),

    finish: Effect.fnUntraced(function*(
      id: string,
      status: "complete" | "failed" | "cancelled",
      detail: { readonly written?: Written | undefined; readonly problem?: FailureSummary | undefined },
      now: number
    ): Effect.fn.Return<void, SqlError> {
      const problem = yield* orNull(detail.problem, writeProblem)
      const { expected = null, pages = null, rows = null } = detail.written ?? {}
      yield* sql`UPDATE revox_exports SET
          status = ${status}, failure = ${json(problem)}, updated_at = ${at(now)}, finished_at = ${at(now)},
          rows = coalesce(${rows}::int8, rows), expected = coalesce(${expected}::int8, expected),
          pages = coalesce(${pages}::int8, pages)
        WHERE id = ${id} AND status IN ('queued', 'waiting', 'exporting')`
    }),

    get: (id: string) => Effect.flatMap(sql`SELECT ${columns} FROM revox_exports WHERE id = ${id}`, first),

    latest: (family: string) =>
      Effect.flatMap(
        sql`SELECT ${columns} FROM revox_exports WHERE family = ${family} ORDER BY attempt DESC LIMIT 1`,
        first
      ),

    list: (options: ListOptions = {}) =>
      Effect.flatMap(
        sql`SELECT ${columns} FROM revox_exports
          WHERE (${options.campaignId ?? null}::text IS NULL OR campaign_id = ${options.campaignId ?? null}::text)
            AND (NOT ${options.active ?? false}::bool OR status IN ('queued', 'waiting', 'exporting'))
          ORDER BY created_at DESC, attempt DESC LIMIT ${options.limit ?? 100}::int4`,
        read
      )
  }
}

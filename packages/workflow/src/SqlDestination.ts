/**
 * The tables `revox_campaigns`, `revox_rows` and `revox_attempts` of a PostgreSQL, in which each row is once, whatever
 * happens while it is written.
 *
 * @since 0.1.0
 */
import { Campaigns } from "@effect-revox/client/Campaigns"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as RowsCursor from "@effect-revox/streams/RowsCursor"
import { InvalidCursorError, MissingRowsError, RowsError } from "@effect-revox/streams/RowsError"
import * as RowsFilter from "@effect-revox/streams/RowsFilter"
import type { Page } from "@effect-revox/streams/RowsOptions"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import * as Destination from "./Destination.ts"
import { DestinationError, type Reason, SupersededError, WriteError } from "./DestinationError.ts"
import * as Table from "./internal/exportsTable.ts"
import * as Migrations from "./internal/migrations.ts"
import { linesOf, toJson } from "./internal/sqlRows.ts"

/** The export as the database has it, locked until the end of the transaction. */
interface Locked {
  readonly status: string
  readonly discarded: boolean
  readonly cursor: string | null
}

const readJson = Schema.decodeEffect(Schema.fromJsonString(Schema.Unknown))
const writeCursor = Schema.encodeEffect(Schema.fromJsonString(RowsCursor.RowsCursor))

/** The cursor of an export, which another version of this package may have stored. */
const cursorOf = ({ job: { campaignId } }: Destination.ExportTask, line: Locked | undefined) =>
  line?.cursor == null
    ? Effect.undefined
    : Effect.orDie(readJson(line.cursor)).pipe(
      Effect.flatMap(RowsCursor.decode),
      Effect.mapError(({ problem }) => {
        const reason = new InvalidCursorError({ problem: `${problem} To do so, start the export again.` })
        return new RowsError({ campaignId, reason })
      })
    )

const failed = (destination: string, reason: Reason) => new DestinationError({ destination, reason })

/** What the database did not do, as an error of the destination. */
const databaseFailed = (task: Destination.ExportTask) => (error: SqlError) =>
  Effect.fail(failed(
    task.job.destination.name,
    new WriteError({ problem: `the database said: ${error.message}`, isRetryable: error.isRetryable })
  ))

/**
 * The destination over the `SqlClient` of the application, which has to be one of PostgreSQL. Makes its tables.
 *
 * **Details**
 *
 * A page is one transaction: its rows and attempts by their ids, which rows are the export's, and the cursor behind it.
 * The transaction begins with a lock on the export, and writes nothing when another runner went on with it meanwhile or
 * it is over, so that a runner which was thought dead and is not does no harm.
 *
 * Rows of an export that is not complete are in `revox_rows`, since the table has each row once and another export may
 * have it too; the view `revox_complete_rows` is without them. An export that fails or is cancelled takes away the rows
 * that no other export has.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  Destination.Destination,
  SqlError | Migrator.MigrationError,
  SqlClient.SqlClient
> = Effect.gen(function*() {
  yield* Migrations.run
  const sql = (yield* SqlClient.SqlClient).withoutTransforms()
  const table = Table.make(sql)
  const now = Clock.currentTimeMillis
  const at = (millis: number) => sql`to_timestamp(${String(millis)}::text::float8 / 1000)`

  const lock = (id: string) =>
    Effect.map(
      sql<Locked>`SELECT status, discarded, cursor::text AS cursor FROM revox_exports
        WHERE id = ${id} FOR UPDATE`,
      ([line]) => line
    )

  const superseded = (task: Destination.ExportTask, problem: string) =>
    failed(task.job.destination.name, new SupersededError({ problem }))

  /** Locks the export, unless it is over. */
  const lockActive = Effect.fnUntraced(function*(task: Destination.ExportTask) {
    const line = yield* lock(task.id)
    if (line?.status !== "exporting" || line.discarded) {
      const state = line?.discarded === true ? "being taken back" : line?.status ?? "gone"
      return yield* superseded(task, `the export is ${state}, so nothing more is written.`)
    }
    return line
  })

  const prepare = Effect.fnUntraced(function*(task: Destination.ExportTask) {
    const { campaignId } = task.job
    const json = toJson(yield* Campaigns.use((campaigns) => campaigns.retrieve(campaignId)))
    const time = yield* now
    yield* sql.withTransaction(Effect.gen(function*() {
      yield* table.insert(task.id, task.job, "exporting", time)
      yield* table.recordProgress(task.id, undefined, undefined, time)
      yield* sql`INSERT INTO revox_campaigns (id, name, status, is_cancelled, data, exported_at)
        SELECT ${campaignId}::text, name, status, is_cancelled, ${json}::text::jsonb, ${at(time)}
        FROM jsonb_to_record(${json}::text::jsonb) AS c(name text, status text, is_cancelled boolean)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, status = excluded.status,
          is_cancelled = excluded.is_cancelled, data = excluded.data, exported_at = excluded.exported_at`
    })).pipe(Effect.catchTag("SqlError", databaseFailed(task)))
  })

  const write = Effect.fnUntraced(function*(
    task: Destination.ExportTask,
    page: Page<CampaignRow>,
    after: RowsCursor.RowsCursor | undefined
  ) {
    const { campaignId } = task.job
    const lines = linesOf(campaignId, page.rows)
    const cursor = yield* Effect.orDie(writeCursor(page.cursor))
    const time = yield* now
    yield* sql.withTransaction(Effect.gen(function*() {
      const found = yield* cursorOf(task, yield* lockActive(task))
      if (found?.position !== after?.position) {
        return yield* superseded(task, "another runner goes on with the export.")
      }
      // Who takes rows away locks the campaign alone.
      yield* sql`SELECT 1 FROM revox_campaigns WHERE id = ${campaignId} FOR SHARE`
      yield* sql`INSERT INTO revox_rows (id, campaign_id, row_index, phone_number, input_data, call_id, call_status,
          calls_count, result, structured_output, data, exported_at)
        SELECT r.*, ${at(time)} FROM jsonb_to_recordset(${lines.rows}::text::jsonb) AS r(id text, campaign_id text,
          row_index float8, phone_number text, input_data jsonb, call_id text, call_status text, calls_count float8,
          result text, structured_output jsonb, data jsonb)
        ON CONFLICT (id) DO UPDATE SET campaign_id = excluded.campaign_id, row_index = excluded.row_index,
          phone_number = excluded.phone_number, input_data = excluded.input_data, call_id = excluded.call_id,
          call_status = excluded.call_status, calls_count = excluded.calls_count, result = excluded.result,
          structured_output = excluded.structured_output, data = excluded.data, exported_at = excluded.exported_at`
      yield* sql`INSERT INTO revox_attempts (id, row_id, status, result, phone_number, started_at, answered_at,
          ended_at, ended_by, end_reason, dial_error, structured_output, data)
        SELECT a.* FROM jsonb_to_recordset(${lines.attempts}::text::jsonb) AS a(id text, row_id text, status text,
          result text, phone_number text, started_at timestamptz, answered_at timestamptz, ended_at timestamptz,
          ended_by text, end_reason text, dial_error text, structured_output jsonb, data jsonb)
        ON CONFLICT (id) DO UPDATE SET row_id = excluded.row_id, status = excluded.status, result = excluded.result,
          phone_number = excluded.phone_number, started_at = excluded.started_at, answered_at = excluded.answered_at,
          ended_at = excluded.ended_at, ended_by = excluded.ended_by, end_reason = excluded.end_reason,
          dial_error = excluded.dial_error, structured_output = excluded.structured_output, data = excluded.data`
      yield* sql`INSERT INTO revox_export_rows (export_id, row_id)
        SELECT ${task.id}::text, id FROM jsonb_to_recordset(${lines.rows}::text::jsonb) AS r(id text)
        ON CONFLICT DO NOTHING`
      yield* sql`UPDATE revox_exports SET cursor = ${cursor}::text::json, updated_at = ${at(time)}, failure = NULL,
          rows = ${page.audit.received}::int8, pages = ${page.audit.pages}::int8,
          expected = coalesce(${page.audit.expected ?? null}::int8, expected)
        WHERE id = ${task.id}`
    })).pipe(Effect.catchTag("SqlError", databaseFailed(task)))
  })

  const publish = Effect.fnUntraced(function*(task: Destination.ExportTask) {
    const { campaignId, filter } = task.job
    const time = yield* now
    return yield* sql.withTransaction(Effect.gen(function*() {
      const line = yield* lock(task.id)
      const [counted] = yield* sql<{ count: number }>`SELECT count(*)::float8 AS count FROM revox_export_rows
        WHERE export_id = ${task.id}`
      const rows = counted?.count ?? 0
      const published: Destination.Published = { location: `${rows} rows of ${campaignId} in revox_rows` }
      if (line?.status === "complete") return published
      yield* lockActive(task)
      const audit = (yield* cursorOf(task, line))?.audit
      // What is in the table is counted, whatever the pages said: a row that came twice would hide one that never came.
      const missing = audit?.expected === undefined ? 0 : audit.expected - rows - audit.invalid
      if (audit !== undefined && RowsFilter.isEmpty(filter) && missing > 0) {
        const reason = new MissingRowsError({ audit: { ...audit, received: rows, missing } })
        return yield* new RowsError({ campaignId, reason })
      }
      const written = { rows, expected: audit?.expected, pages: audit?.pages ?? 0 }
      yield* table.finish(task.id, "complete", { written }, time)
      return published
    })).pipe(Effect.catchTag("SqlError", databaseFailed(task)))
  })

  const rollback = Effect.fnUntraced(function*(task: Destination.ExportTask) {
    const { campaignId } = task.job
    yield* sql.withTransaction(Effect.gen(function*() {
      const line = yield* lock(task.id)
      if (line === undefined || line.status === "complete") return
      yield* sql`SELECT 1 FROM revox_campaigns WHERE id = ${campaignId} FOR UPDATE`
      // Nobody writes rows of the campaign now, so that what other exports have can be told.
      yield* sql`WITH mine AS (DELETE FROM revox_export_rows WHERE export_id = ${task.id} RETURNING row_id)
        DELETE FROM revox_rows r USING mine WHERE r.id = mine.row_id AND NOT EXISTS (
          SELECT 1 FROM revox_export_rows o WHERE o.row_id = r.id AND o.export_id <> ${task.id})`
      yield* sql`DELETE FROM revox_campaigns c WHERE c.id = ${campaignId}
        AND NOT EXISTS (SELECT 1 FROM revox_rows r WHERE r.campaign_id = c.id)
        AND NOT EXISTS (SELECT 1 FROM revox_exports e WHERE e.campaign_id = c.id AND e.id <> ${task.id}
          AND e.status IN ('exporting', 'complete'))`
      yield* sql`UPDATE revox_exports SET discarded = true, cursor = NULL, rows = 0, pages = 0 WHERE id = ${task.id}`
    })).pipe(Effect.catchTag("SqlError", databaseFailed(task)))
  })

  return Destination.paged({
    prepare,
    checkpoint: (task) =>
      sql<Locked>`SELECT status, discarded, cursor::text AS cursor FROM revox_exports
        WHERE id = ${task.id}`.pipe(
        Effect.flatMap(([line]) => cursorOf(task, line)),
        Effect.catchTag("SqlError", databaseFailed(task))
      ),
    write,
    reset: (task) =>
      sql`UPDATE revox_exports SET cursor = NULL WHERE id = ${task.id} AND status = 'exporting'`.pipe(
        Effect.asVoid,
        Effect.catchTag("SqlError", databaseFailed(task))
      ),
    publish,
    rollback
  })
})

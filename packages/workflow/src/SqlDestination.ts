/**
 * Destination that writes to the PostgreSQL tables `revox_campaigns`, `revox_rows` and `revox_attempts`. Each row is
 * stored exactly once, even if runners are killed while writing.
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
import { DestinationError, InvalidTargetError, type Reason, SupersededError, WriteError } from "./DestinationError.ts"
import * as Table from "./internal/exportsTable.ts"
import * as Migrations from "./internal/migrations.ts"
import { describe } from "./internal/problem.ts"
import { toJson, toTableRows } from "./internal/sqlRows.ts"

/** Stored state of an export. */
interface StoredExport {
  readonly status: string
  readonly discarded: boolean
  readonly cursor: string | null
}

const readJson = Schema.decodeEffect(Schema.fromJsonString(Schema.Unknown))
const writeCursor = Schema.encodeEffect(Schema.fromJsonString(RowsCursor.RowsCursor))

/** Decodes the stored cursor. Fails typed when another version of this package stored it in another format. */
const cursorOf = ({ job: { campaignId } }: Destination.ExportTask, stored: StoredExport | undefined) =>
  stored?.cursor == null
    ? Effect.undefined
    : Effect.orDie(readJson(stored.cursor)).pipe(
      Effect.flatMap(RowsCursor.decode),
      Effect.mapError(({ problem }) => {
        const reason = new InvalidCursorError({ problem: `${problem} To do so, start the export again.` })
        return new RowsError({ campaignId, reason })
      })
    )

const failed = (destination: string, reason: Reason) => new DestinationError({ destination, reason })

/** Converts a `SqlError` to a `DestinationError`. */
const databaseFailed = (task: Destination.ExportTask) => (error: SqlError) =>
  Effect.fail(failed(
    task.job.destination.name,
    new WriteError({ problem: `the database failed: ${describe(error)}`, isRetryable: error.isRetryable })
  ))

/**
 * Creates the destination on the application's `SqlClient`, which must be a PostgreSQL client. Creates missing tables
 * and migrates those of an older version.
 *
 * **Details**
 *
 * Each page is one transaction. It upserts the rows and attempts by id, maps the rows to the export, and stores the
 * cursor of the page. The transaction first locks the export. It writes nothing if the export has ended or another
 * runner has resumed it, so a runner that was wrongly considered dead causes no damage.
 *
 * The table `revox_rows` also contains the rows of incomplete exports, since several exports may share a row. The view
 * `revox_complete_rows` excludes them. Rolling back an export deletes the rows that no other export has.
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
      sql<StoredExport>`SELECT status, discarded, cursor::text AS cursor FROM revox_exports
        WHERE id = ${id} FOR UPDATE`,
      ([stored]) => stored
    )

  const superseded = (task: Destination.ExportTask, problem: string) =>
    failed(task.job.destination.name, new SupersededError({ problem }))

  /** Locks the export. Fails if it has ended. */
  const lockActive = Effect.fnUntraced(function*(task: Destination.ExportTask) {
    const stored = yield* lock(task.id)
    if (stored?.status !== "exporting" || stored.discarded) {
      const state = stored?.discarded === true ? "rolled back" : stored?.status ?? "deleted"
      return yield* superseded(task, `the export is ${state}: nothing was written.`)
    }
    return stored
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
    const tableRows = toTableRows(campaignId, page.rows)
    const cursor = yield* Effect.orDie(writeCursor(page.cursor))
    const time = yield* now
    yield* sql.withTransaction(Effect.gen(function*() {
      const found = yield* cursorOf(task, yield* lockActive(task))
      if (found?.position !== after?.position) {
        return yield* superseded(task, "another runner has resumed the export: nothing was written.")
      }
      // `rollback` takes an exclusive lock on the campaign, so that it sees all rows of other exports.
      yield* sql`SELECT 1 FROM revox_campaigns WHERE id = ${campaignId} FOR SHARE`
      yield* sql`INSERT INTO revox_rows (id, campaign_id, row_index, phone_number, input_data, call_id, call_status,
          calls_count, result, structured_output, data, exported_at)
        SELECT r.*, ${at(time)} FROM jsonb_to_recordset(${tableRows.rows}::text::jsonb) AS r(id text, campaign_id text,
          row_index float8, phone_number text, input_data jsonb, call_id text, call_status text, calls_count float8,
          result text, structured_output jsonb, data jsonb)
        ON CONFLICT (id) DO UPDATE SET campaign_id = excluded.campaign_id, row_index = excluded.row_index,
          phone_number = excluded.phone_number, input_data = excluded.input_data, call_id = excluded.call_id,
          call_status = excluded.call_status, calls_count = excluded.calls_count, result = excluded.result,
          structured_output = excluded.structured_output, data = excluded.data, exported_at = excluded.exported_at`
      yield* sql`INSERT INTO revox_attempts (id, row_id, status, result, phone_number, started_at, answered_at,
          ended_at, ended_by, end_reason, dial_error, structured_output, data)
        SELECT a.* FROM jsonb_to_recordset(${tableRows.attempts}::text::jsonb) AS a(id text, row_id text, status text,
          result text, phone_number text, started_at timestamptz, answered_at timestamptz, ended_at timestamptz,
          ended_by text, end_reason text, dial_error text, structured_output jsonb, data jsonb)
        ON CONFLICT (id) DO UPDATE SET row_id = excluded.row_id, status = excluded.status, result = excluded.result,
          phone_number = excluded.phone_number, started_at = excluded.started_at, answered_at = excluded.answered_at,
          ended_at = excluded.ended_at, ended_by = excluded.ended_by, end_reason = excluded.end_reason,
          dial_error = excluded.dial_error, structured_output = excluded.structured_output, data = excluded.data`
      yield* sql`INSERT INTO revox_export_rows (export_id, row_id)
        SELECT ${task.id}::text, id FROM jsonb_to_recordset(${tableRows.rows}::text::jsonb) AS r(id text)
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
      const stored = yield* lock(task.id)
      const [counted] = yield* sql<{ count: number }>`SELECT count(*)::float8 AS count FROM revox_export_rows
        WHERE export_id = ${task.id}`
      const rows = counted?.count ?? 0
      const published: Destination.Published = { location: `${rows} rows of ${campaignId} in revox_rows` }
      if (stored?.status === "complete") return published
      yield* lockActive(task)
      const audit = (yield* cursorOf(task, stored))?.audit
      // Counts the stored rows instead of the received ones, among which a duplicate would hide a missing row.
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
      const stored = yield* lock(task.id)
      if (stored === undefined || stored.status === "complete") return
      yield* sql`SELECT 1 FROM revox_campaigns WHERE id = ${campaignId} FOR UPDATE`
      // The lock stops other exports of the campaign, so that the rows they share can be determined.
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
    // Exports with different targets would be written to the same table.
    validate: ({ name, target }) =>
      target === ""
        ? Effect.void
        : Effect.fail(
          failed(
            name,
            new InvalidTargetError({ problem: "rows are written to the table revox_rows: leave out the target." })
          )
        ),
    prepare,
    checkpoint: (task) =>
      sql<StoredExport>`SELECT status, discarded, cursor::text AS cursor FROM revox_exports
        WHERE id = ${task.id}`.pipe(
        Effect.flatMap(([stored]) => cursorOf(task, stored)),
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

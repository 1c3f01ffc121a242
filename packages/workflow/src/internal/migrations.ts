import * as Effect from "effect/Effect"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import { describe } from "./problem.ts"

const tables = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient

  // One row per generation of an export. The cursor belongs to the last page written.
  yield* sql`CREATE TABLE revox_exports (
    id text PRIMARY KEY,
    family text NOT NULL,
    attempt integer NOT NULL,
    campaign_id text NOT NULL,
    destination text NOT NULL,
    target text NOT NULL,
    job json NOT NULL,
    status text NOT NULL CHECK (status IN ('queued', 'waiting', 'exporting', 'complete', 'failed', 'cancelled')),
    is_cancelling boolean NOT NULL DEFAULT false,
    campaign json,
    cursor json,
    discarded boolean NOT NULL DEFAULT false,
    rows bigint NOT NULL DEFAULT 0,
    expected bigint NOT NULL DEFAULT 0,
    pages bigint NOT NULL DEFAULT 0,
    problem json,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    finished_at timestamptz,
    UNIQUE (family, attempt)
  )`
  yield* sql`CREATE INDEX revox_exports_campaign ON revox_exports (campaign_id)`
  yield* sql`CREATE INDEX revox_exports_created ON revox_exports (created_at DESC)`
  // Two exports must not write to the same file.
  yield* sql`CREATE UNIQUE INDEX revox_exports_target ON revox_exports (destination, target)
    WHERE target <> '' AND status IN ('queued', 'waiting', 'exporting')`

  yield* sql`CREATE TABLE revox_campaigns (
    id text PRIMARY KEY,
    name text NOT NULL,
    status text NOT NULL,
    is_cancelled boolean NOT NULL,
    data jsonb NOT NULL,
    exported_at timestamptz NOT NULL
  )`

  yield* sql`CREATE TABLE revox_rows (
    id text PRIMARY KEY,
    campaign_id text NOT NULL REFERENCES revox_campaigns (id),
    row_index double precision NOT NULL,
    phone_number text NOT NULL,
    input_data jsonb NOT NULL,
    call_id text,
    call_status text,
    calls_count double precision,
    result text,
    structured_output jsonb,
    data jsonb NOT NULL,
    exported_at timestamptz NOT NULL
  )`
  yield* sql`CREATE INDEX revox_rows_campaign ON revox_rows (campaign_id, row_index)`

  yield* sql`CREATE TABLE revox_attempts (
    id text PRIMARY KEY,
    row_id text NOT NULL REFERENCES revox_rows (id) ON DELETE CASCADE,
    status text NOT NULL,
    result text,
    phone_number text NOT NULL,
    started_at timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    ended_by text,
    end_reason text,
    dial_error text,
    structured_output jsonb,
    data jsonb NOT NULL
  )`
  yield* sql`CREATE INDEX revox_attempts_row ON revox_attempts (row_id)`

  // Maps rows to exports, so that rolling back an export deletes only the rows that no other export has.
  yield* sql`CREATE TABLE revox_export_rows (
    export_id text NOT NULL REFERENCES revox_exports (id) ON DELETE CASCADE,
    row_id text NOT NULL REFERENCES revox_rows (id),
    PRIMARY KEY (export_id, row_id)
  )`
  yield* sql`CREATE INDEX revox_export_rows_row ON revox_export_rows (row_id)`

  // For readers that must not see a partially exported campaign.
  yield* sql`CREATE VIEW revox_complete_rows AS
    SELECT r.* FROM revox_rows r WHERE EXISTS (
      SELECT 1 FROM revox_export_rows m JOIN revox_exports e ON e.id = m.export_id
      WHERE m.row_id = r.id AND e.status = 'complete'
    )`
})

/** Makes the total nullable: it is unknown until a page contains one, and a server may omit it. */
const optionalTotal = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`ALTER TABLE revox_exports ALTER COLUMN expected DROP NOT NULL, ALTER COLUMN expected DROP DEFAULT`
  yield* sql`UPDATE revox_exports SET expected = NULL WHERE pages = 0`
})

const renamedColumns: ReadonlyArray<readonly [from: string, to: string]> = [
  ["family", "deduplication_key"],
  ["attempt", "generation"],
  ["problem", "failure"]
]

const renamedJobKeys: ReadonlyArray<readonly [from: string, to: string]> = [
  ["attempt", "generation"],
  ["stalledAfter", "stallTimeout"],
  ["paused", "onPaused"],
  ["draft", "onDraft"],
  ["longestPause", "maxPollInterval"],
  ["toleratedFailures", "maxConsecutiveFailures"],
  ["concurrency", "prefetch"]
]

const renamedCampaignKeys: ReadonlyArray<readonly [from: string, to: string]> = [
  ["settled", "finished"],
  ["looks", "pollCount"],
  ["seenAt", "observedAt"],
  ["nextLookAt", "nextPollAt"]
]

/**
 * Renames stored columns and JSON keys. The workflow engine stores the state of an unfinished export under the old
 * names too, where they cannot be renamed: such an export must be finished or cancelled before the upgrade.
 */
const fieldNames = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const unfinished = yield* sql<{ id: string }>`SELECT id FROM revox_exports
    WHERE status IN ('queued', 'waiting', 'exporting') ORDER BY created_at`
  if (unfinished.length > 0) {
    const ids = unfinished.map(({ id }) => id)
    return yield* new Migrator.MigrationError({
      kind: "BadState",
      message:
        `An older version of @effect-revox/workflow started these exports, and this version cannot resume them: ${
          ids.join(", ")
        }. Finish or cancel them with that version, or delete their rows from the table revox_exports, then try again.`
    })
  }
  const columns = yield* sql<{ name: string }>`SELECT column_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = 'revox_exports'`
  const existing = new Set(columns.map(({ name }) => name))
  for (const [from, to] of renamedColumns) {
    if (existing.has(from)) yield* sql`ALTER TABLE revox_exports RENAME COLUMN ${sql(from)} TO ${sql(to)}`
  }
  const renameKeys = (column: string, keys: typeof renamedJobKeys) =>
    Effect.forEach(keys, ([from, to]) =>
      sql`UPDATE revox_exports
        SET ${sql(column)} = (${sql(column)}::jsonb - ${from}::text
          || jsonb_build_object(${to}::text, ${sql(column)} -> ${from}::text))::json
        WHERE ${sql(column)} -> ${from}::text IS NOT NULL`, { discard: true })
  yield* renameKeys("job", renamedJobKeys)
  yield* renameKeys("campaign", renamedCampaignKeys)
})

const runs = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE revox_runs (
    id text PRIMARY KEY,
    status text NOT NULL,
    campaign_id text,
    job json NOT NULL,
    state json NOT NULL,
    contact_count bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
  )`
  yield* sql`CREATE INDEX revox_runs_created ON revox_runs (created_at DESC)`
  // Contacts are stored before the request is sent, because a stream cannot be read again.
  yield* sql`CREATE TABLE revox_run_contacts (
    run_id text NOT NULL REFERENCES revox_runs (id) ON DELETE CASCADE,
    position integer NOT NULL,
    phone_number text NOT NULL,
    prompt_variables text NOT NULL,
    PRIMARY KEY (run_id, position)
  )`
})

const table = "revox_migrations"

const migrations = {
  "0001_exports": tables,
  "0002_optional_total": optionalTotal,
  "0003_field_names": fieldNames,
  "0010_runs": runs
}

const latestId = Math.max(...Object.keys(migrations).map((name) => Number.parseInt(name, 10)))

const migrate = Migrator.make({})({ loader: Migrator.fromRecord(migrations), table }).pipe(
  // The migrator hides the message of a failed migration in the cause.
  Effect.mapError((error) =>
    error._tag !== "MigrationError"
      ? error
      : error.cause instanceof Migrator.MigrationError
      ? error.cause
      : new Migrator.MigrationError({ kind: error.kind, message: describe(error) })
  )
)

/** Fails when a newer version created or migrated the tables. */
const checkVersion = Effect.gen(function*() {
  const sql = (yield* SqlClient.SqlClient).withoutTransforms()
  const [newer] = yield* sql<{ name: string }>`SELECT name FROM ${sql(table)} WHERE migration_id > ${latestId}
    ORDER BY migration_id DESC LIMIT 1`
  if (newer === undefined) return
  return yield* new Migrator.MigrationError({
    kind: "BadState",
    message: `A newer version of @effect-revox/workflow migrated the tables of this database (${newer.name}). ` +
      "Upgrade this program to that version or a later one."
  })
})

/** Creates missing tables and migrates existing ones. Concurrent callers wait for each other. */
export const run = Effect.andThen(migrate, checkVersion)

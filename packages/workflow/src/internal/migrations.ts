import * as Effect from "effect/Effect"
import * as Migrator from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"

const tables = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient

  // One line per attempt at an export. The cursor is that of the last page that was written.
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
    failure json,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    finished_at timestamptz,
    UNIQUE (family, attempt)
  )`
  yield* sql`CREATE INDEX revox_exports_campaign ON revox_exports (campaign_id)`
  yield* sql`CREATE INDEX revox_exports_created ON revox_exports (created_at DESC)`
  // Two exports in one file would spoil each other.
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

  // Which export has which rows: by this one that fails takes away what is its own, and nothing of others.
  yield* sql`CREATE TABLE revox_export_rows (
    export_id text NOT NULL REFERENCES revox_exports (id) ON DELETE CASCADE,
    row_id text NOT NULL REFERENCES revox_rows (id),
    PRIMARY KEY (export_id, row_id)
  )`
  yield* sql`CREATE INDEX revox_export_rows_row ON revox_export_rows (row_id)`

  // What somebody wants who must not see half of a campaign.
  yield* sql`CREATE VIEW revox_complete_rows AS
    SELECT r.* FROM revox_rows r WHERE EXISTS (
      SELECT 1 FROM revox_export_rows m JOIN revox_exports e ON e.id = m.export_id
      WHERE m.row_id = r.id AND e.status = 'complete'
    )`
})

/** The total of an export is unknown until a page states one, and a server may state none. */
const optionalTotal = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`ALTER TABLE revox_exports ALTER COLUMN expected DROP NOT NULL, ALTER COLUMN expected DROP DEFAULT`
  yield* sql`UPDATE revox_exports SET expected = NULL WHERE pages = 0`
})

/** Makes the tables where they are missing. Who comes at the same time waits. */
export const run = Migrator.make({})({
  loader: Migrator.fromRecord({ "0001_exports": tables, "0002_optional_total": optionalTotal }),
  table: "revox_migrations"
})

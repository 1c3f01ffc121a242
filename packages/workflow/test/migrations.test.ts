import { ExportStore } from "@effect-revox/workflow"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { SqlClient } from "effect/sql"
import { count, database, task } from "./utils/embedded.ts"

/** The job and campaign of an export, as stored before the renames of migration 3. */
const oldJob = {
  campaignId: "spring",
  destination: { name: "sql", target: "" },
  filter: {},
  until: "completed",
  attempt: 2,
  stalledAfter: 60_000,
  paused: "fail",
  draft: "wait",
  longestPause: 300_000,
  toleratedFailures: 30,
  pageSize: 100,
  firstPage: 0,
  concurrency: 8
}
const oldCampaign = { status: "completed", settled: 250, total: 250, looks: 7, seenAt: 1000, nextLookAt: 2000 }
const oldKey = JSON.stringify(["spring", null, null, null, "sql", "", "completed"])

/** Creates tables as an older version left them, with one export of the given status. */
const olderTables = Effect.fnUntraced(function*(status: string) {
  const sql = yield* SqlClient.SqlClient
  yield* ExportStore.make
  yield* sql`DELETE FROM revox_migrations WHERE migration_id >= 3`
  yield* sql`DROP TABLE revox_run_contacts, revox_runs`
  yield* sql`ALTER TABLE revox_exports RENAME COLUMN deduplication_key TO family`
  yield* sql`ALTER TABLE revox_exports RENAME COLUMN generation TO attempt`
  yield* sql`ALTER TABLE revox_exports RENAME COLUMN failure TO problem`
  yield* sql`INSERT INTO revox_exports
      (id, family, attempt, campaign_id, destination, target, job, campaign, status, problem, created_at, updated_at)
    VALUES ('older', ${oldKey}, 2, 'spring', 'sql', '', ${JSON.stringify(oldJob)}::text::json,
      ${JSON.stringify(oldCampaign)}::text::json, ${status}, '{"error":"WriteError","message":"full"}',
      to_timestamp(1), to_timestamp(1))`
})

describe("migrations", () => {
  it.live("reads an export that an older version finished", () =>
    Effect.gen(function*() {
      yield* olderTables("failed")
      const store = yield* ExportStore.make
      const record = yield* Effect.flatMap(store.latest(oldKey), Effect.fromOption)
      const { job } = yield* task("older", {
        campaignId: "spring",
        generation: 2,
        stallTimeout: Duration.minutes(1),
        onPaused: "fail",
        prefetch: 8
      })
      assert.deepStrictEqual(record.job, job)
      assert.deepStrictEqual(record.campaign, {
        status: "completed",
        finished: 250,
        total: 250,
        pollCount: 7,
        observedAt: 1000,
        nextPollAt: 2000
      })
      assert.deepStrictEqual(record.failure, { error: "WriteError", message: "full" })
      assert.deepStrictEqual(yield* store.list(), [record])
    }).pipe(Effect.provide(database)))

  it.live("fails with the remedy on an export that an older version has not finished, and changes nothing", () =>
    Effect.gen(function*() {
      yield* olderTables("waiting")
      const error = yield* Effect.flip(ExportStore.make)
      assert.deepInclude(error, { _tag: "MigrationError", kind: "BadState" })
      assert.include(error.message, "cannot resume them: older.")
      assert.include(error.message, "Finish or cancel them with that version, or delete their rows")
      // The older version can still finish it.
      assert.strictEqual(yield* count("revox_exports", "family IS NOT NULL AND attempt = 2 AND problem IS NOT NULL"), 1)
      assert.strictEqual(yield* count("revox_migrations", "migration_id > 2"), 0)

      const sql = yield* SqlClient.SqlClient
      yield* sql`UPDATE revox_exports SET status = 'cancelled'`
      const store = yield* ExportStore.make
      assert.lengthOf(yield* store.list(), 1)
    }).pipe(Effect.provide(database)))

  it.live("fails with the remedy on tables that a newer version migrated", () =>
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      yield* ExportStore.make
      yield* sql`INSERT INTO revox_migrations (migration_id, name) VALUES (9999, 'future')`
      const error = yield* Effect.flip(ExportStore.make)
      assert.deepInclude(error, { _tag: "MigrationError", kind: "BadState" })
      assert.include(error.message, "A newer version of @effect-revox/workflow migrated the tables")
      assert.include(error.message, "future")
    }).pipe(Effect.provide(database)))
})

/** Streams the rows of a campaign into a table, one transaction per page, and resumes where it stopped. */
import type { CampaignRow } from "@effect-revox/schema"
import { CampaignRows, RowsCursor } from "@effect-revox/streams"
import { NodeRuntime } from "@effect/platform-node"
import { PgClient } from "@effect/sql-pg"
import { Array, Config, Console, Effect, Layer, Option, Schema, Stream } from "effect"
import { SqlClient } from "effect/sql"
import { RevoxLive } from "./support/simulated.ts"
import * as Sqlite from "./support/sqlite.ts"

const CursorJson = Schema.fromJsonString(RowsCursor.RowsCursor)
const readJson = Schema.decodeEffect(Schema.fromJsonString(Schema.Unknown))

const prepare = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE IF NOT EXISTS campaign_rows (id TEXT PRIMARY KEY, phone_number TEXT NOT NULL, result TEXT)`
  yield* sql`CREATE TABLE IF NOT EXISTS cursors (campaign_id TEXT PRIMARY KEY, cursor TEXT NOT NULL)`
})

const savedCursor = Effect.fnUntraced(function*(campaignId: string) {
  const sql = yield* SqlClient.SqlClient
  const saved = yield* sql<{ cursor: string }>`SELECT cursor FROM cursors WHERE campaign_id = ${campaignId}`
  return saved[0] === undefined ? undefined : yield* RowsCursor.decode(yield* readJson(saved[0].cursor))
})

/** Stores a page and its cursor in one transaction. */
const save = Effect.fnUntraced(function*({ cursor, rows }: CampaignRows.Page<CampaignRow.CampaignRow>) {
  const sql = yield* SqlClient.SqlClient
  const json = yield* Schema.encodeEffect(CursorJson)(cursor)
  const values = rows.map((row) => ({
    id: row.id,
    phone_number: row.phone_number,
    result: row.call?.last_call_attempt?.result ?? null
  }))
  yield* sql.withTransaction(Effect.gen(function*() {
    if (Array.isArrayNonEmpty(values)) {
      yield* sql`INSERT INTO campaign_rows ${sql.insert(values)}
        ON CONFLICT (id) DO UPDATE SET phone_number = excluded.phone_number, result = excluded.result`
    }
    yield* sql`INSERT INTO cursors ${sql.insert({ campaign_id: cursor.campaignId, cursor: json })}
      ON CONFLICT (campaign_id) DO UPDATE SET cursor = excluded.cursor`
  }))
})

const copy = Effect.fnUntraced(function*(campaignId: string) {
  const from = yield* savedCursor(campaignId)
  yield* CampaignRows.pages(campaignId, { from }).pipe(Stream.runForEach(save))
})

const program = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* prepare
  // Stop after seven pages, then start again.
  yield* CampaignRows.pages("spring").pipe(Stream.take(7), Stream.runForEach(save))
  yield* copy("spring")
  const results = yield* sql<{ result: string | null; count: number }>`
    SELECT result, CAST(COUNT(*) AS INTEGER) AS count FROM campaign_rows GROUP BY result ORDER BY count DESC`
  const total = results.reduce((sum, { count }) => sum + count, 0)
  yield* Console.log(`${total} rows in the table`)
  for (const { count, result } of results) yield* Console.log(`${String(count).padStart(6)} ${result ?? "no result"}`)
})

// A PostgreSQL database, or one in memory.
const Database = Layer.unwrap(
  Effect.map(
    Config.option(Config.Redacted("DATABASE_URL")),
    Option.match({ onNone: () => Sqlite.layer(":memory:"), onSome: (url) => PgClient.layer({ url }) })
  )
)

program.pipe(Effect.provide([RevoxLive, Database]), NodeRuntime.runMain)

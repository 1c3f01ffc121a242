import { CampaignExportsError } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, Redacted } from "effect"
import { Migrator, SqlClient, SqlError } from "effect/sql"
import { describe as problemOf } from "../src/internal/problem.ts"

// Vitest needs to know whether to skip a test before any effect, and so any Config, runs.
const { REVOX_TEST_DATABASE_URL: server } = process.env

/** The error of a query on a database. */
const errorOf = (url: string) =>
  Effect.scoped(
    SqlClient.SqlClient.use((sql) => sql`SELECT 1`).pipe(
      Effect.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })),
      Effect.flip,
      Effect.flatMap((error) => SqlError.isSqlError(error) ? Effect.succeed(error) : Effect.die(error))
    )
  )

describe("problem", () => {
  it.live.each<[string, string, string]>([
    ["a closed port", "postgres://user:geheim-1@127.0.0.1:1/x", "failed to connect: connect ECONNREFUSED 127.0.0.1:1"],
    ["an invalid URL", "postgres://user:geheim 1@host:99999/x", "Invalid connection URL: Invalid URL"]
  ])("names the cause for %s, and no password", ([_, url, expected]) =>
    Effect.gen(function*() {
      const { isRetryable, problem } = CampaignExportsError.fromSqlError(yield* errorOf(url))
      assert.strictEqual(problem, expected)
      assert.isTrue(isRetryable)
      assert.notInclude(problem, "geheim")
    }))

  it.live.skipIf(server === undefined)(
    "names a database that does not exist (REVOX_TEST_DATABASE_URL)",
    () =>
      Effect.gen(function*() {
        const url = new URL(server ?? "")
        url.pathname = "/revox_missing"
        const { problem } = CampaignExportsError.fromSqlError(yield* errorOf(url.href))
        assert.strictEqual(problem, "failed to connect: database \"revox_missing\" does not exist")
      })
  )

  it("names the cause of nested and aggregate errors", () => {
    const refused = Object.assign(new AggregateError([new Error("connect ECONNREFUSED ::1:5432")]), { message: "" })
    const reason = new SqlError.ConnectionError({ cause: refused, message: "PgConnection: Failed to connect" })
    const sqlError = new SqlError.SqlError({ reason })
    assert.strictEqual(problemOf(sqlError), "failed to connect: connect ECONNREFUSED ::1:5432")
    const migration = new Migrator.MigrationError({ kind: "Failed", message: "Migration failed", cause: sqlError })
    assert.strictEqual(problemOf(migration), "Migration failed: failed to connect: connect ECONNREFUSED ::1:5432")
  })

  it.each(["geheim", "ge/heim", "ge@heim", "ge:heim"])("removes the credentials of URLs: %s", (password) => {
    const text = problemOf(new Error(`cannot open postgres://user:${password}@host/db?x=1 now`))
    assert.strictEqual(text, "cannot open postgres://***@host/db?x=1 now")
  })

  it("describes a cause that refers to itself", () => {
    const error = new Error("first")
    error.cause = error
    assert.strictEqual(problemOf(error), "first")
  })

  it.live("describes errors of the file system by their cause", () =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* fs.makeTempDirectoryScoped()
      const error = yield* Effect.flip(fs.readFileString(directory))
      assert.strictEqual(problemOf(error), "it is a directory")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})

/**
 * An `effect/sql` client for the SQLite that is built into Node. In production, use one of the `@effect/sql-*` packages.
 */
import { Effect, Layer, Stream } from "effect"
import { Reactivity } from "effect/reactivity"
import { SqlClient, type SqlConnection, SqlError, Statement } from "effect/sql"
import { DatabaseSync, type SQLInputValue } from "node:sqlite"

const isValue = (param: unknown): param is SQLInputValue =>
  param === null || typeof param === "string" || typeof param === "number" || typeof param === "bigint" ||
  param instanceof Uint8Array

const make = (filename: string) =>
  Effect.gen(function*() {
    const database = yield* Effect.acquireRelease(
      Effect.sync(() => new DatabaseSync(filename)),
      (database) => Effect.sync(() => database.close())
    )
    const query = (sql: string, params: ReadonlyArray<unknown>) =>
      Effect.try({
        try: () => database.prepare(sql).all(...params.filter(isValue)),
        catch: (cause) => new SqlError.SqlError({ reason: SqlError.classifySqliteError(cause) })
      })
    const values = (sql: string, params: ReadonlyArray<unknown>) =>
      Effect.map(query(sql, params), (rows) => rows.map((row) => Object.values(row)))
    const connection: SqlConnection.Connection = {
      execute: query,
      executeRaw: query,
      executeUnprepared: query,
      executeValues: values,
      executeValuesUnprepared: values,
      executeStream: (sql, params) => Stream.fromIterableEffect(query(sql, params))
    }
    return yield* SqlClient.make({
      acquirer: Effect.succeed(connection),
      compiler: Statement.makeCompilerSqlite(),
      driver: "node:sqlite",
      spanAttributes: []
    })
  })

/** Opens a database in a file, or in memory with `:memory:`. */
export const layer = (filename: string): Layer.Layer<SqlClient.SqlClient> =>
  Layer.effect(SqlClient.SqlClient, make(filename)).pipe(Layer.provide(Reactivity.layer))

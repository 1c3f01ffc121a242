import { Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { Embedded, ExportJob } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { PGlite } from "@electric-sql/pglite"
import { Effect, FileSystem, Layer, Path } from "effect"
import { SqlClient } from "effect/sql"
import { cpSync } from "node:fs"
import { createRequire } from "node:module"

/** A client of the simulator. */
export const revox = Layer.unwrap(
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl, maxRetries: 0 }))
)

/** A simulator in memory, and a client of it. */
export const simulated = (options: RevoxSimulator.Options = {}) =>
  Layer.provideMerge(revox, RevoxSimulator.layerMemory(options))

/** The databases `template1` and `template0`, which are only used by `CREATE DATABASE`. */
const templateDatabases = ["1", "4"]

/**
 * A directory with an empty database. Creating one takes seconds, so all tests copy it, without the template databases,
 * which are two thirds of its files.
 */
const template = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const [_, version = "any"] = /pglite@([\d.]+)/.exec(createRequire(import.meta.url).resolve("@electric-sql/pglite")) ??
    []
  const cache = yield* path.fromFileUrl(new URL("../../node_modules/.cache/", import.meta.url))
  const directory = path.join(cache, `pglite-${version}-postgres`)
  if (yield* fs.exists(directory)) return directory
  yield* fs.makeDirectory(cache, { recursive: true })
  const created = yield* fs.makeTempDirectory({ directory: cache })
  yield* Effect.promise(async () => (await PGlite.create({ dataDir: path.join(created, "postgres") })).close())
  for (const name of templateDatabases) {
    yield* fs.remove(path.join(created, "postgres", "base", name), { recursive: true })
  }
  // Another process may have created it at the same time. One of them is kept.
  yield* fs.rename(created, directory).pipe(Effect.catch(() => fs.remove(created, { recursive: true })))
  return directory
})

/** A data directory with an empty database. It is deleted with the scope. */
export const temporary = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "revox-test-" })
  const source = yield* template
  // Hundreds of files: ten times as fast as the asynchronous copy of Node, which `FileSystem` uses.
  yield* Effect.sync(() => cpSync(source, directory, { recursive: true }))
  return directory
})

/** A new database, in a temporary directory. */
export const database = Layer.unwrap(Effect.map(temporary, (directory) => Embedded.database({ directory }))).pipe(
  Layer.provideMerge(NodeServices.layer)
)

export const task = Effect.fnUntraced(function*(
  id: string,
  request: Omit<(typeof ExportJob.ExportJob)["~type.make.in"], "destination">
) {
  const job = yield* Effect.orDie(ExportJob.ExportJob.makeEffect({ ...request, destination: { name: "sql" } }))
  return { id, job }
})

/** Counts the rows of a table that match a condition. */
export const count = Effect.fnUntraced(function*(table: string, where = "true") {
  const sql = yield* SqlClient.SqlClient
  const [row] = yield* sql<{ count: number }>`SELECT count(*)::float8 AS count FROM ${sql(table)}
    WHERE ${sql.literal(where)}`
  return row?.count ?? 0
})

import { Revox } from "@effect-revox/client"
import { RevoxSimulator } from "@effect-revox/testing"
import { Embedded, ExportJob } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { PGlite } from "@electric-sql/pglite"
import { Effect, FileSystem, Layer, Path } from "effect"
import { SqlClient } from "effect/sql"
import { createRequire } from "node:module"

/** The client of a program, asking the simulator. */
export const revox = Layer.unwrap(
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl, maxRetries: 0 }))
)

/** A simulator in memory, and the client of a program that asks it. */
export const simulated = (options: RevoxSimulator.Options = {}) =>
  Layer.provideMerge(revox, RevoxSimulator.layerMemory(options))

/** A directory with an empty database in it: making one takes seconds, so that all tests copy one that was made once. */
const template = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const [_, version = "any"] = /pglite@([\d.]+)/.exec(createRequire(import.meta.url).resolve("@electric-sql/pglite")) ??
    []
  const cache = yield* path.fromFileUrl(new URL("../../node_modules/.cache/", import.meta.url))
  const directory = path.join(cache, `pglite-${version}`)
  if (yield* fs.exists(directory)) return directory
  yield* fs.makeDirectory(cache, { recursive: true })
  const mine = yield* fs.makeTempDirectory({ directory: cache })
  yield* Effect.promise(async () => (await PGlite.create({ dataDir: path.join(mine, "postgres") })).close())
  // Of two who made one at the same time, one is kept.
  yield* fs.rename(mine, directory).pipe(Effect.catch(() => fs.remove(mine, { recursive: true })))
  return directory
})

/** A data directory, whose database is made. It goes when the test is over. */
export const temporary = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "revox-test-" })
  yield* fs.copy(yield* template, directory, { overwrite: true })
  return directory
})

/** A database of its own, in a directory that goes with it. */
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

/** How often something is in a table. */
export const count = Effect.fnUntraced(function*(table: string, where = "true") {
  const sql = yield* SqlClient.SqlClient
  const [line] = yield* sql<{ count: number }>`SELECT count(*)::float8 AS count FROM ${sql(table)}
    WHERE ${sql.literal(where)}`
  return line?.count ?? 0
})

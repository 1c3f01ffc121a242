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
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey, baseUrl }) => Revox.layer({ apiKey, baseUrl, retries: 0 }))
)

/** A simulator in memory, and the client of a program that asks it. */
export const simulated = (options: RevoxSimulator.Options = {}) =>
  Layer.provideMerge(revox, RevoxSimulator.layerMemory(options))

/** A folder with an empty database in it: making one takes seconds, so that all tests copy one that was made once. */
const template = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const [_, version = "any"] = /pglite@([\d.]+)/.exec(createRequire(import.meta.url).resolve("@electric-sql/pglite")) ??
    []
  const cache = yield* path.fromFileUrl(new URL("../../node_modules/.cache/", import.meta.url))
  const folder = path.join(cache, `pglite-${version}`)
  if (yield* fs.exists(folder)) return folder
  yield* fs.makeDirectory(cache, { recursive: true })
  const mine = yield* fs.makeTempDirectory({ directory: cache })
  yield* Effect.promise(async () => (await PGlite.create({ dataDir: path.join(mine, "postgres") })).close())
  // Of two who made one at the same time, one is kept.
  yield* fs.rename(mine, folder).pipe(Effect.catch(() => fs.remove(mine, { recursive: true })))
  return folder
})

/** A data folder, whose database is made. It goes when the test is over. */
export const temporary = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const folder = yield* fs.makeTempDirectoryScoped({ prefix: "revox-test-" })
  yield* fs.copy(yield* template, folder, { overwrite: true })
  return folder
})

/** A database of its own, in a folder that goes with it. */
export const database = Layer.unwrap(Effect.map(temporary, (folder) => Embedded.database({ folder }))).pipe(
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

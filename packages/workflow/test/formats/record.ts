/**
 * Records the tables of this version, with an export and two runs that are not finished.
 *
 *     node packages/workflow/test/formats/record.ts 0.1.0
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { PGlite } from "@electric-sql/pglite"
import { Effect, FileSystem, Layer, Path } from "effect"
import { Argument, Command } from "effect/cli"
import { simulated, temporary } from "../utils/embedded.ts"
import { dump } from "./dump.ts"
import { unfinished } from "./scene.ts"

const command = Command.make(
  "record",
  { version: Argument.String("version").pipe(Argument.withDescription("The version of this package")) },
  Effect.fnUntraced(function*({ version }) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const directory = yield* temporary
    yield* unfinished(directory)
    const db = yield* Effect.acquireRelease(
      Effect.promise(() => PGlite.create({ dataDir: path.join(directory, "postgres") })),
      (db) => Effect.promise(() => db.close())
    )
    const file = yield* path.fromFileUrl(new URL(`${version}.sql`, import.meta.url))
    yield* fs.writeFileString(file, yield* dump(db))
  }, Effect.scoped)
)

command.pipe(
  Command.run({ version: "0.0.0" }),
  Effect.provide(Layer.merge(simulated(), NodeServices.layer)),
  NodeRuntime.runMain
)

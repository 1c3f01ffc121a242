/**
 * Records what this version stores: a cursor, a report, and unfinished exports.
 *
 *     node packages/streams/test/formats/record.ts 0.1.0
 */
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Effect, FileSystem, Layer, Path, Schema } from "effect"
import { Argument, Command } from "effect/cli"
import { simulated } from "../utils/simulated.ts"
import { exportFiles, unfinished, values } from "./scene.ts"

const encodeJson = Schema.encodeEffect(Schema.fromJsonString(Schema.Unknown, { space: 2 }))

const command = Command.make(
  "record",
  { version: Argument.String("version").pipe(Argument.withDescription("The version of this package")) },
  Effect.fnUntraced(function*({ version }) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const directory = yield* path.fromFileUrl(new URL(version, import.meta.url))
    yield* fs.remove(directory, { recursive: true, force: true })
    yield* fs.makeDirectory(directory, { recursive: true })
    yield* unfinished
    yield* exportFiles(directory)
    const { cursor, report } = yield* values
    yield* fs.writeFileString(path.join(directory, "cursor.json"), `${yield* encodeJson(cursor)}\n`)
    yield* fs.writeFileString(path.join(directory, "report.json"), `${yield* encodeJson(report)}\n`)
  })
)

command.pipe(
  Command.run({ version: "0.0.0" }),
  Effect.provide(Layer.merge(simulated(), NodeServices.layer)),
  NodeRuntime.runMain
)

/**
 * The `revox` command.
 *
 * @since 0.1.0
 */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { demo } from "./Demo.ts"

/**
 * `revox`, with all its subcommands.
 *
 * @category commands
 * @since 0.1.0
 */
export const revox = Command.make("revox").pipe(
  Command.withDescription("Watch and export voice campaigns."),
  Command.withSubcommands([demo])
)

const Manifest = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

const version = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const file = yield* path.fromFileUrl(new URL("../package.json", import.meta.url))
  const manifest = yield* Schema.decodeEffect(Manifest)(yield* fs.readFileString(file))
  return manifest.version
})

/**
 * Runs the command with the arguments of the process.
 *
 * @category running
 * @since 0.1.0
 */
export const run = Effect.flatMap(Effect.orDie(version), (version) => Command.run(revox, { version }))

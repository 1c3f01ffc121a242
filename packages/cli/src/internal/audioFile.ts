/** Writes audio that is in memory. */
import { fileError } from "@effect-revox/streams/ExportError"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { ExitCode } from "../ExitCode.ts"
import { CommandFailure } from "./failure.ts"

/** Writes bytes atomically. FIFOs and devices are written directly, and a link stays a link. */
export const write = Effect.fnUntraced(function*(output: string, bytes: Uint8Array) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const path = yield* Effect.orElseSucceed(fs.realPath(output), () => output)
  const found = yield* Effect.option(fs.stat(path))
  if (Option.exists(found, ({ type }) => type !== "File")) return yield* fs.writeFile(path, bytes)
  const directory = yield* fs.makeTempDirectoryScoped({ directory: paths.dirname(path), prefix: ".revox-" })
  const part = paths.join(directory, "audio")
  yield* fs.writeFile(part, bytes, { flag: "wx", mode: 0o600 })
  yield* fs.rename(part, path)
}, (effect, output) =>
  Effect.mapError(
    Effect.scoped(effect),
    (error) => new CommandFailure({ message: fileError(output, error).message, exitCode: ExitCode.incomplete })
  ))

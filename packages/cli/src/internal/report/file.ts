import { fileError } from "@effect-revox/streams/ExportError"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { ExitCode } from "../../ExitCode.ts"
import { confirm } from "../confirm.ts"
import { CommandFailure } from "../failure.ts"
import * as Output from "../output.ts"

/** A file that can be written. */
export interface Target {
  readonly write: (text: string) => Effect.Effect<void, CommandFailure, FileSystem.FileSystem>
}

const isStdout = (path: string): boolean => ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].includes(path)

const usage = (message: string) => new CommandFailure({ message, exitCode: ExitCode.usage })

const failed = (path: string) => (error: PlatformError) =>
  new CommandFailure({ message: fileError(path, error).message, exitCode: ExitCode.incomplete })

/** Writes a file under a temporary name, so that its own name never has a part of the text. */
const replace = (path: string, given: string, text: string) =>
  FileSystem.FileSystem.use((fs) => {
    const part = `${path}.part`
    return fs.writeFileString(part, text).pipe(
      Effect.andThen(fs.rename(part, path)),
      Effect.onError(() => Effect.ignore(fs.remove(part))),
      Effect.mapError(failed(given))
    )
  })

/**
 * Examines the file before a campaign is read. A file with content is overwritten with `force`, or after a prompt on a
 * terminal.
 */
export const prepare = Effect.fnUntraced(function*(given: string, force: boolean): Effect.fn.Return<
  Target,
  CommandFailure,
  FileSystem.FileSystem | Path.Path | Effect.Services<ReturnType<typeof confirm>>
> {
  if (given === "") return yield* usage("--html needs the path of a file.")
  if (isStdout(given)) return { write: (text) => Output.write("stdout", text) }
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  // A symbolic link is followed, so that its target is replaced and not the link.
  const path = yield* Effect.orElseSucceed(fs.realPath(given), () => given)
  const found = yield* Effect.option(fs.stat(path))
  if (Option.isNone(found)) {
    const directory = paths.dirname(paths.resolve(path))
    if (!(yield* Effect.orElseSucceed(fs.exists(directory), () => false))) {
      return yield* usage(`${given} cannot be written: the directory ${directory} does not exist.`)
    }
    return { write: (text) => replace(path, given, text) }
  }
  const { size, type } = found.value
  if (type === "Directory") return yield* usage(`${given} is a directory: use the path of a file.`)
  if (type !== "File") {
    return { write: (text) => Effect.mapError(fs.writeFileString(path, text, { flag: "a" }), failed(given)) }
  }
  if (Number(size) > 0) {
    yield* confirm({
      question: `${given} exists. Overwrite it?`,
      confirmed: force,
      unconfirmed: `${given} exists: add --force to overwrite it, or use another file.`,
      declined: `${given} was not overwritten.`
    })
  }
  return { write: (text) => replace(path, given, text) }
})

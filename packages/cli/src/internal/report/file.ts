import { fileError } from "@effect-revox/streams/ExportError"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { ExitCode } from "../../ExitCode.ts"
import { confirm } from "../confirm.ts"
import { type CommandFailure, failure, usage } from "../failure.ts"
import * as Output from "../output.ts"

/** A file that can be written. */
export interface Target {
  readonly write: (text: string) => Effect.Effect<void, CommandFailure, FileSystem.FileSystem>
}

const isStdout = (path: string): boolean => ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].includes(path)

const failed = (path: string) => (error: PlatformError) => failure(ExitCode.incomplete, fileError(path, error).message)

/** Files that the process has opened. Replacing them would lose what they are connected to. */
const openFile = /^\/(?:dev\/fd\/\d+|proc\/(?:self|thread-self|\d+)\/fd\/\d+)$/

/** As for exports, a new file can only be read and written by its owner. */
const privateMode = 0o600

const maxLinks = 40

/** Follows symbolic links, so that their target is replaced or created, and the links stay. */
const follow = (
  path: string,
  links = 0
): Effect.Effect<string, CommandFailure, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const paths = yield* Path.Path
    const link = yield* Effect.option(fs.readLink(path))
    if (Option.isNone(link)) return path
    if (links === maxLinks) {
      return yield* usage(`${path} is a symbolic link that never ends.`, "Use the path of a file.")
    }
    const directory = yield* Effect.orElseSucceed(fs.realPath(paths.dirname(path)), () => paths.dirname(path))
    return yield* follow(paths.resolve(directory, link.value), links + 1)
  })

/** Writes a file under a temporary name, so that its own name never has a part of the text. */
const replace = (path: string, given: string, mode: number) => (text: string) =>
  FileSystem.FileSystem.use((fs) => {
    const part = `${path}.report.part`
    return fs.writeFileString(part, text, { mode: privateMode }).pipe(
      Effect.andThen(fs.chmod(part, mode)),
      Effect.andThen(fs.rename(part, path)),
      Effect.onError(() => Effect.ignore(fs.remove(part))),
      Effect.mapError(failed(given))
    )
  })

const append = (path: string) => (text: string) =>
  FileSystem.FileSystem.use((fs) => Effect.mapError(fs.writeFileString(path, text, { flag: "a" }), failed(path)))

/**
 * Examines the file before a campaign is read. A file with content is overwritten with `force`, or after a prompt on a
 * terminal. Devices and open files are written directly.
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
  const found = yield* Effect.option(fs.stat(given))
  if (Option.exists(found, ({ type }) => type === "Directory")) {
    return yield* usage(`${given} is a directory.`, "Use the path of a file.")
  }
  if (openFile.test(paths.resolve(given)) || Option.exists(found, ({ type }) => type !== "File")) {
    return { write: append(given) }
  }
  const path = yield* follow(given)
  if (Option.isNone(found)) {
    const directory = paths.dirname(paths.resolve(path))
    if (!(yield* Effect.orElseSucceed(fs.exists(directory), () => false))) {
      return yield* usage(`${given} cannot be written: the directory ${directory} does not exist.`)
    }
  }
  if (Option.exists(found, ({ size }) => Number(size) > 0)) {
    yield* confirm({
      question: `${given} exists. Overwrite it?`,
      confirmed: force,
      unconfirmed: `${given} exists.`,
      remedy: "Add --force to overwrite it, or use another file.",
      declined: `${given} was not overwritten.`
    })
  }
  const mode = Option.match(found, { onNone: () => privateMode, onSome: ({ mode }) => mode & 0o777 })
  return { write: replace(path, given, mode) }
})

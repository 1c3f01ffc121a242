import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import * as Predicate from "effect/Predicate"
import { fileError, InvalidTargetError } from "../ExportError.ts"
import type { FileError } from "../ExportError.ts"

/** The target of an export. */
export interface Target {
  /**
   * - `"file"`: a regular file or a free path, which is written atomically
   * - `"fifo"`, `"stream"`: a FIFO, or a character device or an open file, which is written directly
   */
  readonly kind: "file" | "fifo" | "stream"
  /** The path of a file, with symbolic links followed. */
  readonly path: string
}

/** Maximum number of symbolic links that are followed, as on Linux. */
const maxLinks = 40

/** The paths of files that the process has opened, such as standard output. Replacing them would lose the output. */
const openFile = /^\/(?:dev\/(?:stdin|stdout|stderr|fd\/\d+)|proc\/(?:self|thread-self|\d+)\/fd\/\d+)$/

const noun: Readonly<Record<FileSystem.File.Type, string>> = {
  Directory: "a directory",
  BlockDevice: "a block device",
  Socket: "a socket",
  File: "a file",
  FIFO: "a FIFO",
  CharacterDevice: "a character device",
  SymbolicLink: "a symbolic link",
  Unknown: "of an unknown type"
}

/** Examines a path before anything is written. */
export const inspect = Effect.fnUntraced(function*(
  given: string
): Effect.fn.Return<Target, FileError | InvalidTargetError, FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const invalid = (problem: string) => new InvalidTargetError({ path: String(given), problem })
  // JavaScript may pass other values.
  if (!Predicate.isString(given) || given === "") return yield* invalid("is no path: use the path of a file.")

  let path = given
  for (let links = 0; !openFile.test(paths.resolve(path)); links++) {
    const link = yield* Effect.option(fs.readLink(path))
    if (Option.isNone(link)) break
    if (links === maxLinks) return yield* invalid("is a symbolic link that never ends: use the path of a file.")
    // The directory of a relative link is the real one.
    const directory = yield* Effect.orElseSucceed(fs.realPath(paths.dirname(path)), () => paths.dirname(path))
    path = paths.resolve(directory, link.value)
  }

  const type = yield* fs.stat(path).pipe(
    Effect.map((info) => Option.some(info.type)),
    Effect.catchReason("PlatformError", "NotFound", () => Effect.succeedNone),
    Effect.mapError((error) => fileError(given, error))
  )
  if (Option.isNone(type)) return { kind: "file", path }
  switch (type.value) {
    case "File":
      return { kind: openFile.test(paths.resolve(path)) ? "stream" : "file", path }
    case "FIFO":
      return { kind: "fifo", path }
    case "CharacterDevice":
      return { kind: "stream", path }
    default:
      return yield* invalid(`is ${noun[type.value]}: use the path of a file, a FIFO or a character device.`)
  }
})

import { fileError } from "@effect-revox/streams/ExportError"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import { ExitCode } from "../ExitCode.ts"
import { type CommandFailure, failure } from "./failure.ts"

/** Writes bytes to a file, and returns their number. A FIFO or a device is written to directly. */
const writeTo = Effect.fnUntraced(function*<E, R>(output: string, bytes: Stream.Stream<Uint8Array, E, R>) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  // A link stays a link to the new file.
  const path = yield* Effect.orElseSucceed(fs.realPath(output), () => output)
  const found = yield* Effect.option(fs.stat(path))
  let size = 0
  const counted = Stream.tap(bytes, (chunk) =>
    Effect.sync(() => {
      size += chunk.length
    }))
  if (Option.exists(found, ({ type }) => type !== "File")) {
    yield* Stream.run(counted, fs.sink(path, { flag: "w" }))
    return size
  }
  const directory = yield* fs.makeTempDirectoryScoped({ directory: paths.dirname(path), prefix: ".revox-" })
  const part = paths.join(directory, "audio")
  // Only the owner may listen to it.
  yield* Stream.run(counted, fs.sink(part, { flag: "wx", mode: 0o600 }))
  yield* fs.rename(part, path)
  return size
}, Effect.scoped)

/** Writes audio atomically, and returns its size. */
export const write = <E extends { readonly _tag: string }, R>(output: string, bytes: Stream.Stream<Uint8Array, E, R>) =>
  Effect.mapError(writeTo(output, bytes), (error: E | PlatformError): E | CommandFailure =>
    isPlatformError(error)
      ? failure(ExitCode.incomplete, fileError(output, error).message)
      : error)

const isPlatformError = <E extends { readonly _tag: string }>(error: E | PlatformError): error is PlatformError =>
  error._tag === "PlatformError"

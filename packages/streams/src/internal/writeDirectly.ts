import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { identity } from "effect/Function"
import type { PlatformError } from "effect/PlatformError"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { ExportError, fileError } from "../ExportError.ts"
import type { ExportResult, StreamError } from "../ExportOptions.ts"
import type { Setup } from "./exportFile.ts"
import type { Target } from "./exportTarget.ts"
import * as FileProblem from "./fileProblem.ts"
import * as Tally from "./tally.ts"

/**
 * Opens a FIFO for writing. This blocks until a reader opens the FIFO, and a blocked process cannot be interrupted. It
 * does not block while the FIFO is also open for reading.
 */
const openFifo = (fs: FileSystem.FileSystem, path: string) =>
  Effect.scopedWith((reading) =>
    Effect.andThen(Scope.provide(fs.open(path, { flag: "r+" }), reading), fs.open(path, { flag: "a" }))
  )

/** Repeats a write to a FIFO until a reader opens it. */
const untilRead = <A>(write: Effect.Effect<A, PlatformError>): Effect.Effect<A, PlatformError> =>
  Effect.retry(write, {
    while: (error) => FileProblem.codeOf(error) === "EPIPE",
    schedule: Schedule.spaced("100 millis")
  })

/** Writes pages to a FIFO, a device or an open file. Such a target cannot be replaced or resumed. */
export const writeDirectly = Effect.fnUntraced(function*<E, R>(
  { campaignId, onPage, pages, path }: Setup<E, R>,
  target: Target
): Effect.fn.Return<ExportResult, StreamError | E, R | FileSystem.FileSystem | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const encoder = new TextEncoder()
  const inFile = <A, R>(effect: Effect.Effect<A, PlatformError, R>) =>
    Effect.mapError(effect, (error) => new ExportError({ campaignId, reason: fileError(path, error) }))

  // Writes at a position fail in a FIFO. An open file is continued, not overwritten.
  const file = yield* inFile(target.kind === "fifo" ? openFifo(fs, target.path) : fs.open(target.path, { flag: "a" }))
  let whenReady: typeof untilRead = target.kind === "fifo" ? untilRead : identity
  let bytes = 0
  let audit = Tally.empty
  yield* Stream.runForEach(
    pages(undefined),
    Effect.fnUntraced(function*({ cursor, text }) {
      const encoded = encoder.encode(text)
      if (encoded.length > 0) {
        yield* inFile(whenReady(file.writeAll(encoded)))
        whenReady = identity
      }
      bytes += encoded.length
      audit = cursor.audit
      if (onPage !== undefined) yield* onPage(audit)
    })
  )
  return { path, bytes, audit, resumed: false }
})

import { fileError } from "@effect-revox/streams/ExportError"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { systemError } from "effect/PlatformError"
import * as Predicate from "effect/Predicate"
import { fstatSync, writeSync } from "node:fs"
import { ExitCode } from "../ExitCode.ts"
import { type CommandFailure, failure } from "./failure.ts"

/** The standard output or standard error of the process. */
export type Target = "stdout" | "stderr"

const names = { stdout: "standard output", stderr: "standard error" } as const

/** Writes to the standard output and the standard error. */
export interface Writer {
  /** Writes all of the data, or fails. */
  readonly write: (target: Target, data: string | Uint8Array) => Effect.Effect<void, CommandFailure>
}

/**
 * Converts the error of a write. The reader of a pipe may leave whenever it has enough, as `head` does, so a closed pipe
 * ends the command quietly.
 */
export const toFailure = (target: Target, cause: unknown): CommandFailure =>
  Predicate.hasProperty(cause, "code") && cause.code === "EPIPE"
    ? failure(ExitCode.success, "")
    : failure(
      ExitCode.incomplete,
      fileError(names[target], systemError({ module: "Stdio", method: "write", _tag: "Unknown", cause })).message
    )

/** Writing failed. */
class WriteFailed extends Data.TaggedError("WriteFailed")<{ readonly cause: unknown }> {}

/** Writes to a file. `writeSync` writes less than the data if the disk is almost full, so it is repeated. */
const writeToFile = (fd: number, data: string | Uint8Array): Effect.Effect<void, WriteFailed> =>
  Effect.try({
    try: () => {
      const bytes = typeof data === "string" ? Buffer.from(data) : data
      for (let offset = 0; offset < bytes.length;) offset += writeSync(fd, bytes, offset)
    },
    catch: (cause) => new WriteFailed({ cause })
  })

/** Writes to a terminal, pipe or socket. */
const writeToStream = (stream: NodeJS.WriteStream, data: string | Uint8Array): Effect.Effect<void, WriteFailed> =>
  Effect.callback((resume) => {
    stream.write(
      data,
      (error) => resume(Predicate.isNullish(error) ? Effect.void : Effect.fail(new WriteFailed({ cause: error })))
    )
  })

const make = (target: Target) => {
  const stream = process[target]
  // Failed writes also emit an event, which would end the process with a stack trace.
  stream.on("error", () => undefined)
  const { fd } = stream
  const stat = fstatSync(fd)
  const isFile = stat.isFile() || (stat.isCharacterDevice() && !stream.isTTY)
  let failed: CommandFailure | undefined
  return (data: string | Uint8Array) =>
    Effect.suspend(() => {
      // Later writes to a broken stream fail with other errors, so the first one is kept.
      if (failed !== undefined) return Effect.fail(failed)
      return Effect.mapError(isFile ? writeToFile(fd, data) : writeToStream(stream, data), ({ cause }) => {
        failed = toFailure(target, cause)
        return failed
      })
    })
}

/** The writer of the process. */
export const Writer = Context.Reference<Writer>("@effect-revox/cli/Writer", {
  defaultValue: () => {
    const writes = { stdout: make("stdout"), stderr: make("stderr") }
    return { write: (target, data) => writes[target](data) }
  }
})

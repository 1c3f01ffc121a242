import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import { CheckpointMismatchError } from "../ExportError.ts"
import { RowsCursor } from "../RowsCursor.ts"

const version = 2

/** The content of the sidecar: the first `bytes` of the file are synced, and end at the cursor. */
export class Checkpoint extends Schema.Opaque<Checkpoint>()(
  Schema.Struct({
    version: Schema.Literal(version),
    format: Schema.String,
    header: Schema.Array(Schema.String),
    cursor: RowsCursor,
    bytes: Schema.Natural,
    isComplete: Schema.Boolean
  })
) {}

const CheckpointJson = Schema.fromJsonString(Checkpoint)
const readCheckpoint = Schema.decodeEffect(CheckpointJson)
const writeCheckpoint = Schema.encodeEffect(CheckpointJson)
const readVersion = Schema.decodeEffect(Schema.fromJsonString(Schema.Struct({ version: Schema.Finite })))

/** Creates a checkpoint of the current version. */
export const make = (fields: Omit<Checkpoint, "version">): Checkpoint => ({ version, ...fields })

/** The temporary files of an export. */
export interface TemporaryFiles {
  /** The rows so far. */
  readonly part: string
  /** The last checkpoint. */
  readonly sidecar: string
  /** Locks the other two. */
  readonly lock: string
}

export const filesOf = (path: string): TemporaryFiles => ({
  part: `${path}.part`,
  sidecar: `${path}.part.json`,
  lock: `${path}.part.lock`
})

/** The unfinished export cannot be resumed. The message names its files, and what to do. */
export const mismatch = ({ part, sidecar }: TemporaryFiles, problem: string) =>
  new CheckpointMismatchError({
    problem: `Cannot resume the unfinished export ${part}: ${problem} Repeat the export with the options that it was ` +
      `started with, or remove ${part} and ${sidecar} to start over.`
  })

/** Explains how a format differs. Ids of CSV formats end with their options, as JSON. */
const formatProblem = (found: string, expected: string): string => {
  const [was, is] = [found, expected].map((format) => format.split(" {")[0])
  return was === is
    ? "its columns or CSV options are different."
    : `it was written as ${was}, and the format is ${is} now.`
}

/** The size of a regular file; `undefined` if there is none. */
export const sizeOf = (path: string) =>
  FileSystem.FileSystem.use((fs) => fs.lstat(path)).pipe(
    Effect.map(({ size, type }) => type === "File" ? Option.some(Number(size)) : Option.none()),
    Effect.catchReason("PlatformError", "NotFound", () => Effect.succeedNone),
    Effect.map(Option.getOrUndefined)
  )

/** The text of the sidecar; empty if there is none. Reading a FIFO would block. */
const readSidecar = ({ sidecar }: TemporaryFiles) =>
  Effect.flatMap(
    sizeOf(sidecar),
    (size) => size === undefined ? Effect.succeed("") : FileSystem.FileSystem.use((fs) => fs.readFileString(sidecar))
  )

/** Reads the sidecar. `None` if there is none or it is damaged. */
export const loadOption = (files: TemporaryFiles) =>
  Effect.flatMap(readSidecar(files), (json) => Effect.option(readCheckpoint(json)))

/** Reads the sidecar of an export in a format. `None` if there is none or it is damaged. */
export const load = Effect.fnUntraced(function*(
  files: TemporaryFiles,
  format: string
): Effect.fn.Return<Option.Option<Checkpoint>, CheckpointMismatchError | PlatformError, FileSystem.FileSystem> {
  const json = yield* readSidecar(files)
  const found = yield* Effect.option(readCheckpoint(json))
  if (Option.isSome(found)) {
    return found.value.format === format
      ? found
      : yield* mismatch(files, formatProblem(found.value.format, format))
  }
  const other = yield* Effect.option(Effect.map(readVersion(json), (stored) => stored.version))
  if (Option.isNone(other) || other.value === version) return Option.none()
  const age = other.value < version ? "an older" : "a newer"
  return yield* new CheckpointMismatchError({
    problem: `${files.sidecar} was written by ${age} version of this package (format ${other.value}, expected ` +
      `${version}). Finish the export with that version, or remove it and ${files.part} to start over.`
  })
})

/** Replaces the sidecar atomically. */
export const save = Effect.fnUntraced(function*({ sidecar }: TemporaryFiles, checkpoint: Checkpoint) {
  const fs = yield* FileSystem.FileSystem
  const json = yield* Effect.orDie(writeCheckpoint(checkpoint))
  const temporary = `${sidecar}.tmp`
  // A file of a killed process, or a link that would be written through.
  yield* fs.remove(temporary, { force: true })
  const write = Effect.scoped(Effect.gen(function*() {
    const file = yield* fs.open(temporary, { flag: "wx", mode: 0o600 })
    yield* file.writeAll(new TextEncoder().encode(json))
    yield* file.sync
  }))
  yield* Effect.andThen(write, fs.rename(temporary, sidecar)).pipe(
    Effect.onError(() => Effect.ignore(fs.remove(temporary, { force: true })))
  )
})

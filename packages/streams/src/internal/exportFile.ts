import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { CheckpointMismatchError, ExportError } from "../ExportError.ts"
import type { ExportResult, FileOptions } from "../ExportOptions.ts"
import { RowsCursor } from "../RowsCursor.ts"
import * as Tally from "./tally.ts"

/** A page as text, and the cursor behind it. */
export interface EncodedPage {
  readonly text: string
  readonly header: ReadonlyArray<string>
  readonly cursor: RowsCursor
}

const version = 2

/** The content of the sidecar: the first `bytes` of the file are synced, and end at the cursor. */
class Checkpoint extends Schema.Opaque<Checkpoint>()(
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

interface Setup<E, R> {
  readonly campaignId: string
  readonly path: string
  readonly format: string
  /** Pages between two checkpoints. */
  readonly checkpointEvery: number
  /** Runs after each page that was written. */
  readonly onPage: FileOptions["onPage"]
  /** The pages from the beginning, or from a checkpoint. */
  readonly pages: (from: Checkpoint | undefined) => Stream.Stream<EncodedPage, E, R>
}

/**
 * Writes pages to a file that appears under its name only when it is complete.
 *
 * Rows go to `<path>.part`, and `<path>.part.json` stores how much of it is synced. The order of operations makes it safe
 * to kill the process at any point: rows are synced before the sidecar that counts them, the sidecar is replaced
 * atomically, and bytes after the counted ones are cut off before writing continues.
 */
export const write = Effect.fnUntraced(function*<E, R>(setup: Setup<E, R>): Effect.fn.Return<
  ExportResult,
  E | ExportError | PlatformError,
  R | FileSystem.FileSystem | Path.Path
> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { campaignId, format } = setup
  const part = `${setup.path}.part`
  const sidecar = `${part}.json`
  const encoder = new TextEncoder()

  const mismatch = (problem: string) =>
    new ExportError({ campaignId, reason: new CheckpointMismatchError({ problem: `${sidecar} ${problem}` }) })

  /** Makes renames and removals durable, where the platform can sync a directory. */
  const syncDirectory = Effect.scoped(Effect.flatMap(fs.open(path.dirname(setup.path), { flag: "r" }), (it) => it.sync))
    .pipe(Effect.ignore)

  const save = Effect.fnUntraced(function*(checkpoint: Checkpoint) {
    const json = yield* Effect.orDie(writeCheckpoint(checkpoint))
    const temporary = `${sidecar}.tmp`
    yield* Effect.scoped(Effect.gen(function*() {
      const file = yield* fs.open(temporary, { flag: "w" })
      yield* file.writeAll(encoder.encode(json))
      yield* file.sync
    }))
    yield* fs.rename(temporary, sidecar)
  })

  const sizeOf = (file: string) =>
    Effect.map(fs.stat(file), ({ size }) => Number(size)).pipe(
      Effect.catchReason("PlatformError", "NotFound", () => Effect.succeed(-1))
    )

  /** The sidecar, unless there is none or it is damaged. */
  const load = Effect.gen(function*() {
    const json = yield* fs.readFileString(sidecar).pipe(
      Effect.catchReason("PlatformError", "NotFound", () => Effect.succeed(""))
    )
    const found = yield* Effect.option(readCheckpoint(json))
    if (Option.isSome(found)) return found.value
    const other = yield* Effect.option(Effect.map(readVersion(json), (stored) => stored.version))
    if (Option.isNone(other) || other.value === version) return undefined
    return yield* mismatch(
      `was written by ${
        other.value < version ? "an older" : "a newer"
      } version of this package (format ${other.value}, ` +
        `expected ${version}). Finish the export with that version, or remove it and ${part} to start over.`
    )
  })

  const finish = Effect.fnUntraced(function*(checkpoint: Checkpoint, resumed: boolean) {
    yield* fs.rename(part, setup.path).pipe(
      // An export that was killed after the rename finds the complete file in its place.
      Effect.catchReason("PlatformError", "NotFound", () => Effect.void)
    )
    yield* syncDirectory
    yield* fs.remove(sidecar, { force: true })
    return { path: setup.path, bytes: checkpoint.bytes, audit: checkpoint.cursor.audit, resumed }
  })

  const found = yield* load
  if (found !== undefined && found.format !== format) {
    return yield* mismatch(
      `belongs to an unfinished export as ${found.format}: finish that export, or remove the file.`
    )
  }
  const partBytes = yield* sizeOf(part)
  if (found?.isComplete === true && (partBytes === found.bytes || (yield* sizeOf(setup.path)) === found.bytes)) {
    return yield* finish(found, true)
  }
  const from = found !== undefined && !found.isComplete && partBytes >= found.bytes ? found : undefined
  if (from === undefined) {
    yield* fs.remove(sidecar, { force: true })
    yield* syncDirectory
  }

  const last = yield* Effect.scoped(Effect.gen(function*() {
    const file = yield* fs.open(part, { flag: from === undefined ? "w" : "r+" })
    let bytes = from?.bytes ?? 0
    if (from !== undefined) {
      yield* file.truncate(bytes)
      yield* file.seek(BigInt(bytes), "start")
    }
    let pages = 0
    const checkpoint = (page: EncodedPage, isComplete: boolean): Checkpoint => {
      const { cursor, header } = page
      return { version, format, header, cursor, bytes, isComplete }
    }
    const lastPage = yield* setup.pages(from).pipe(
      Stream.tap(Effect.fnUntraced(function*(page) {
        const encoded = encoder.encode(page.text)
        if (encoded.length > 0) yield* file.writeAll(encoded)
        bytes += encoded.length
        pages += 1
        if (setup.onPage !== undefined) yield* setup.onPage(page.cursor.audit)
        if (pages % setup.checkpointEvery !== 0) return
        yield* file.sync
        yield* save(checkpoint(page, false))
      })),
      Stream.runLast
    )
    yield* file.sync
    const complete = Option.match(lastPage, {
      // A stream from the beginning has at least one page, which may be empty. A resumed stream may have none.
      onNone: () => from === undefined ? undefined : { ...from, isComplete: true },
      onSome: (page) => checkpoint(page, true)
    })
    if (complete !== undefined) yield* save(complete)
    return complete
  }))
  if (last === undefined) return { path: setup.path, bytes: 0, audit: Tally.empty, resumed: false }
  return yield* finish(last, from !== undefined)
})

export type { Checkpoint }

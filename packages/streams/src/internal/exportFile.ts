import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { CheckpointMismatchError, ExportError } from "../ExportError.ts"
import type { Exported, FileOptions } from "../ExportOptions.ts"
import { RowsCursor } from "../RowsCursor.ts"
import * as Tally from "./tally.ts"

/** A page as text, and the cursor behind it. */
export interface EncodedPage {
  readonly text: string
  readonly header: ReadonlyArray<string>
  readonly cursor: RowsCursor
}

/** What the sidecar says: so many bytes of the file are good, and they end here. */
class Checkpoint extends Schema.Opaque<Checkpoint>()(
  Schema.Struct({
    version: Schema.Literal(1),
    format: Schema.String,
    header: Schema.Array(Schema.String),
    cursor: RowsCursor,
    bytes: Schema.Natural,
    isWhole: Schema.Boolean
  })
) {}

const CheckpointJson = Schema.fromJsonString(Checkpoint)
const readCheckpoint = Schema.decodeEffect(CheckpointJson)
const writeCheckpoint = Schema.encodeEffect(CheckpointJson)

interface Setup<E, R> {
  readonly campaignId: string
  readonly path: string
  readonly format: string
  /** Pages between two checkpoints. */
  readonly checkpointEvery: number
  /** What to do after each page that was written. */
  readonly onPage: FileOptions["onPage"]
  /** The pages, from the beginning or from where an earlier export stopped. */
  readonly pages: (from: Checkpoint | undefined) => Stream.Stream<EncodedPage, E, R>
}

/**
 * Writes pages to a file that appears under its name when it is whole, and not before.
 *
 * Rows go to `<path>.part`; `<path>.part.json` says how much of that is good. The order of things on disk is what makes
 * it safe to be killed: the rows are synced before the sidecar that counts them, the sidecar is replaced as a whole, and
 * what stands behind the counted bytes is cut off before writing goes on.
 */
export const write = Effect.fnUntraced(function*<E, R>(setup: Setup<E, R>): Effect.fn.Return<
  Exported,
  E | ExportError | PlatformError,
  R | FileSystem.FileSystem | Path.Path
> {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const { campaignId, format } = setup
  const part = `${setup.path}.part`
  const sidecar = `${part}.json`
  const encoder = new TextEncoder()

  /** Makes renames and removals last; where a directory cannot be synced, they last all the same or nothing can be done. */
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

  /** What the sidecar says, unless there is none or it cannot be read. */
  const load = fs.readFileString(sidecar).pipe(
    Effect.catchReason("PlatformError", "NotFound", () => Effect.succeed("")),
    Effect.flatMap((json) => Effect.option(readCheckpoint(json))),
    Effect.map(Option.getOrUndefined)
  )

  const finish = Effect.fnUntraced(function*(checkpoint: Checkpoint, resumed: boolean) {
    yield* fs.rename(part, setup.path).pipe(
      // Killed behind the rename, an export finds the whole file in its place.
      Effect.catchReason("PlatformError", "NotFound", () => Effect.void)
    )
    yield* syncDirectory
    yield* fs.remove(sidecar, { force: true })
    return { path: setup.path, bytes: checkpoint.bytes, audit: checkpoint.cursor.audit, resumed }
  })

  const found = yield* load
  if (found !== undefined && found.format !== format) {
    const problem = `${sidecar} belongs to an unfinished export as ${found.format}: finish that, or remove it.`
    return yield* new ExportError({ campaignId, reason: new CheckpointMismatchError({ problem }) })
  }
  const partBytes = yield* sizeOf(part)
  if (found?.isWhole === true && (partBytes === found.bytes || (yield* sizeOf(setup.path)) === found.bytes)) {
    return yield* finish(found, true)
  }
  const from = found !== undefined && !found.isWhole && partBytes >= found.bytes ? found : undefined
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
    const checkpoint = (page: EncodedPage, isWhole: boolean): Checkpoint => {
      const { cursor, header } = page
      return { version: 1, format, header, cursor, bytes, isWhole }
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
    const whole = Option.match(lastPage, {
      // A reading has a page, even one of no rows: there is none only behind the last page of an earlier export.
      onNone: () => from === undefined ? undefined : { ...from, isWhole: true },
      onSome: (page) => checkpoint(page, true)
    })
    if (whole !== undefined) yield* save(whole)
    return whole
  }))
  if (last === undefined) return { path: setup.path, bytes: 0, audit: Tally.empty, resumed: false }
  return yield* finish(last, from !== undefined)
})

export type { Checkpoint }

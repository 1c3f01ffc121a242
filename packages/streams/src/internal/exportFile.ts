import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { ExportError, fileError, type Reason } from "../ExportError.ts"
import type { ExportResult, FileOptions, StreamError } from "../ExportOptions.ts"
import type { RowsCursor } from "../RowsCursor.ts"
import { RowsError } from "../RowsError.ts"
import * as Checkpoints from "./exportCheckpoint.ts"
import * as ExportLock from "./exportLock.ts"
import * as ExportTarget from "./exportTarget.ts"
import { rename, syncDirectory } from "./publishExport.ts"
import * as Tally from "./tally.ts"
import { writeDirectly } from "./writeDirectly.ts"

/** A page as text, and the cursor behind it. */
export interface EncodedPage {
  readonly text: string
  readonly header: ReadonlyArray<string>
  readonly cursor: RowsCursor
}

/** An export to a file. */
export interface Setup<E, R> {
  readonly campaignId: string
  readonly path: string
  readonly format: string
  /** Pages between two checkpoints. */
  readonly checkpointEvery: number
  /** Whether to rename the complete file to its path. */
  readonly publish: boolean
  /** Runs after each page that was written. */
  readonly onPage: FileOptions["onPage"]
  /** The pages from the beginning, or from a checkpoint. */
  readonly pages: (from: Checkpoints.Checkpoint | undefined) => Stream.Stream<EncodedPage, StreamError | E, R>
}

/**
 * Writes pages to a file that appears under its name only when it is complete.
 *
 * Rows go to `<path>.part`, and `<path>.part.json` stores how much of it is synced. The order of operations makes it safe
 * to kill the process at any point: rows are synced before the sidecar that counts them, the sidecar is replaced
 * atomically, and bytes after the counted ones are cut off before writing continues.
 */
const writeAtomically = Effect.fnUntraced(function*<E, R>(
  { campaignId, checkpointEvery, format, onPage, pages: pagesFrom, path: given, publish: isPublished }: Setup<E, R>,
  { path }: ExportTarget.Target
): Effect.fn.Return<ExportResult, StreamError | E, R | FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem
  const files = Checkpoints.filesOf(path)
  const { part, sidecar } = files
  const encoder = new TextEncoder()

  const because = (reason: Reason) => new ExportError({ campaignId, reason })
  const inFile = <A, R>(effect: Effect.Effect<A, PlatformError, R>) =>
    Effect.mapError(effect, (error) => because(fileError(path, error)))

  const lock = yield* Effect.mapError(ExportLock.acquire(path), because)
  const ensureHeld = Effect.mapError(lock.ensureHeld, because)

  const save = (checkpoint: Checkpoints.Checkpoint) =>
    Effect.andThen(ensureHeld, inFile(Checkpoints.save(files, checkpoint)))

  const publish = isPublished ? inFile(rename(path)) : Effect.void

  const finish = (checkpoint: Checkpoints.Checkpoint, resumed: boolean) =>
    Effect.as(publish, { path: given, bytes: checkpoint.bytes, audit: checkpoint.cursor.audit, resumed })

  const found = Option.getOrUndefined(
    yield* Effect.mapError(
      Checkpoints.load(files, format),
      (error) => because(error._tag === "PlatformError" ? fileError(path, error) : error)
    )
  )
  const partBytes = (yield* inFile(Checkpoints.sizeOf(part))) ?? -1
  if (
    found?.isComplete === true &&
    (partBytes === found.bytes || (yield* inFile(Checkpoints.sizeOf(path))) === found.bytes)
  ) {
    return yield* finish(found, true)
  }
  const from = found !== undefined && !found.isComplete && partBytes >= found.bytes ? found : undefined
  if (from === undefined) {
    yield* inFile(fs.remove(sidecar, { force: true }))
    yield* syncDirectory(path)
    yield* inFile(fs.remove(part, { force: true }))
  }

  const open = Effect.gen(function*() {
    if (from === undefined) return yield* fs.open(part, { flag: "wx", mode: 0o600 })
    const file = yield* fs.open(part, { flag: "r+" })
    yield* file.truncate(from.bytes)
    yield* file.seek(BigInt(from.bytes), "start")
    return file
  }).pipe(inFile)

  /** Explains why the pages cannot continue the unfinished export. */
  const explain = (error: StreamError | E): StreamError | E =>
    from !== undefined && error instanceof RowsError && error.reason._tag === "InvalidCursorError"
      ? because(Checkpoints.mismatch(files, error.reason.problem))
      : error

  let isResumable = from !== undefined
  /** Rows without a checkpoint are of no use. */
  const removeUnusable = Effect.suspend(() => isResumable ? Effect.succeed(false) : lock.isHeld).pipe(
    Effect.flatMap((unusable) => unusable ? Effect.ignore(fs.remove(part, { force: true })) : Effect.void)
  )

  const last = yield* Effect.scoped(Effect.gen(function*() {
    let bytes = from?.bytes ?? 0
    let pages = 0
    // A new file is created for the first page: an export that fails before it leaves nothing behind.
    let file = from === undefined ? undefined : yield* open
    const checkpoint = ({ cursor, header }: EncodedPage, isComplete: boolean) =>
      Checkpoints.make({ format, header, cursor, bytes, isComplete })
    const lastPage = yield* pagesFrom(from).pipe(
      Stream.mapError(explain),
      Stream.tap(Effect.fnUntraced(function*(page) {
        file ??= yield* open
        const encoded = encoder.encode(page.text)
        if (encoded.length > 0) yield* inFile(file.writeAll(encoded))
        bytes += encoded.length
        pages += 1
        if (onPage !== undefined) yield* onPage(page.cursor.audit)
        if (pages % checkpointEvery !== 0) return
        yield* inFile(file.sync)
        yield* save(checkpoint(page, false))
        isResumable = true
      })),
      Stream.runLast
    )
    file ??= yield* open
    yield* inFile(file.sync)
    const complete = Option.match(lastPage, {
      // A resumed stream may have no more pages.
      onNone: () => from === undefined ? undefined : Checkpoints.make({ ...from, isComplete: true }),
      onSome: (page) => checkpoint(page, true)
    })
    if (complete !== undefined) yield* save(complete)
    isResumable ||= complete !== undefined
    return complete
  })).pipe(Effect.onExit((exit) => Exit.isSuccess(exit) ? Effect.void : removeUnusable))
  yield* ensureHeld
  if (last !== undefined) return yield* finish(last, from !== undefined)
  yield* publish
  return { path: given, bytes: 0, audit: Tally.empty, resumed: false }
})

/** Writes pages to a file, a FIFO or a device. */
export const write = Effect.fnUntraced(function*<E, R>(setup: Setup<E, R>) {
  const target = yield* Effect.mapError(
    ExportTarget.inspect(setup.path),
    (reason) => new ExportError({ campaignId: setup.campaignId, reason })
  )
  return yield* target.kind === "file" ? writeAtomically(setup, target) : writeDirectly(setup, target)
}, Effect.scoped)

import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import type * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import { ExportError, fileError } from "../ExportError.ts"
import type { DiscardedExport } from "../ExportOptions.ts"
import * as Checkpoints from "./exportCheckpoint.ts"
import * as ExportLock from "./exportLock.ts"
import * as ExportTarget from "./exportTarget.ts"

const discardFile = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const inFile = <A, R>(effect: Effect.Effect<A, PlatformError, R>) =>
    Effect.mapError(effect, (error) => fileError(path, error))
  const files = Checkpoints.filesOf(path)
  // The sidecar first: rows without it are never resumed.
  const all = [files.sidecar, `${files.sidecar}.tmp`, files.part]
  // A lock needs a directory, and space on the disk.
  const found = yield* inFile(Effect.filter(all, (file) => fs.exists(file)))
  if (found.length === 0) return Option.none<DiscardedExport>()
  yield* ExportLock.acquire(path)
  const bytes = yield* inFile(Checkpoints.sizeOf(files.part))
  const checkpoint = yield* inFile(Checkpoints.loadOption(files))
  for (const file of all) yield* inFile(fs.remove(file, { force: true }))
  if (bytes === undefined && Option.isNone(checkpoint)) return Option.none<DiscardedExport>()
  const rows = Option.isNone(checkpoint) ? {} : { rows: checkpoint.value.cursor.audit.received }
  return Option.some<DiscardedExport>({ ...rows, bytes: bytes ?? 0 })
}, Effect.scoped)

/** Deletes the temporary files of an unfinished export. */
export const discard = (
  campaignId: string,
  path: string
): Effect.Effect<Option.Option<DiscardedExport>, ExportError, FileSystem.FileSystem | Path.Path> =>
  ExportTarget.inspect(path).pipe(
    Effect.flatMap((target) => target.kind === "file" ? discardFile(target.path) : Effect.succeedNone),
    Effect.mapError((reason) => new ExportError({ campaignId, reason }))
  )

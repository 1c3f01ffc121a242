import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { type PlatformError, systemError } from "effect/PlatformError"
import { ExportError, fileError } from "../ExportError.ts"
import type { PublishedFile } from "../ExportOptions.ts"
import * as Checkpoints from "./exportCheckpoint.ts"
import * as ExportLock from "./exportLock.ts"
import * as ExportTarget from "./exportTarget.ts"

/** Makes renames and removals durable, where the platform can sync a directory. */
export const syncDirectory = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  yield* Effect.ignore(
    Effect.scoped(Effect.flatMap(fs.open(paths.dirname(path), { flag: "r" }), (directory) => directory.sync))
  )
})

/** Gives a file the permissions and, where possible, the owner of the file that it replaces. */
const copyAttributes = Effect.fnUntraced(function*(replaced: string, file: string) {
  const fs = yield* FileSystem.FileSystem
  const found = yield* Effect.option(fs.stat(replaced))
  if (Option.isNone(found)) return
  const uid = Option.getOrElse(found.value.uid, () => -1)
  const gid = Option.getOrElse(found.value.gid, () => -1)
  // Only the superuser can change the owner. Members of a group can still keep the group.
  yield* Effect.ignore(Effect.catch(fs.chown(file, uid, gid), () => fs.chown(file, -1, gid)))
  yield* fs.chmod(file, found.value.mode & 0o777)
})

/** Renames a complete file to its path, and deletes its checkpoint. The caller has the lock. */
export const rename = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const { part, sidecar } = Checkpoints.filesOf(path)
  yield* Effect.andThen(copyAttributes(path, part), fs.rename(part, path)).pipe(
    // An export that was killed after the rename finds the complete file in its place.
    Effect.catchReason("PlatformError", "NotFound", () => Effect.void)
  )
  yield* syncDirectory(path)
  yield* fs.remove(sidecar, { force: true })
})

/** Whether the temporary files are those of a complete export of the campaign. */
const isComplete = Effect.fnUntraced(function*(campaignId: string, files: Checkpoints.TemporaryFiles) {
  const bytes = yield* Checkpoints.sizeOf(files.part)
  const checkpoint = yield* Checkpoints.loadOption(files)
  if (Option.isNone(checkpoint)) return false
  const { cursor, isComplete, bytes: expected } = checkpoint.value
  return isComplete && cursor.campaignId === campaignId && (bytes === undefined || bytes === expected)
})

const publishFile = Effect.fnUntraced(function*(campaignId: string, path: string) {
  const inFile = <A, R>(effect: Effect.Effect<A, PlatformError, R>) =>
    Effect.mapError(effect, (error) => fileError(path, error))
  const files = Checkpoints.filesOf(path)
  // A published export needs no lock, and so no permission to write to the directory.
  if ((yield* inFile(Checkpoints.sizeOf(files.sidecar))) !== undefined) {
    yield* ExportLock.acquire(path)
    if (yield* inFile(isComplete(campaignId, files))) yield* inFile(rename(path))
  }
  const bytes = yield* inFile(Checkpoints.sizeOf(path))
  if (bytes !== undefined) return bytes
  return yield* fileError(
    path,
    systemError({
      _tag: "NotFound",
      module: "CampaignExport",
      method: "publish",
      pathOrDescriptor: path,
      description: "there is no complete export to publish"
    })
  )
}, Effect.scoped)

/** Publishes the complete export of a campaign. */
export const publish = (
  campaignId: string,
  path: string
): Effect.Effect<PublishedFile, ExportError, FileSystem.FileSystem | Path.Path> =>
  ExportTarget.inspect(path).pipe(
    Effect.flatMap((target) => publishFile(campaignId, target.path)),
    Effect.map((bytes): PublishedFile => ({ path, bytes })),
    Effect.mapError((reason) => new ExportError({ campaignId, reason }))
  )

/**
 * Destinations that write NDJSON and CSV files. A file appears under its name only when it is complete.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as CampaignExport from "@effect-revox/streams/CampaignExport"
import { fileError, type Reason as ExportReason } from "@effect-revox/streams/ExportError"
import {
  type CsvStyle,
  type ExportResult,
  type FileOptions,
  type StreamError,
  validateCsvStyle
} from "@effect-revox/streams/ExportOptions"
import type { RowsAudit } from "@effect-revox/streams/RowsAudit"
import type { Options } from "@effect-revox/streams/RowsOptions"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { isPlatformError, type PlatformError } from "effect/PlatformError"
import type * as Destination from "./Destination.ts"
import { DestinationError, InvalidTargetError, type Reason, WriteError } from "./DestinationError.ts"
import type { DestinationRef } from "./ExportJob.ts"
import { progressOf } from "./internal/progress.ts"

/** Writes a file, and resumes from its checkpoint. */
interface Writer {
  (
    id: string,
    path: string,
    options: Omit<Options, "from"> & FileOptions
  ): Effect.Effect<ExportResult, StreamError, Campaigns | FileSystem.FileSystem | Path.Path>
}

const failed = ({ name }: DestinationRef, reason: Reason) => new DestinationError({ destination: name, reason })

/** Retryable, because a full disk or a missing directory may be repaired in the meantime. */
const writeFailed = (task: Destination.ExportTask, { message }: { readonly message: string }) =>
  Effect.fail(failed(task.job.destination, new WriteError({ problem: message, isRetryable: true })))

/** Converts a file system error to a `DestinationError`. */
const fileSystemFailed = (task: Destination.ExportTask) => (error: PlatformError) =>
  writeFailed(task, fileError(task.job.destination.target, error))

const isMissing = (reason: ExportReason): boolean =>
  reason._tag === "FileError" && isPlatformError(reason.cause) && reason.cause.reason._tag === "NotFound"

/** Not retryable, because another runner may have written the rows to a directory of its machine. */
const rowsMissing = ({ job: { destination } }: Destination.ExportTask) => {
  const problem =
    `${destination.target} was complete and no longer exists: start the export again, on a directory that ` +
    "all runners share."
  return Effect.fail(failed(destination, new WriteError({ problem, isRetryable: false })))
}

/** Files that are open or belong to devices. Rows in them cannot be resumed, truncated or replaced. */
const specialPath = /^\/(?:dev\/(?!shm\/)|proc\/)/

const make = (write: Writer): Effect.Effect<Destination.Destination, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const services = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
    const fs = yield* FileSystem.FileSystem
    const paths = yield* Path.Path

    const clear = (task: Destination.ExportTask) =>
      CampaignExport.discard(task.job.campaignId, task.job.destination.target).pipe(
        Effect.provideContext(services),
        Effect.catch(({ reason }) => writeFailed(task, reason)),
        Effect.asVoid
      )

    const validate = Effect.fnUntraced(function*(destination: DestinationRef) {
      const { target } = destination
      if (!paths.isAbsolute(target)) {
        const problem = `the target must be an absolute path, since working directories differ; got ${
          JSON.stringify(target)
        }.`
        return yield* failed(destination, new InvalidTargetError({ problem }))
      }
      const existing = yield* Effect.option(fs.stat(target))
      if (specialPath.test(paths.resolve(target)) || Option.exists(existing, ({ type }) => type !== "File")) {
        const kind = Option.exists(existing, ({ type }) => type === "Directory")
          ? "a directory"
          : "not a regular file"
        const problem = `${target} is ${kind}: use the path of a file.`
        return yield* failed(destination, new InvalidTargetError({ problem }))
      }
    })

    return {
      validate,

      prepare: Effect.fnUntraced(function*(task) {
        const { target } = task.job.destination
        yield* validate(task.job.destination)
        yield* Effect.catchTag(
          fs.makeDirectory(paths.dirname(target), { recursive: true }),
          "PlatformError",
          fileSystemFailed(task)
        )
        // Files of an earlier generation are not a checkpoint of this one.
        yield* clear(task)
      }),

      writeNext: Effect.fnUntraced(function*(task, pages) {
        const { campaignId, prefetch, destination, filter, firstPage, pageSize } = task.job
        const limitReached = yield* Deferred.make<RowsAudit>()
        let pageCount = 0
        const onPage = (audit: RowsAudit) =>
          Effect.suspend(() => {
            pageCount += 1
            // The previous page is checkpointed already, so interrupting here only repeats the current page.
            return pageCount > pages ? Deferred.succeed(limitReached, audit) : Effect.void
          })
        const writing = write(campaignId, destination.target, {
          ...filter,
          prefetch,
          firstPage,
          pageSize,
          checkpointEvery: pages,
          publish: false,
          onPage
        }).pipe(Effect.provideContext(services))
        return yield* Effect.raceFirst(
          Effect.map(writing, ({ audit }) => progressOf(audit, true)),
          Effect.map(Deferred.await(limitReached), (audit) => progressOf(audit, false))
        ).pipe(
          Effect.catchReasons("ExportError", {
            FileError: (reason) => writeFailed(task, reason),
            TargetInUseError: (reason) => writeFailed(task, reason)
          })
        )
      }),

      reset: clear,

      publish: (task) =>
        CampaignExport.publish(task.job.campaignId, task.job.destination.target).pipe(
          Effect.provideContext(services),
          Effect.map(({ bytes, path }) => ({ location: `${path} (${bytes} bytes)` })),
          Effect.catch(({ reason }) => isMissing(reason) ? rowsMissing(task) : writeFailed(task, reason))
        ),

      rollback: clear
    }
  })

/**
 * Destination that writes NDJSON files, with one row per line. The target is the absolute path of the file.
 *
 * **Details**
 *
 * Rows are written to `<path>.part`, which is renamed when it is complete. An existing file stays unchanged until then.
 * It also stays when the export fails or is cancelled. Its permissions are kept, and new files can only be read and
 * written by their owner (mode 600). A symbolic link is followed. Directories, FIFOs and devices are invalid targets.
 *
 * **Gotchas**
 *
 * Runners on several machines must share the directory of the file.
 *
 * @category constructors
 * @since 0.1.0
 */
export const ndjson: Effect.Effect<Destination.Destination, never, FileSystem.FileSystem | Path.Path> = make(
  CampaignExport.toNdjsonFile
)

/**
 * Creates a destination that writes CSV files, with columns inferred from the first page. The target is the absolute
 * path of the file. Files are published as by {@link ndjson}. An invalid style fails at once, and not when a campaign has
 * ended.
 *
 * @category constructors
 * @since 0.1.0
 */
export const csv = (
  style: CsvStyle = {}
): Effect.Effect<Destination.Destination, InvalidOptionError, FileSystem.FileSystem | Path.Path> =>
  Effect.andThen(
    validateCsvStyle(style),
    make((id, path, options) => CampaignExport.toCsvFile(id, path, { ...options, ...style }))
  )

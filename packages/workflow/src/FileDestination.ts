/**
 * Files that appear under their names when they are whole: NDJSON and CSV, written by `CampaignExport`.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import * as CampaignExport from "@effect-revox/streams/CampaignExport"
import type { CsvStyle, ExportResult, FileOptions, StreamError } from "@effect-revox/streams/ExportOptions"
import type { RowsAudit } from "@effect-revox/streams/RowsAudit"
import type { Options } from "@effect-revox/streams/RowsOptions"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type * as Destination from "./Destination.ts"
import { DestinationError, InvalidTargetError, type Reason, WriteError } from "./DestinationError.ts"
import { progressOf } from "./internal/progress.ts"

/** Writes a file from where it stopped. */
interface Writer {
  (
    id: string,
    path: string,
    options: Omit<Options, "from"> & FileOptions
  ): Effect.Effect<ExportResult, StreamError | PlatformError, Campaigns | FileSystem.FileSystem | Path.Path>
}

const failed = (task: Destination.ExportTask, reason: Reason) =>
  new DestinationError({ destination: task.job.destination.name, reason })

/** What the file system did not do, as an error of the destination. */
const fileSystemFailed = (task: Destination.ExportTask) => (error: PlatformError) =>
  // A full disk may be emptied, a missing directory be made: only time tells.
  Effect.fail(failed(task, new WriteError({ problem: error.message, isRetryable: true })))

const parts = [".part", ".part.json", ".part.json.tmp"]

const make = (write: Writer): Effect.Effect<Destination.Destination, never, FileSystem.FileSystem | Path.Path> =>
  Effect.gen(function*() {
    const services = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
    const fs = yield* FileSystem.FileSystem
    const paths = yield* Path.Path

    const clear = (task: Destination.ExportTask) =>
      Effect.forEach(parts, (end) => fs.remove(task.job.destination.target + end, { force: true }), { discard: true })

    const sizeOf = (path: string) => Effect.map(Effect.option(fs.stat(path)), Option.map(({ size }) => Number(size)))

    return {
      prepare: Effect.fnUntraced(function*(task) {
        const { target } = task.job.destination
        if (!paths.isAbsolute(target)) {
          const problem = `a file needs a whole path, that runners in any directory understand; got ${
            JSON.stringify(target)
          }.`
          return yield* failed(task, new InvalidTargetError({ problem }))
        }
        const existing = yield* Effect.option(fs.stat(target))
        if (Option.exists(existing, ({ type }) => type === "Directory")) {
          return yield* failed(
            task,
            new InvalidTargetError({ problem: `${target} is a directory: name a file in it.` })
          )
        }
        // What an earlier attempt left behind is no beginning of this one.
        yield* Effect.andThen(fs.makeDirectory(paths.dirname(target), { recursive: true }), clear(task)).pipe(
          Effect.catchTag("PlatformError", fileSystemFailed(task))
        )
      }),

      writeNext: Effect.fnUntraced(function*(task, pages) {
        const { campaignId, prefetch, destination, filter, firstPage, pageSize } = task.job
        const enough = yield* Deferred.make<RowsAudit>()
        let seen = 0
        const onPage = (audit: RowsAudit) =>
          Effect.suspend(() => {
            seen += 1
            // The page before this one is checkpointed, and an interruption costs this one alone.
            return seen > pages ? Deferred.succeed(enough, audit) : Effect.void
          })
        const writing = write(campaignId, destination.target, {
          ...filter,
          prefetch,
          firstPage,
          pageSize,
          checkpointEvery: pages,
          onPage
        }).pipe(Effect.provideContext(services))
        return yield* Effect.raceFirst(
          Effect.map(writing, ({ audit }) => progressOf(audit, true)),
          Effect.map(Deferred.await(enough), (audit) => progressOf(audit, false))
        ).pipe(
          Effect.catchTag("PlatformError", fileSystemFailed(task))
        )
      }),

      reset: (task) => Effect.catchTag(clear(task), "PlatformError", fileSystemFailed(task)),

      // It has its name since the last step.
      publish: Effect.fnUntraced(function*(task) {
        const { target } = task.job.destination
        const size = yield* sizeOf(target)
        if (Option.isNone(size)) {
          const problem = `${target} was whole, and is gone: somebody moved it, or it is on another machine.`
          return yield* failed(task, new WriteError({ problem, isRetryable: false }))
        }
        return { location: `${target} (${size.value} bytes)` }
      }),

      rollback: (task) => Effect.catchTag(clear(task), "PlatformError", fileSystemFailed(task))
    }
  })

/**
 * NDJSON files: a row of JSON a line. The target is the absolute path of the file.
 *
 * **Details**
 *
 * Rows go to `<path>.part` until all are there. The file of an earlier export stays in its place until then, and when
 * the export fails or is cancelled.
 *
 * **Gotchas**
 *
 * A file is on one machine. Several runners need a directory that they share.
 *
 * @category constructors
 * @since 0.1.0
 */
export const ndjson: Effect.Effect<Destination.Destination, never, FileSystem.FileSystem | Path.Path> = make(
  CampaignExport.toNdjsonFile
)

/**
 * CSV files, with the columns that the first page suggests. The target is the absolute path of the file; see
 * {@link ndjson}.
 *
 * @category constructors
 * @since 0.1.0
 */
export const csv = (
  style: CsvStyle = {}
): Effect.Effect<Destination.Destination, never, FileSystem.FileSystem | Path.Path> =>
  make((id, path, options) => CampaignExport.toCsvFile(id, path, { ...options, ...style }))

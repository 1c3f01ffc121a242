/**
 * Destinations of exported rows. This package contains `SqlDestination` and `FileDestination`. Create a custom
 * {@link Destination} with {@link paged}.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import type { ExportError } from "@effect-revox/streams/ExportError"
import type { RowsCursor } from "@effect-revox/streams/RowsCursor"
import type { RowsError } from "@effect-revox/streams/RowsError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { DestinationError, UnknownDestinationError } from "./DestinationError.ts"
import type { DestinationRef, ExportJob } from "./ExportJob.ts"
import { progressOf } from "./internal/progress.ts"

/**
 * Export passed to its destination.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExportTask {
  /** Id of the export. Each generation has its own. */
  readonly id: string
  /** Job of the export. */
  readonly job: ExportJob
}

/**
 * Progress of an export.
 *
 * @category models
 * @since 0.1.0
 */
export interface Progress {
  /** Whether all rows are written. */
  readonly isComplete: boolean
  /** Number of rows written. */
  readonly rows: number
  /** Largest total that the server reported. Absent when it reported none. */
  readonly expected?: number | undefined
  /** Number of pages written. */
  readonly pages: number
}

/**
 * Result of publishing an export.
 *
 * @category models
 * @since 0.1.0
 */
export interface Published {
  /** Readable location of the rows. */
  readonly location: string
}

/**
 * Errors of a step of an export, from reading or from writing rows.
 *
 * @category errors
 * @since 0.1.0
 */
export type StepError = RevoxError | RowsError | ExportError | DestinationError

/**
 * Destination of exported rows.
 *
 * **Details**
 *
 * Every effect must be idempotent. It may run again after it completed or was interrupted, because its process may be
 * killed before the engine stores the result. Rows must not be visible as a result before `publish`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Destination {
  /**
   * Checks the target before the wait for the campaign, and before a run creates its campaign. Changes nothing. Default:
   * the target is first checked by `prepare`, after the wait.
   */
  readonly validate?: ((destination: DestinationRef) => Effect.Effect<void, DestinationError>) | undefined
  /** Validates the target and prepares it. */
  readonly prepare: (task: ExportTask) => Effect.Effect<void, StepError, Campaigns>
  /** Resumes from the checkpoint, writes about `pages` pages, and stores a new checkpoint. */
  readonly writeNext: (task: ExportTask, pages: number) => Effect.Effect<Progress, StepError, Campaigns>
  /** Deletes the checkpoint, so that all rows are read again. */
  readonly reset: (task: ExportTask) => Effect.Effect<void, DestinationError>
  /**
   * Publishes the export atomically. Repeated when it failed with a retryable error, and when the export is cancelled after
   * it began: such an export completes.
   */
  readonly publish: (task: ExportTask) => Effect.Effect<Published, StepError>
  /** Deletes unpublished data. Published data stays. */
  readonly rollback: (task: ExportTask) => Effect.Effect<void, DestinationError>
}

/**
 * Options of a destination that writes one page at a time.
 *
 * @category models
 * @since 0.1.0
 */
export interface PagedOptions extends Omit<Destination, "writeNext"> {
  /** Returns the cursor of the last page written, or `undefined` before the first. */
  readonly checkpoint: (task: ExportTask) => Effect.Effect<RowsCursor | undefined, DestinationError | RowsError>
  /**
   * Writes a page and its cursor atomically. `after` is the cursor of the previous page: fail with a `SupersededError`
   * when the stored cursor differs, because another runner has written more pages. Otherwise the page may be written
   * twice.
   */
  readonly write: (
    task: ExportTask,
    page: CampaignRows.Page<CampaignRow>,
    after: RowsCursor | undefined
  ) => Effect.Effect<void, DestinationError | RowsError>
}

/**
 * Creates a destination that writes one page at a time and stores the cursor of each page as its checkpoint.
 *
 * **Example** (Writing pages to an object store)
 *
 * ```ts
 * import { Destination } from "@effect-revox/workflow"
 * import { Effect } from "effect"
 *
 * declare const store: {
 *   readonly put: (key: string, value: unknown) => Effect.Effect<void>
 *   readonly cursor: (key: string) => Effect.Effect<Destination.Cursor | undefined>
 *   readonly rename: (from: string, to: string) => Effect.Effect<void>
 *   readonly remove: (key: string) => Effect.Effect<void>
 * }
 *
 * const objects = Destination.paged({
 *   prepare: () => Effect.void,
 *   checkpoint: ({ id }) => store.cursor(`parts/${id}`),
 *   write: ({ id }, { cursor, rows }) => store.put(`parts/${id}/${cursor.position}`, { rows, cursor }),
 *   reset: ({ id }) => store.remove(`parts/${id}`),
 *   publish: ({ id, job }) =>
 *     Effect.as(store.rename(`parts/${id}`, job.campaignId), { location: job.campaignId }),
 *   rollback: ({ id }) => store.remove(`parts/${id}`)
 * })
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const paged = (options: PagedOptions): Destination => ({
  validate: options.validate,
  prepare: options.prepare,
  reset: options.reset,
  publish: options.publish,
  rollback: options.rollback,
  writeNext: Effect.fnUntraced(function*(task, limit) {
    const { campaignId, prefetch, filter, firstPage, pageSize } = task.job
    // The stream ends only after a pull that follows the last page, so a limit of 1 would never detect the end.
    const maxPages = Math.max(2, limit)
    let last = yield* options.checkpoint(task)
    let written = 0
    const pages = CampaignRows.pages(campaignId, { ...filter, prefetch, firstPage, pageSize, from: last })
    yield* pages.pipe(
      Stream.take(maxPages),
      Stream.runForEach((page) =>
        Effect.tap(options.write(task, page, last), () =>
          Effect.sync(() => {
            last = page.cursor
            written += 1
          }))
      )
    )
    return progressOf(last?.audit, written < maxPages)
  })
})

/**
 * Cursor that a destination stores as its checkpoint.
 *
 * @category models
 * @since 0.1.0
 */
export type Cursor = RowsCursor

/**
 * Service with the destinations of a runner, by name.
 *
 * @category services
 * @since 0.1.0
 */
export class Destinations extends Context.Service<Destinations, {
  /** Returns the destination of a job. */
  readonly of: (job: ExportJob) => Effect.Effect<Destination, DestinationError>
}>()("@effect-revox/workflow/Destination/Destinations") {}

/**
 * Creates `Destinations` from a record of destinations by name.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (destinations: Readonly<Record<string, Destination>>): Destinations["Service"] => {
  const byName = new Map(Object.entries(destinations))
  return {
    of: ({ destination: { name } }) =>
      Effect.suspend(() => {
        const destination = byName.get(name)
        return destination === undefined
          ? Effect.fail(
            new DestinationError({
              destination: name,
              reason: new UnknownDestinationError({ known: [...byName.keys()] })
            })
          )
          : Effect.succeed(destination)
      })
  }
}

/**
 * Provides `Destinations` from an effect that creates a record of destinations by name.
 *
 * **Example** (Providing tables, files and a custom destination)
 *
 * ```ts
 * import { Destination, FileDestination, SqlDestination } from "@effect-revox/workflow"
 * import { Effect } from "effect"
 *
 * declare const bucket: Destination.Destination
 *
 * const destinations = Destination.layer(Effect.all({
 *   sql: SqlDestination.make,
 *   ndjson: FileDestination.ndjson,
 *   csv: FileDestination.csv({ guardFormulas: true }),
 *   bucket: Effect.succeed(bucket)
 * }))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = <E, R>(
  destinations: Effect.Effect<Readonly<Record<string, Destination>>, E, R>
): Layer.Layer<Destinations, E, R> => Layer.effect(Destinations, Effect.map(destinations, make))

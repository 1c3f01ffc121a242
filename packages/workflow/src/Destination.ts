/**
 * Where the rows of an export go. Tables and files come with this package (`SqlDestination`, `FileDestination`); a place
 * of your own is a {@link Destination}, most easily made by {@link paged}.
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
import type { ExportJob } from "./ExportJob.ts"
import { progressOf } from "./internal/progress.ts"

/**
 * One export, for its destination.
 *
 * @category models
 * @since 0.1.0
 */
export interface ExportTask {
  /** The id of the export, another one for each attempt. */
  readonly id: string
  /** What it is to do. */
  readonly job: ExportJob
}

/**
 * How far an export is.
 *
 * @category models
 * @since 0.1.0
 */
export interface Progress {
  /** Whether there is nothing left to read. */
  readonly isComplete: boolean
  /** Rows that are written. */
  readonly rows: number
  /** The largest total that the server stated. Absent when it stated none. */
  readonly expected?: number | undefined
  /** Pages that are written. */
  readonly pages: number
}

/**
 * What came of an export.
 *
 * @category models
 * @since 0.1.0
 */
export interface Published {
  /** Where they are, for a person to read. */
  readonly location: string
}

/**
 * What a step may fail with: what reading does, and what writing does.
 *
 * @category errors
 * @since 0.1.0
 */
export type StepError = RevoxError | RowsError | ExportError | DestinationError

/**
 * A place for rows.
 *
 * **Details**
 *
 * Each of the effects may be run again after it was done, or half done: the process that ran it may have been killed
 * before it could note so. What was written has to be no result yet for anybody who looks, until `publish`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Destination {
  /** Refuses what cannot be done, and makes the place ready. */
  readonly prepare: (task: ExportTask) => Effect.Effect<void, StepError, Campaigns>
  /** Goes on where it stopped, with about so many pages, and remembers where it stopped. */
  readonly writeNext: (task: ExportTask, pages: number) => Effect.Effect<Progress, StepError, Campaigns>
  /** Forgets where it stopped, to read all rows again. */
  readonly reset: (task: ExportTask) => Effect.Effect<void, DestinationError>
  /** Makes the whole of it a result. */
  readonly publish: (task: ExportTask) => Effect.Effect<Published, StepError>
  /** Takes away what is no result. What was published stays. */
  readonly rollback: (task: ExportTask) => Effect.Effect<void, DestinationError>
}

/**
 * A destination that takes one page at a time.
 *
 * @category models
 * @since 0.1.0
 */
export interface PagedOptions extends Omit<Destination, "writeNext"> {
  /** The cursor that came with the last page that was written, if there was one. */
  readonly checkpoint: (task: ExportTask) => Effect.Effect<RowsCursor | undefined, DestinationError | RowsError>
  /**
   * Writes a page and its cursor: both or neither. It may come again, unless `after`, the cursor of the page before it,
   * says that somebody else is further.
   */
  readonly write: (
    task: ExportTask,
    page: CampaignRows.Page<CampaignRow>,
    after: RowsCursor | undefined
  ) => Effect.Effect<void, DestinationError | RowsError>
}

/**
 * A destination that takes one page at a time, and keeps the cursor that comes with it.
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
 *   restart: ({ id }) => store.remove(`parts/${id}`),
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
  prepare: options.prepare,
  reset: options.reset,
  publish: options.publish,
  rollback: options.rollback,
  writeNext: Effect.fnUntraced(function*(task, limit) {
    const { campaignId, prefetch, filter, firstPage, pageSize } = task.job
    // Only a reading that is asked for one page more than there are comes to its end.
    const most = Math.max(2, limit)
    let last = yield* options.checkpoint(task)
    let written = 0
    const reading = CampaignRows.pages(campaignId, { ...filter, prefetch, firstPage, pageSize, from: last })
    yield* reading.pipe(
      Stream.take(most),
      Stream.runForEach((page) =>
        Effect.tap(options.write(task, page, last), () =>
          Effect.sync(() => {
            last = page.cursor
            written += 1
          }))
      )
    )
    return progressOf(last?.audit, written < most)
  })
})

/**
 * A cursor, for those who keep it.
 *
 * @category models
 * @since 0.1.0
 */
export type Cursor = RowsCursor

/**
 * The destinations that a runner knows, by their names.
 *
 * @category services
 * @since 0.1.0
 */
export class Destinations extends Context.Service<Destinations, {
  /** The destination of a job. */
  readonly of: (job: ExportJob) => Effect.Effect<Destination, DestinationError>
}>()("@effect-revox/workflow/Destination/Destinations") {}

/**
 * Destinations by their names.
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
 * Destinations by their names, made by effects such as `SqlDestination.make`.
 *
 * **Example** (Tables, files, and a place of your own)
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

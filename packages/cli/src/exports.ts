/**
 * Implementation of the `revox export` commands. It is loaded on demand, because the engine and the database are most
 * of the code.
 *
 * @since 0.1.0
 */
import type { CampaignExports } from "@effect-revox/workflow"
import * as ExportRecord from "@effect-revox/workflow/ExportRecord"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { ExitCode } from "./ExitCode.ts"
import { connectOnce } from "./internal/exports/connectOnce.ts"
import * as Find from "./internal/exports/find.ts"
import * as Identity from "./internal/exports/identity.ts"
import { retryWithoutOwner } from "./internal/exports/retryWithoutOwner.ts"
import * as Place from "./internal/exports/place.ts"
import * as Reader from "./internal/exports/reader.ts"
import * as Services from "./internal/exports/services.ts"
import * as Show from "./internal/exports/show.ts"
import { failure } from "./internal/failure.ts"
import * as Ids from "./internal/ids.ts"
import * as Output from "./internal/output.ts"
import * as ProgressBar from "./internal/progressBar.ts"
import * as Table from "./internal/table.ts"

/**
 * Flags that all export commands share.
 *
 * @category models
 * @since 0.1.0
 */
export interface Flags {
  /** Directory of the exports. Overrides the environment variables. */
  readonly dataDirectory: Option.Option<string>
  /** Whether to print JSON. */
  readonly json: boolean
}

const print = (record: ExportRecord.ExportRecord, json: boolean, isRunning?: boolean) =>
  json
    ? Effect.flatMap(Show.toJson(record, isRunning), Output.json)
    : Output.print(Show.card(record, isRunning))

/** Fails if the file of a complete export is gone. Notes when it was exported. */
const noteComplete = Effect.fnUntraced(function*(place: Place.Place, record: ExportRecord.ExportRecord) {
  const fs = yield* FileSystem.FileSystem
  const { target } = record.job.destination
  // The files of a database are those of its runners, perhaps on other machines.
  if (place._tag === "Directory" && target !== "" && !(yield* fs.exists(target))) {
    return yield* failure(
      ExitCode.incomplete,
      `Export ${record.id.slice(0, 8)} was completed on ${Show.exportedAt(record)}, and its file ${target} no longer ` +
        "exists.",
      "To export again, add --force."
    )
  }
  yield* Output.note(`Already exported on ${Show.exportedAt(record)}. To export again, add --force.`)
})

/**
 * Starts an export and shows its progress until it ends, unless `detach` is set. When the process that runs the export
 * ends, this process takes over.
 *
 * @category commands
 * @since 0.1.0
 */
export const start = Effect.fnUntraced(
  function*(
    flags: Flags & { readonly detach: boolean; readonly force: boolean },
    request: CampaignExports.ExportRequest
  ) {
    const place = yield* Place.place(flags.dataDirectory)
    const service = yield* connectOnce
    const campaignId = yield* Ids.campaignOf(service, request.campaignId)
    let identified: CampaignExports.ExportRequest | undefined
    let id: string | undefined

    /** Starts the export, or finds it again in another process. Then it may have ended, and must not start again. */
    const begin = Effect.fnUntraced(function*(exports: CampaignExports.CampaignExports["Service"]) {
      identified ??= yield* Identity.withOrganization(
        exports,
        { ...request, campaignId, baseUrl: service.baseUrl },
        service.campaigns
      )
      const known = id === undefined ? undefined : yield* exports.get(id)
      if (known !== undefined && ExportRecord.isTerminal(known)) return known
      const record = yield* exports.start(identified, { force: flags.force && known === undefined })
      if (known === undefined && record.status === "complete") yield* noteComplete(place, record)
      id = record.id
      return record
    })

    const run = Effect.scoped(Effect.gen(function*() {
      const { exports, isRunner } = yield* Services.openManager(place, service, !flags.detach)
      if (id !== undefined) yield* Output.note("The process that ran the export ended. The export continues.")
      const record = yield* begin(exports)
      if (flags.detach) return yield* print(record, flags.json)
      const records = exports.watch(record.id)
      const follow = flags.json
        ? Stream.runForEach(records, (record) => Output.continueWithoutReader(print(record, true)))
        : ProgressBar.show(records, Show)
      yield* Effect.onInterrupt(follow, () =>
        Output.note(
          isRunner
            ? "Stopped. Run the same command again to continue."
            : `The export continues. See its progress with: revox export status ${record.id.slice(0, 8)}`
        ))
      const { location, rows } = yield* exports.result(record.id)
      if (!flags.json) yield* Output.summary(`${rows} rows: ${location}`)
    }))
    yield* flags.detach ? run : retryWithoutOwner(run)
  },
  Effect.scoped
)

/**
 * Shows an export.
 *
 * @category commands
 * @since 0.1.0
 */
export const status = Effect.fnUntraced(
  function*(flags: Flags, id: string) {
    const reader = yield* Reader.openReader(yield* Place.place(flags.dataDirectory))
    const record = yield* Find.find(reader, id)
    yield* print(record, flags.json, reader.isRunning(record))
  },
  Effect.scoped,
  retryWithoutOwner
)

/**
 * Lists exports.
 *
 * @category commands
 * @since 0.1.0
 */
export const list = Effect.fnUntraced(
  function*(
    flags: Flags & {
      readonly campaignId: string | undefined
      readonly active: boolean
      readonly limit: number
    }
  ) {
    const reader = yield* Reader.openReader(yield* Place.place(flags.dataDirectory))
    const { active, campaignId, limit } = flags
    const records = yield* reader.list({
      active,
      limit: Find.oneMore(limit),
      ...(campaignId === undefined ? {} : { campaignId })
    })
    const items = records.slice(0, limit).map((record): Show.Item => ({ record, isRunning: reader.isRunning(record) }))
    yield* flags.json
      ? Effect.forEach(items, ({ isRunning, record }) => print(record, true, isRunning), { discard: true })
      : Table.print({ ...Show.list, items }, false)
    if (records.length > items.length) yield* Table.noteMore(items.length, undefined, "exports")
  },
  Effect.scoped,
  retryWithoutOwner
)

/**
 * Cancels an export and waits until its partial output is removed.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Effect.fnUntraced(
  function*(flags: Flags, id: string) {
    const place = yield* Place.place(flags.dataDirectory)
    const service = yield* connectOnce
    const { exports } = yield* Services.openManager(place, service)
    const record = yield* Find.find(exports, id)
    if (record.id !== id) yield* Output.warn(`Cancelling the export ${record.id} to ${Show.target(record)}.`)
    const cancelled = exports.cancel(record.id).pipe(
      Effect.andThen(Stream.runDrain(exports.watch(record.id))),
      Effect.andThen(exports.get(record.id)),
      // A process that runs only this export exits when the export is cancelled, perhaps before it responds. Then this
      // process can open the directory and read the final state. If the export has not ended, the error is kept.
      Effect.catchReason(
        "CampaignExportsError",
        "StoreError",
        (_, error) =>
          Effect.flatMap(Reader.openReader(place), (reader) => reader.get(record.id)).pipe(
            Effect.filterOrElse(ExportRecord.isTerminal, () => Effect.fail(error))
          )
      )
    )
    const last = yield* cancelled.pipe(
      Effect.timeoutOrElse({
        duration: "1 minute",
        orElse: () =>
          Effect.fail(
            failure(
              ExitCode.timeout,
              `Export ${record.id} was not cancelled within a minute. A runner will cancel it once one is available.`
            )
          )
      })
    )
    yield* print(last, flags.json)
  },
  Effect.scoped,
  retryWithoutOwner
)

/**
 * Runs exports until it is stopped.
 *
 * @category commands
 * @since 0.1.0
 */
export const runner = Effect.fnUntraced(
  function*(
    flags: Pick<Flags, "dataDirectory"> & { readonly host: string; readonly port: number }
  ) {
    const place = yield* Place.place(flags.dataDirectory)
    yield* Services.openRunner(place, flags, yield* Identity.baseUrl)
    yield* Output.summary(
      place._tag === "Url"
        ? `Running the exports of the database as ${flags.host}:${flags.port}. Press Ctrl-C to stop.`
        : `Running the exports in ${place.directory}. Press Ctrl-C to stop.`
    )
    return yield* Effect.never
  },
  Effect.scoped
)

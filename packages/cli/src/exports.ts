/**
 * Implementation of the `revox export` commands. It is loaded on demand, because the engine and the database are most
 * of the code.
 *
 * @since 0.1.0
 */
import type { CampaignExports } from "@effect-revox/workflow"
import * as ExportRecord from "@effect-revox/workflow/ExportRecord"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { ExitCode } from "./ExitCode.ts"
import { campaigns } from "./internal/connected.ts"
import * as Services from "./internal/exports/services.ts"
import * as Show from "./internal/exports/show.ts"
import { CommandFailure } from "./internal/failure.ts"
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

const print = (record: ExportRecord.ExportRecord, json: boolean) =>
  json ? Effect.flatMap(Show.toJson(record), Output.json) : Output.print(Show.card(record))

/**
 * Starts an export and shows its progress until it ends, unless `detach` is set.
 *
 * @category commands
 * @since 0.1.0
 */
export const start = Effect.fnUntraced(
  function*(
    flags: Flags & { readonly detach: boolean; readonly force: boolean },
    request: CampaignExports.ExportRequest
  ) {
    const place = yield* Services.place(flags.dataDirectory)
    const { exports, isRunner } = yield* Services.openManager(place, campaigns, !flags.detach)
    const record = yield* exports.start(request, { force: flags.force })
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
    const reader = yield* Services.openReader(yield* Services.place(flags.dataDirectory))
    yield* print(yield* Services.find(reader, id), flags.json)
  },
  Effect.scoped
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
    const reader = yield* Services.openReader(yield* Services.place(flags.dataDirectory))
    const { active, campaignId, limit } = flags
    const records = yield* reader.list({ active, limit, ...(campaignId === undefined ? {} : { campaignId }) })
    if (flags.json) return yield* Effect.forEach(records, (record) => print(record, true), { discard: true })
    yield* Table.print({ ...Show.list, items: records }, false)
  },
  Effect.scoped
)

/**
 * Cancels an export and waits until its partial output is removed.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Effect.fnUntraced(
  function*(flags: Flags, id: string) {
    const place = yield* Services.place(flags.dataDirectory)
    const { exports } = yield* Services.openManager(place, campaigns)
    const record = yield* Services.find(exports, id)
    const cancelled = exports.cancel(record.id).pipe(
      Effect.andThen(Stream.runDrain(exports.watch(record.id))),
      Effect.andThen(exports.get(record.id)),
      // A process that runs only this export exits when the export is cancelled, perhaps before it responds. Then this
      // process can open the directory and read the final state. If the export has not ended, the error is kept.
      Effect.catchReason(
        "CampaignExportsError",
        "StoreError",
        (_, error) =>
          Effect.flatMap(Services.openReader(place), (reader) => reader.get(record.id)).pipe(
            Effect.filterOrElse(ExportRecord.isTerminal, () => Effect.fail(error))
          )
      )
    )
    const last = yield* cancelled.pipe(
      Effect.timeoutOrElse({
        duration: "1 minute",
        orElse: () =>
          Effect.fail(
            new CommandFailure({
              message:
                `Export ${record.id} was not cancelled within a minute. A runner will cancel it once one is available.`,
              exitCode: ExitCode.timeout
            })
          )
      })
    )
    yield* print(last, flags.json)
  },
  Effect.scoped
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
    const place = yield* Services.place(flags.dataDirectory)
    yield* Services.openRunner(place, flags)
    yield* Output.summary(
      place._tag === "Url"
        ? `Running the exports of the database as ${flags.host}:${flags.port}. Press Ctrl-C to stop.`
        : `Running the exports in ${place.directory}. Press Ctrl-C to stop.`
    )
    return yield* Effect.never
  },
  Effect.scoped
)

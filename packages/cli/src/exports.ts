/**
 * What the commands of `revox export` do. Loaded when one of them runs: the engine and the database are most of the code.
 *
 * @since 0.1.0
 */
import type { CampaignExports } from "@effect-revox/workflow"
import * as ExportRecord from "@effect-revox/workflow/ExportRecord"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import type * as Option from "effect/Option"
import * as References from "effect/References"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import { ExitCode } from "./ExitCode.ts"
import { campaigns } from "./internal/connected.ts"
import * as Services from "./internal/exports/services.ts"
import * as Show from "./internal/exports/show.ts"
import { CommandFailure } from "./internal/failure.ts"
import * as ProgressBar from "./internal/progressBar.ts"
import { root } from "./internal/root.ts"

/**
 * What all commands of exports take.
 *
 * @category models
 * @since 0.1.0
 */
export interface Flags {
  /** Where the exports are kept, in place of what the environment says. */
  readonly dataDirectory: Option.Option<string>
  /** Whether a program reads. */
  readonly json: boolean
}

/** The engine talks of its own affairs, which are news only to somebody who looks for an error. */
const quiet = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flatMap(root, ({ debug }) =>
    effect.pipe(
      Effect.provideService(References.MinimumLogLevel, debug ? "Debug" : "Error"),
      Effect.provide(Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)]))
    ))

const print = Effect.fnUntraced(function*(record: ExportRecord.ExportRecord, json: boolean) {
  yield* Console.log(json ? yield* Show.toJson(record) : Show.card(record))
})

/**
 * Starts an export, and follows it unless it is told not to.
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
    const { exports, works } = yield* Services.openManager(place, campaigns, !flags.detach)
    const record = yield* exports.start(request, { force: flags.force })
    if (flags.detach) return yield* print(record, flags.json)
    const records = exports.watch(record.id)
    const follow = flags.json
      ? Stream.runForEach(records, (record) => Effect.flatMap(Show.toJson(record), Console.log))
      : ProgressBar.show(records, Show)
    yield* Effect.onInterrupt(follow, () =>
      Console.error(
        works
          ? "Stopped. The same command goes on from here."
          : `The export goes on without you: revox export status ${record.id.slice(0, 8)}`
      ))
    const { location, rows } = yield* exports.result(record.id)
    if (!flags.json) yield* Console.log(`${rows} rows: ${location}`)
  },
  Effect.scoped,
  quiet
)

/**
 * Shows an export.
 *
 * @category commands
 * @since 0.1.0
 */
export const status = Effect.fnUntraced(
  function*(flags: Flags, id: string) {
    const book = yield* Services.openBook(yield* Services.place(flags.dataDirectory))
    yield* print(yield* Services.find(book, id), flags.json)
  },
  Effect.scoped,
  quiet
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
    const book = yield* Services.openBook(yield* Services.place(flags.dataDirectory))
    const { active, campaignId, limit } = flags
    const records = yield* book.list({ active, limit, ...(campaignId === undefined ? {} : { campaignId }) })
    if (flags.json) {
      return yield* Effect.forEach(records, (record) => Effect.flatMap(Show.toJson(record), Console.log), {
        discard: true
      })
    }
    const onTerminal = yield* Stdio.Stdio.use((stdio) => stdio.stdoutIsTerminal)
    const width = onTerminal ? yield* Terminal.Terminal.use((terminal) => terminal.columns) : Infinity
    yield* Console.log(records.length === 0 ? "No exports." : Show.table(records, width))
  },
  Effect.scoped,
  quiet
)

/**
 * Ends an export before its time, and waits until nothing is left of it.
 *
 * @category commands
 * @since 0.1.0
 */
export const cancel = Effect.fnUntraced(
  function*(flags: Flags, id: string) {
    const place = yield* Services.place(flags.dataDirectory)
    const { exports } = yield* Services.openManager(place, campaigns)
    const record = yield* Services.find(exports, id)
    const over = exports.cancel(record.id).pipe(
      Effect.andThen(Stream.runDrain(exports.watch(record.id))),
      Effect.andThen(exports.get(record.id)),
      // The process that worked on it alone ends with it, perhaps before it could answer, and leaves the directory to this
      // one. When it ended for another reason, the same command again cancels it.
      Effect.catchReason(
        "CampaignExportsError",
        "StoreError",
        (_, error) =>
          Effect.flatMap(Services.openBook(place), (book) => book.get(record.id)).pipe(
            Effect.filterOrElse(ExportRecord.isTerminal, () => Effect.fail(error))
          )
      )
    )
    const last = yield* over.pipe(
      Effect.timeoutOrElse({
        duration: "1 minute",
        orElse: () =>
          Effect.fail(
            new CommandFailure({
              message: `${record.id} will be cancelled by the runner that works on it; none has within a minute.`,
              exitCode: ExitCode.timeout
            })
          )
      })
    )
    yield* print(last, flags.json)
  },
  Effect.scoped,
  quiet
)

/**
 * Works on exports until it is stopped.
 *
 * @category commands
 * @since 0.1.0
 */
export const work = Effect.fnUntraced(
  function*(
    flags: Pick<Flags, "dataDirectory"> & { readonly host: string; readonly port: number }
  ) {
    const place = yield* Services.place(flags.dataDirectory)
    yield* Services.openRunner(place, flags)
    yield* Console.log(
      place._tag === "Url"
        ? `Working on the exports of the database, as ${flags.host}:${flags.port}. Ctrl-C stops.`
        : `Working on the exports in ${place.directory}. Ctrl-C stops.`
    )
    return yield* Effect.never
  },
  Effect.scoped,
  quiet
)

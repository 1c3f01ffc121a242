import type { Campaigns } from "@effect-revox/client/Campaigns"
import {
  CampaignExports,
  Embedded,
  EmbeddedError,
  ExportLog,
  type ExportRecord,
  ExportsError,
  Runner
} from "@effect-revox/workflow"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type { Scope } from "effect/Scope"
import type { MigrationError } from "effect/sql/Migrator"
import type { SqlError } from "effect/sql/SqlError"
import { ExitCode } from "../../ExitCode.ts"
import { CommandFailure } from "../failure.ts"
import * as Control from "./control.ts"

type Exports = CampaignExports.CampaignExports["Service"]

/** Where the exports are: in a PostgreSQL that the environment names, or in a folder. */
export type Place =
  | { readonly _tag: "Url"; readonly url: Redacted.Redacted }
  | { readonly _tag: "Folder"; readonly folder: string }

/** A password may be in the address of a database, so it comes from the environment alone. */
export const place = Effect.fnUntraced(function*(dataFolder: Option.Option<string>) {
  const path = yield* Path.Path
  const url = yield* Config.option(Config.Redacted("REVOX_DATABASE_URL"))
  if (Option.isSome(url) && Option.isNone(dataFolder)) return { _tag: "Url", url: url.value } satisfies Place
  const home = Effect.map(
    Config.String("HOME").pipe(Config.orElse(() => Config.String("USERPROFILE"))),
    (home) => path.join(home, ".revox")
  )
  const folder = yield* Effect.firstSuccessOf([
    Effect.fromOption(dataFolder),
    Effect.suspend(() => Config.String("REVOX_DATA_FOLDER")),
    Effect.suspend(() => home)
  ]).pipe(
    Effect.mapError(() =>
      new CommandFailure({
        message: "There is no home folder to keep the exports in: name a folder by --data-folder.",
        exitCode: ExitCode.usage
      })
    )
  )
  return { _tag: "Folder", folder: path.resolve(folder) } satisfies Place
})

const postgres = (url: Redacted.Redacted, maxConnections: number) =>
  PgClient.layer({ url, maxConnections, applicationName: "revox" })

/** A process that opens a folder takes a moment before it answers others. */
const whenAnswered = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.retry(effect, {
    schedule: Schedule.spaced("500 millis"),
    times: 30,
    while: (error) => error instanceof EmbeddedError.EmbeddedError && error.isRetryable
  })

/** Exports as they can be looked at: without an engine, and without a key. */
export interface Book {
  readonly get: Exports["get"]
  readonly list: Exports["list"]
}

const storeFailed = (operation: string) => (error: SqlError) =>
  Effect.fail(
    new ExportsError.ExportsError({
      operation,
      reason: new ExportsError.StoreError({ problem: error.message, isRetryable: error.isRetryable })
    })
  )

const unknown = (id: string) =>
  new ExportsError.ExportsError({
    operation: "CampaignExports.get",
    reason: new ExportsError.UnknownExportError({ id })
  })

const bookOf = (log: ExportLog.ExportLog["Service"]): Book => ({
  get: (id) =>
    log.get(id).pipe(
      Effect.catchTag("SqlError", storeFailed("CampaignExports.get")),
      Effect.flatMap(Option.match({ onNone: () => Effect.fail(unknown(id)), onSome: Effect.succeed }))
    ),
  list: (options) => Effect.catchTag(log.list(options), "SqlError", storeFailed("CampaignExports.list"))
})

const empty: Book = { get: (id) => Effect.fail(unknown(id)), list: () => Effect.succeed([]) }

/** The book of a place, open until the scope ends. */
export const openBook = Effect.fnUntraced(function*(place: Place): Effect.fn.Return<
  Book,
  EmbeddedError.EmbeddedError | PlatformError | SqlError | MigrationError,
  FileSystem.FileSystem | Path.Path | Scope
> {
  if (place._tag === "Folder") {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const other = yield* Control.connect(place.folder)
    if (other !== undefined) return other satisfies Book
    // To look for exports is no reason to make a database.
    if (!(yield* fs.exists(path.join(place.folder, "postgres")))) return empty
  }
  const database = place._tag === "Url" ? postgres(place.url, 1) : Embedded.database({ folder: place.folder })
  return bookOf(Context.get(yield* Layer.build(Layer.provide(ExportLog.layer, database)), ExportLog.ExportLog))
}, whenAnswered)

/** The exports of a place, and whether this process does the work. */
export interface Manager {
  readonly exports: Exports
  readonly works: boolean
}

const serviceOf = <E, R>(layer: Layer.Layer<CampaignExports.CampaignExports, E, R>) =>
  Effect.map(Layer.build(layer), (context) => Context.get(context, CampaignExports.CampaignExports))

/** The exports of a folder that this process opens, for others to use too. */
const openFolder = (folder: string) =>
  serviceOf(Control.serve(folder).pipe(Layer.provideMerge(Embedded.layer({ folder }))))

/** The exports of a place, open until the scope ends. A key is wanted where this process does the work. */
export const openManager = Effect.fnUntraced(function*<E, R>(
  place: Place,
  campaigns: Layer.Layer<Campaigns, E, R>,
  mayWork = true
) {
  if (place._tag === "Url") {
    const cluster = NodeClusterSocket.layer({
      clientOnly: true,
      storage: "sql",
      shardingConfig: Runner.sharding
    })
    const exports = yield* serviceOf(
      Runner.client.pipe(Layer.provide(cluster), Layer.provide(postgres(place.url, 3)))
    )
    return { exports, works: false } satisfies Manager
  }
  const other = yield* Control.connect(place.folder)
  if (other !== undefined) return { exports: other, works: false } satisfies Manager
  if (!mayWork) {
    return yield* new CommandFailure({
      message:
        "Nobody would do the work: --detach is for when REVOX_DATABASE_URL is set or \"revox export work\" runs.",
      exitCode: ExitCode.usage
    })
  }
  const context = yield* Layer.build(campaigns)
  const exports = yield* Effect.provide(openFolder(place.folder), Layer.succeedContext(context))
  return { exports, works: true } satisfies Manager
}, whenAnswered)

/** A runner of the place, until the scope ends. */
export const openRunner = Effect.fnUntraced(function*(
  place: Place,
  address: { readonly host: string; readonly port: number }
) {
  if (place._tag === "Folder") return yield* openFolder(place.folder)
  const cluster = NodeClusterSocket.layer({
    storage: "sql",
    shardingConfig: {
      ...Runner.sharding,
      runnerAddress: Option.some(RunnerAddress.make(address.host, address.port))
    }
  })
  return yield* serviceOf(
    Runner.layer().pipe(
      Layer.provide(Runner.destinations),
      Layer.provide(cluster),
      Layer.provide(postgres(place.url, 10))
    )
  )
})

/** An export by the beginning of its id. */
export const find = Effect.fnUntraced(function*(book: Book, id: string) {
  const whole = yield* Effect.option(book.get(id))
  if (Option.isSome(whole)) return whole.value
  const records = yield* book.list({ limit: 10_000 })
  const found = records.filter((record) => record.id.startsWith(id))
  const [first] = found
  if (first !== undefined && found.length === 1) return first satisfies ExportRecord.ExportRecord
  return yield* found.length === 0 ? unknown(id) : new CommandFailure({
    message: `${found.length} exports begin with ${id}: write more of it.`,
    exitCode: ExitCode.usage
  })
})

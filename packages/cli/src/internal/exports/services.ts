import type { Campaigns } from "@effect-revox/client/Campaigns"
import {
  CampaignExports,
  CampaignExportsError,
  Embedded,
  EmbeddedError,
  type ExportRecord,
  ExportStore,
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

/** Where the exports are: in a PostgreSQL that the environment names, or in a directory. */
export type Place =
  | { readonly _tag: "Url"; readonly url: Redacted.Redacted }
  | { readonly _tag: "Folder"; readonly directory: string }

/** A password may be in the address of a database, so it comes from the environment alone. */
export const place = Effect.fnUntraced(function*(dataDirectory: Option.Option<string>) {
  const path = yield* Path.Path
  const url = yield* Config.option(Config.Redacted("REVOX_DATABASE_URL"))
  if (Option.isSome(url) && Option.isNone(dataDirectory)) return { _tag: "Url", url: url.value } satisfies Place
  const home = Effect.map(
    Config.String("HOME").pipe(Config.orElse(() => Config.String("USERPROFILE"))),
    (home) => path.join(home, ".revox")
  )
  const directory = yield* Effect.firstSuccessOf([
    Effect.fromOption(dataDirectory),
    Effect.suspend(() => Config.String("REVOX_DATA_DIR")),
    Effect.suspend(() => home)
  ]).pipe(
    Effect.mapError(() =>
      new CommandFailure({
        message: "There is no home directory to keep the exports in: name a directory by --data-dir.",
        exitCode: ExitCode.usage
      })
    )
  )
  return { _tag: "Folder", directory: path.resolve(directory) } satisfies Place
})

const postgres = (url: Redacted.Redacted, maxConnections: number) =>
  PgClient.layer({ url, maxConnections, applicationName: "revox" })

/** A process that opens a directory takes a moment before it answers others. */
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
    new CampaignExportsError.CampaignExportsError({
      operation,
      reason: new CampaignExportsError.StoreError({ problem: error.message, isRetryable: error.isRetryable })
    })
  )

const unknown = (id: string) =>
  new CampaignExportsError.CampaignExportsError({
    operation: "CampaignExports.get",
    reason: new CampaignExportsError.UnknownExportError({ id })
  })

const bookOf = (log: ExportStore.ExportStore["Service"]): Book => ({
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
    const other = yield* Control.connect(place.directory)
    if (other !== undefined) return other satisfies Book
    // To look for exports is no reason to make a database.
    if (!(yield* fs.exists(path.join(place.directory, "postgres")))) return empty
  }
  const database = place._tag === "Url" ? postgres(place.url, 1) : Embedded.database({ directory: place.directory })
  return bookOf(Context.get(yield* Layer.build(Layer.provide(ExportStore.layer, database)), ExportStore.ExportStore))
}, whenAnswered)

/** The exports of a place, and whether this process does the work. */
export interface Manager {
  readonly exports: Exports
  readonly works: boolean
}

const serviceOf = <E, R>(layer: Layer.Layer<CampaignExports.CampaignExports, E, R>) =>
  Effect.map(Layer.build(layer), (context) => Context.get(context, CampaignExports.CampaignExports))

/** The exports of a directory that this process opens, for others to use too. */
const openFolder = (directory: string) =>
  serviceOf(Control.serve(directory).pipe(Layer.provideMerge(Embedded.layer({ directory }))))

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
  const other = yield* Control.connect(place.directory)
  if (other !== undefined) return { exports: other, works: false } satisfies Manager
  if (!mayWork) {
    return yield* new CommandFailure({
      message:
        "Nobody would do the work: --detach is for when REVOX_DATABASE_URL is set or \"revox export runner\" runs.",
      exitCode: ExitCode.usage
    })
  }
  const context = yield* Layer.build(campaigns)
  const exports = yield* Effect.provide(openFolder(place.directory), Layer.succeedContext(context))
  return { exports, works: true } satisfies Manager
}, whenAnswered)

/** A runner of the place, until the scope ends. */
export const openRunner = Effect.fnUntraced(function*(
  place: Place,
  address: { readonly host: string; readonly port: number }
) {
  if (place._tag === "Folder") return yield* openFolder(place.directory)
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

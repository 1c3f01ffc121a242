import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import {
  CampaignExports,
  CampaignExportsError,
  Embedded,
  EmbeddedError,
  ExportRecord,
  ExportStore,
  Runner,
  RunStore
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
import * as Predicate from "effect/Predicate"
import type * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import type { Scope } from "effect/Scope"
import type { MigrationError } from "effect/sql/Migrator"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import { ExitCode } from "../../ExitCode.ts"
import { type CommandFailure, failure, usage } from "../failure.ts"
import * as Control from "./control.ts"

/** Errors of a database and its client. */
type DatabaseError = SqlError | MigrationError | InvalidOptionError

const isDatabaseError = (error: unknown): error is DatabaseError =>
  Predicate.isTagged(error, "SqlError") || Predicate.isTagged(error, "MigrationError") ||
  Predicate.isTagged(error, "InvalidOptionError")

type Exports = CampaignExports.CampaignExports["Service"]

/** Location of the exports: the PostgreSQL database of the environment, or a data directory. */
export type Place =
  | { readonly _tag: "Url"; readonly url: Redacted.Redacted }
  | { readonly _tag: "Directory"; readonly directory: string }

/** Resolves the location. A database URL can contain a password, so it is read only from the environment. */
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
      usage("Cannot find a home directory for the exports.", "Pass --data-dir DIRECTORY or set REVOX_DATA_DIR.")
    )
  )
  return { _tag: "Directory", directory: path.resolve(directory) } satisfies Place
})

/** The client of a PostgreSQL database. */
export const postgres = (url: Redacted.Redacted, maxConnections: number) =>
  PgClient.layer({ url, maxConnections, applicationName: "revox" })

/** Converts errors of the database, whose message would hide the cause, and of options that no flag sets. */
export const opening = (place: Place) => <A, E, R>(effect: Effect.Effect<A, E | DatabaseError, R>) =>
  // The layers of a cluster die of errors of its database.
  Effect.catchDefect(
    effect,
    (defect) =>
      Predicate.isTagged(defect, "SqlError") && isDatabaseError(defect) ? Effect.fail(defect) : Effect.die(defect)
  ).pipe(Effect.mapError((error) => {
    if (!isDatabaseError(error)) return error
    const database = place._tag === "Url" ? "database of REVOX_DATABASE_URL" : `data directory ${place.directory}`
    const problem = error._tag === "SqlError" ? CampaignExportsError.fromSqlError(error).problem : error.message
    return failure(
      error._tag === "SqlError" ? ExitCode.network : ExitCode.unexpected,
      `Cannot open the ${database}: ${problem}`
    )
  }))

/** Retries while another process is opening the directory, because it does not accept connections yet. */
export const retryWhileOpening = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.retry(effect, {
    schedule: Schedule.spaced("500 millis"),
    times: 30,
    while: (error) => error instanceof EmbeddedError.EmbeddedError && error.isRetryable
  })

/** Read access to exports. It needs no engine and no API key. */
export interface ExportReader {
  readonly get: Exports["get"]
  readonly list: Exports["list"]
  /** Whether a process is running an export that has not ended. */
  readonly isRunning: (record: ExportRecord.ExportRecord) => boolean
}

const storeFailed = (operation: string) => (error: SqlError) =>
  Effect.fail(
    new CampaignExportsError.CampaignExportsError({
      operation,
      reason: CampaignExportsError.fromSqlError(error)
    })
  )

const unknown = (id: string) =>
  new CampaignExportsError.CampaignExportsError({
    operation: "CampaignExports.get",
    reason: new CampaignExportsError.UnknownExportError({ id })
  })

const readerOf = (store: ExportStore.ExportStore["Service"], hasRunner: boolean): ExportReader => ({
  isRunning: (record) => hasRunner && !ExportRecord.isTerminal(record),
  get: (id) =>
    store.get(id).pipe(
      Effect.catchTag("SqlError", storeFailed("CampaignExports.get")),
      Effect.flatMap(Option.match({ onNone: () => Effect.fail(unknown(id)), onSome: Effect.succeed }))
    ),
  list: (options) => Effect.catchTag(store.list(options), "SqlError", storeFailed("CampaignExports.list"))
})

const empty: ExportReader = {
  get: (id) => Effect.fail(unknown(id)),
  list: () => Effect.succeed([]),
  isRunning: () => false
}

/** The reader of a process that has a directory open. The process runs only the exports of its base URL. */
const readerOfOwner = ({ baseUrl, exports }: Control.Owner): ExportReader => ({
  get: exports.get,
  list: exports.list,
  isRunning: (record) =>
    !ExportRecord.isTerminal(record) && (record.job.baseUrl === undefined || record.job.baseUrl === baseUrl)
})

/** Whether a cluster has a runner. A runner updates its time every 4 seconds, and is gone after 15 without an update. */
const hasRunner = SqlClient.SqlClient.use((sql) =>
  sql`SELECT 1 FROM cluster_runners WHERE healthy AND last_heartbeat > NOW() - INTERVAL '15 seconds' LIMIT 1`
).pipe(
  Effect.map((rows) => rows.length > 0),
  // The first runner creates the table.
  Effect.orElseSucceed(() => false)
)

/** Opens the exports of a location for reading, until the scope closes. */
export const openReader = Effect.fnUntraced(function*(place: Place): Effect.fn.Return<
  ExportReader,
  EmbeddedError.EmbeddedError | PlatformError | CommandFailure,
  FileSystem.FileSystem | Path.Path | Scope
> {
  if (place._tag === "Directory") {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const other = yield* Control.connect(place.directory)
    if (other !== undefined) return readerOfOwner(other)
    // Reading must not create a database.
    if (!(yield* fs.exists(path.join(place.directory, "postgres")))) return empty
  }
  const database: Layer.Layer<
    SqlClient.SqlClient,
    EmbeddedError.EmbeddedError | DatabaseError,
    FileSystem.FileSystem | Path.Path
  > = place._tag === "Url" ? postgres(place.url, 1) : Embedded.database({ directory: place.directory })
  const context = yield* opening(place)(Layer.build(Layer.provideMerge(ExportStore.layer, database)))
  const isServed = place._tag === "Url" ? yield* Effect.provide(hasRunner, context) : false
  return readerOf(Context.get(context, ExportStore.ExportStore), isServed)
}, retryWhileOpening)

/** The service that a command uses: its base URL, and its client, which is created when it is needed. */
export interface Service<E, R> {
  readonly baseUrl: string
  readonly campaigns: Effect.Effect<Context.Context<Campaigns>, E, R>
}

/** The exports of a location, and whether this process runs them. */
export interface Manager {
  readonly exports: Exports
  readonly isRunner: boolean
}

/** A client of the runners of a database. */
export const client = (url: Redacted.Redacted) => {
  const cluster = NodeClusterSocket.layer({
    clientOnly: true,
    storage: "sql",
    shardingConfig: Runner.sharding
  })
  return Runner.client.pipe(Layer.provide(cluster), Layer.provideMerge(postgres(url, 3)))
}

/** The failure of a command that leaves its work to a runner, and there is none. */
export const noRunner = usage(
  "--detach needs a runner.",
  "Set REVOX_DATABASE_URL, or start \"revox export runner\" first."
)

const serviceOf = <E, R>(layer: Layer.Layer<CampaignExports.CampaignExports, E, R>) =>
  Effect.map(Layer.build(layer), (context) => Context.get(context, CampaignExports.CampaignExports))

/**
 * The engine passes on the active runs when it starts. Those of another service would create their campaigns at the
 * wrong one, so the directory does not open.
 */
const checkRuns = (directory: string, baseUrl: string) =>
  Effect.gen(function*() {
    const store = yield* RunStore.RunStore
    const active = yield* store.list({ active: true, limit: 10_000 })
    const other = active.find(({ job }) => job.export.baseUrl !== undefined && job.export.baseUrl !== baseUrl)
    if (other === undefined) return
    return yield* usage(
      `The data directory ${directory} has the unfinished run ${other.id} of the base URL ` +
        `${other.job.export.baseUrl}.`,
      "Set REVOX_BASE_URL to it, or use another directory with --data-dir."
    )
  })

/** Opens the exports and runs of a directory and serves them to other processes. */
export const openDirectory = (directory: string, baseUrl: string) => {
  const database = Layer.effectDiscard(checkRuns(directory, baseUrl)).pipe(
    Layer.provide(RunStore.layer),
    Layer.provideMerge(Embedded.database({ directory }))
  )
  return Layer.build(
    Control.serve(directory, baseUrl).pipe(
      Layer.provideMerge(Runner.layer({ baseUrl })),
      Layer.provide(Runner.destinations),
      Layer.provide(Embedded.cluster()),
      Layer.provide(database)
    )
  )
}

const openExports = (directory: string, baseUrl: string) =>
  Effect.map(openDirectory(directory, baseUrl), (context) => Context.get(context, CampaignExports.CampaignExports))

/** Opens the exports of a location until the scope closes. An API key is required only if this process runs them. */
export const openManager = Effect.fnUntraced(function*<E, R>(
  place: Place,
  service: Service<E, R>,
  canRun = true
) {
  if (place._tag === "Url") {
    const exports = yield* serviceOf(client(place.url)).pipe(opening(place))
    return { exports, isRunner: false } satisfies Manager
  }
  const other = yield* Control.connect(place.directory)
  if (other !== undefined) return { exports: other.exports, isRunner: false } satisfies Manager
  if (!canRun) {
    return yield* noRunner
  }
  const context = yield* service.campaigns
  const exports = yield* openExports(place.directory, service.baseUrl).pipe(
    Effect.provide(context),
    opening(place)
  )
  return { exports, isRunner: true } satisfies Manager
}, retryWhileOpening)

/** Starts a runner of the location, until the scope closes. */
export const openRunner = Effect.fnUntraced(function*(
  place: Place,
  address: { readonly host: string; readonly port: number },
  baseUrl: string
) {
  if (place._tag === "Directory") return yield* opening(place)(openExports(place.directory, baseUrl))
  const cluster = NodeClusterSocket.layer({
    storage: "sql",
    shardingConfig: {
      ...Runner.sharding,
      runnerAddress: Option.some(RunnerAddress.make(address.host, address.port))
    }
  })
  return yield* serviceOf(
    Runner.layer({ baseUrl }).pipe(
      Layer.provide(Runner.destinations),
      Layer.provide(cluster),
      Layer.provide(postgres(place.url, 10))
    )
  ).pipe(opening(place))
}, retryWhileOpening)

/**
 * Durable exports in one Node process, without a database server. The workflow engine runs on PGlite, a PostgreSQL in
 * WebAssembly, which stores its data in a directory.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as PgClient from "@effect/sql-pg/PgClient"
import type { PGlite } from "@electric-sql/pglite"
import type { MessageStorage } from "effect/cluster/MessageStorage"
import type { Sharding } from "effect/cluster/Sharding"
import type { ShardingConfig } from "effect/cluster/ShardingConfig"
import * as SingleRunner from "effect/cluster/SingleRunner"
import * as Digest from "effect/crypto/Digest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import type { Scope } from "effect/Scope"
import type * as Migrator from "effect/sql/Migrator"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import type * as CampaignExports from "./CampaignExports.ts"
import type * as CampaignRuns from "./CampaignRuns.ts"
import type * as CampaignExportWorkflow from "./CampaignExportWorkflow.ts"
import { DatabaseOpenError, EmbeddedError, NotInstalledError, type Reason } from "./EmbeddedError.ts"
import type * as ExportStore from "./ExportStore.ts"
import * as DirectoryLock from "./internal/directoryLock.ts"
import { validateDatabase, validateEmbedded, validateEngine } from "./internal/options.ts"
import { describe } from "./internal/problem.ts"
import * as Runner from "./Runner.ts"
import type * as RunStore from "./RunStore.ts"

/**
 * Options of the embedded database.
 *
 * @category models
 * @since 0.1.0
 */
export interface DatabaseOptions {
  /** Data directory, created if it is missing. Only one process at a time can open it. */
  readonly directory: string
}

/**
 * Options of the workflow engine.
 *
 * @category models
 * @since 0.1.0
 */
export interface EngineOptions {
  /** Interval at which the engine polls for due work. Durable pauses may be longer by this much. Default: 500 ms. */
  readonly pollInterval?: Duration.Input | undefined
}

/**
 * Options of a process that starts and runs exports on an embedded database.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends DatabaseOptions, EngineOptions, CampaignExportWorkflow.Options {}

const failed = (directory: string, reason: Reason) => new EmbeddedError({ directory, reason })

// Loaded on demand: they are large optional dependencies, which programs with their own PostgreSQL do not need.
const modules = (directory: string) =>
  Effect.tryPromise({
    try: () => Promise.all([import("@electric-sql/pglite"), import("@electric-sql/pglite-socket")]),
    catch: (cause) => failed(directory, new NotInstalledError({ problem: describe(cause) }))
  })

/** Socket path that only the current user can access, since the database has no password. */
const socketPath = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "revox-" })
  // Windows has named pipes instead of socket files, in a separate namespace.
  return path.sep === "\\" ? `\\\\.\\pipe\\${path.basename(directory)}` : path.join(directory, "db")
})

const open = Effect.fnUntraced(function*(directory: string): Effect.fn.Return<
  { readonly db: PGlite; readonly path: string },
  EmbeddedError,
  FileSystem.FileSystem | Path.Path | Scope
> {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const openFailed = (cause: unknown) => failed(directory, new DatabaseOpenError({ problem: describe(cause) }))
  yield* Effect.mapError(fs.makeDirectory(directory, { recursive: true, mode: 0o700 }), openFailed)
  yield* Effect.mapError(DirectoryLock.acquire(directory), (reason) => failed(directory, reason))

  const [{ PGlite }, { PGLiteSocketServer }] = yield* modules(directory)
  const dataDir = paths.join(directory, "postgres")
  // A killed process leaves its file, perhaps empty, with which PostgreSQL does not start. The lock is this package's.
  yield* Effect.mapError(fs.remove(paths.join(dataDir, "postmaster.pid"), { force: true }), openFailed)
  // The default of 128 MB is allocated and cleared whenever the database opens. The operating system caches the files.
  const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"]
  const db = yield* Effect.acquireRelease(
    Effect.tryPromise({ try: () => PGlite.create({ dataDir, startParams }), catch: openFailed }),
    (db) => Effect.promise(() => db.close())
  )
  const path = yield* Effect.mapError(socketPath, openFailed)
  // PGlite has one session. Transactions of several connections would mix in it.
  const server = new PGLiteSocketServer({ db, path, maxConnections: 1 })
  yield* Effect.acquireRelease(
    Effect.tryPromise({ try: () => server.start(), catch: openFailed }),
    () => Effect.promise(() => server.stop())
  )
  return { db, path }
})

/**
 * Provides a PostgreSQL client on an embedded database. Applications can create their own tables in it.
 *
 * **Details**
 *
 * The database runs in this process, behind a socket that only the current user can access. Data survives process exit,
 * including SIGKILL.
 *
 * **Gotchas**
 *
 * All queries share one connection and run one at a time.
 *
 * @category layers
 * @since 0.1.0
 */
export const database = (
  options: DatabaseOptions
): Layer.Layer<
  PgClient.PgClient | SqlClient,
  EmbeddedError | SqlError | InvalidOptionError,
  FileSystem.FileSystem | Path.Path
> =>
  PgClient.layerFrom(
    validateDatabase(options).pipe(
      Effect.flatMap(({ directory }) => open(directory)),
      Effect.flatMap(({ path }) =>
        // The database is in this process, so a connection only takes long on a busy machine.
        PgClient.makeClient({ path, username: "postgres", database: "postgres", connectTimeout: "1 minute" })
      )
    )
  )

/**
 * Returns sharding settings for a single runner. The defaults of `effect` are for clusters, with which each durable
 * step takes seconds.
 *
 * @category settings
 * @since 0.1.0
 */
export const sharding = (options: EngineOptions = {}): Partial<ShardingConfig["Service"]> => ({
  // Never change this: the shard of an execution depends on it, so existing executions would not be found.
  shardsPerGroup: 16,
  entityMessagePollInterval: options.pollInterval ?? Duration.millis(500),
  entityReplyPollInterval: Duration.millis(100),
  refreshAssignmentsInterval: Duration.seconds(1),
  entityTerminationTimeout: Duration.seconds(5),
  simulateRemoteSerialization: false
})

/**
 * Provides a cluster of one process, on the application's `SqlClient`.
 *
 * @category layers
 * @since 0.1.0
 */
export const cluster = (
  options: EngineOptions = {}
): Layer.Layer<Sharding | MessageStorage, InvalidOptionError, SqlClient> =>
  Layer.unwrap(
    Effect.map(validateEngine(options), (options) =>
      SingleRunner.layer({ runnerStorage: "memory", shardingConfig: sharding(options) }).pipe(
        Layer.provide(Digest.layerWebCrypto),
        Layer.orDie
      ))
  )

/**
 * Provides `CampaignExports` and a runner in one process, on an embedded database, with the destinations `sql`,
 * `ndjson` and `csv`. Unfinished exports of an earlier process resume automatically.
 *
 * **Example** (Exporting a campaign when it completes)
 *
 * ```ts
 * import { Revox } from "@effect-revox/client"
 * import { CampaignExports, Embedded } from "@effect-revox/workflow"
 * import { NodeServices } from "@effect/platform-node"
 * import { Effect, Layer } from "effect"
 * import { FetchHttpClient } from "effect/http"
 *
 * const program = Effect.gen(function*() {
 *   const exports = yield* CampaignExports.CampaignExports
 *   const { id } = yield* exports.start({ campaignId: "spring", destination: { name: "sql" } })
 *   return yield* exports.result(id)
 * })
 *
 * const runnable = program.pipe(Effect.provide(
 *   Embedded.layer({ directory: "exports" }).pipe(
 *     Layer.provide(Revox.layerConfig()),
 *     Layer.provide([FetchHttpClient.layer, NodeServices.layer])
 *   )
 * ))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options
): Layer.Layer<
  | CampaignExports.CampaignExports
  | CampaignRuns.CampaignRuns
  | ExportStore.ExportStore
  | RunStore.RunStore
  | WorkflowEngine
  | PgClient.PgClient
  | SqlClient,
  EmbeddedError | SqlError | Migrator.MigrationError | InvalidOptionError,
  Campaigns | FileSystem.FileSystem | Path.Path
> =>
  Layer.unwrap(
    Effect.map(validateEmbedded(options), ({ directory, pollInterval, ...runner }) =>
      Runner.layer(runner).pipe(
        Layer.provide(Runner.destinations),
        Layer.provide(cluster({ pollInterval })),
        Layer.provideMerge(database({ directory }))
      ))
  )

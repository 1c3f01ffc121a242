/**
 * Durable exports in one process, with nothing to install: a PostgreSQL in WebAssembly (PGlite) in a directory of yours, and
 * the engine on it. For Node.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
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
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { Scope } from "effect/Scope"
import type * as Migrator from "effect/sql/Migrator"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import type * as CampaignExports from "./CampaignExports.ts"
import type * as CampaignExportWorkflow from "./CampaignExportWorkflow.ts"
import {
  DatabaseOpenError,
  DataDirectoryLockedError,
  EmbeddedError,
  NotInstalledError,
  type Reason
} from "./EmbeddedError.ts"
import type * as ExportStore from "./ExportStore.ts"
import * as FolderLock from "./internal/folderLock.ts"
import * as Runner from "./Runner.ts"

/**
 * Where the database is.
 *
 * @category models
 * @since 0.1.0
 */
export interface DatabaseOptions {
  /** The directory of the database, which is made where it is missing. One process at a time may have it open. */
  readonly directory: string
}

/**
 * How the engine works.
 *
 * @category models
 * @since 0.1.0
 */
export interface EngineOptions {
  /** How often the engine looks for due work. A durable pause is longer by so much at the most. Default 500 ms. */
  readonly pollInterval?: Duration.Input | undefined
}

/**
 * A process that does everything.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends DatabaseOptions, EngineOptions, CampaignExportWorkflow.Options {}

const failed = (directory: string, reason: Reason) => new EmbeddedError({ directory, reason })

const textOf = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)

// Loaded when they are wanted: they are large, and who uses a PostgreSQL of their own need not have them.
const modules = (directory: string) =>
  Effect.tryPromise({
    try: () => Promise.all([import("@electric-sql/pglite"), import("@electric-sql/pglite-socket")]),
    catch: (cause) => failed(directory, new NotInstalledError({ problem: textOf(cause) }))
  })

/** A place for the socket that only the user of the process can reach: a database without a password is behind it. */
const socketPath = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* fs.makeTempDirectoryScoped({ prefix: "revox-" })
  // Windows has no sockets in folders; its pipes have a space of names of their own.
  return path.sep === "\\" ? `\\\\.\\pipe\\${path.basename(directory)}` : path.join(directory, "db")
})

const open = Effect.fnUntraced(function*(directory: string): Effect.fn.Return<
  { readonly db: PGlite; readonly path: string },
  EmbeddedError,
  FileSystem.FileSystem | Path.Path | Scope
> {
  const fs = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const unopened = (cause: unknown) => failed(directory, new DatabaseOpenError({ problem: textOf(cause) }))
  yield* Effect.mapError(fs.makeDirectory(directory, { recursive: true, mode: 0o700 }), unopened)
  const owner = yield* Effect.mapError(FolderLock.take(directory), unopened)
  if (Option.isSome(owner)) return yield* failed(directory, new DataDirectoryLockedError({ pid: owner.value }))

  const [{ PGlite }, { PGLiteSocketServer }] = yield* modules(directory)
  const db = yield* Effect.acquireRelease(
    Effect.tryPromise({ try: () => PGlite.create({ dataDir: paths.join(directory, "postgres") }), catch: unopened }),
    (db) => Effect.promise(() => db.close())
  )
  const path = yield* Effect.mapError(socketPath, unopened)
  // One connection: all of them would share one session, in which they would be in each other's way.
  const server = new PGLiteSocketServer({ db, path, maxConnections: 1 })
  yield* Effect.acquireRelease(
    Effect.tryPromise({ try: () => server.start(), catch: unopened }),
    () => Effect.promise(() => server.stop())
  )
  return { db, path }
})

/**
 * A PostgreSQL in a directory, behind the ordinary client: tables of your own are welcome in it.
 *
 * **Details**
 *
 * The database runs in this process, behind a socket that only this user can reach. It survives the end of the process,
 * a violent one too.
 *
 * **Gotchas**
 *
 * All queries go through one connection, one after the other.
 *
 * @category layers
 * @since 0.1.0
 */
export const database = (
  options: DatabaseOptions
): Layer.Layer<
  PgClient.PgClient | SqlClient,
  EmbeddedError | SqlError,
  FileSystem.FileSystem | Path.Path
> =>
  PgClient.layerFrom(
    Effect.flatMap(open(options.directory), ({ path }) =>
      PgClient.makeClient({ path, username: "postgres", database: "postgres" }))
  )

/**
 * The settings of a runner that is alone. Effect's own defaults are for many runners, and make each durable step take
 * seconds.
 *
 * @category settings
 * @since 0.1.0
 */
export const sharding = (options: EngineOptions = {}): Partial<ShardingConfig["Service"]> => ({
  // What an execution belongs to is made of this number: another one would lose sight of all that there are.
  shardsPerGroup: 16,
  entityMessagePollInterval: options.pollInterval ?? Duration.millis(500),
  entityReplyPollInterval: Duration.millis(100),
  refreshAssignmentsInterval: Duration.seconds(1),
  entityTerminationTimeout: Duration.seconds(5),
  simulateRemoteSerialization: false
})

/**
 * The cluster of a process that is alone, on the `SqlClient` of the application.
 *
 * @category layers
 * @since 0.1.0
 */
export const cluster = (
  options: EngineOptions = {}
): Layer.Layer<Sharding | MessageStorage, never, SqlClient> =>
  SingleRunner.layer({ runnerStorage: "memory", shardingConfig: sharding(options) }).pipe(
    Layer.provide(Digest.layerWebCrypto),
    Layer.orDie
  )

/**
 * Everything in one process: the database in a directory, the engine, the destinations `sql`, `ndjson` and `csv`, and
 * `CampaignExports` to start exports with. Exports that an earlier process left go on by themselves.
 *
 * **Example** (Exporting a campaign when it is over)
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
  CampaignExports.CampaignExports | ExportStore.ExportStore | WorkflowEngine | PgClient.PgClient | SqlClient,
  EmbeddedError | SqlError | Migrator.MigrationError,
  Campaigns | FileSystem.FileSystem | Path.Path
> =>
  Runner.layer(options).pipe(
    Layer.provide(Runner.destinations),
    Layer.provide(cluster(options)),
    Layer.provideMerge(database(options))
  )

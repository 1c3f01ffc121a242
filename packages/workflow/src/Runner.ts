/**
 * Durable exports on several machines: runners that share a PostgreSQL database, and clients that start exports on
 * them.
 *
 * @since 0.1.0
 */
import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import type { MessageStorage } from "effect/cluster/MessageStorage"
import type { Sharding } from "effect/cluster/Sharding"
import type { ShardingConfig } from "effect/cluster/ShardingConfig"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import type * as Migrator from "effect/sql/Migrator"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { WorkflowEngine } from "effect/workflow/WorkflowEngine"
import * as CampaignExports from "./CampaignExports.ts"
import * as CampaignExportWorkflow from "./CampaignExportWorkflow.ts"
import * as CampaignRun from "./CampaignRun.ts"
import * as CampaignRuns from "./CampaignRuns.ts"
import * as Destination from "./Destination.ts"
import * as EngineHistory from "./EngineHistory.ts"
import * as ExportStore from "./ExportStore.ts"
import * as FileDestination from "./FileDestination.ts"
import * as Engine from "./internal/engine.ts"
import * as RunStore from "./RunStore.ts"
import * as SqlDestination from "./SqlDestination.ts"

/**
 * Sharding settings of runners and clients, for layers such as `NodeClusterSocket.layer`. All runners and clients of a
 * database must use the same number of shards.
 *
 * **Details**
 *
 * The database is polled for due work every second. One runner checks the health of the others every 5 seconds and
 * replaces those that are gone. When that runner itself is gone, it is replaced when its locks expire after 15 seconds.
 *
 * @category settings
 * @since 0.1.0
 */
export const sharding = {
  shardsPerGroup: 100,
  entityMessagePollInterval: Duration.seconds(1),
  entityReplyPollInterval: Duration.millis(200),
  refreshAssignmentsInterval: Duration.seconds(1),
  shardLockRefreshInterval: Duration.seconds(4),
  shardLockExpiration: Duration.seconds(15),
  runnerHealthCheckInterval: Duration.seconds(5)
} satisfies Partial<ShardingConfig["Service"]>

/**
 * Provides the destinations of this package: `sql`, `ndjson` and `csv`.
 *
 * @category layers
 * @since 0.1.0
 */
export const destinations: Layer.Layer<
  Destination.Destinations,
  SqlError | Migrator.MigrationError,
  SqlClient | FileSystem.FileSystem | Path.Path
> = Destination.layer(Effect.all({
  sql: SqlDestination.make,
  ndjson: FileDestination.ndjson,
  csv: Effect.orDie(FileDestination.csv())
}))

/** The services of exports and of runs. */
const services = (baseUrl: string | undefined) =>
  Layer.merge(CampaignExports.layerWith({ baseUrl }), CampaignRuns.layerWith({ baseUrl }))

/** The engine and the stores, one after the other, since both migrate the tables. */
const stores = RunStore.layer.pipe(Layer.provideMerge([ExportStore.layer, Engine.layer]))

/**
 * Provides a runner, which executes its share of the exports in the database and takes over those of runners that are
 * gone. Includes `CampaignExports` and `CampaignRuns`.
 *
 * **Example** (Running exports on a socket)
 *
 * ```ts
 * import { Revox } from "@effect-revox/client"
 * import { Runner } from "@effect-revox/workflow"
 * import { NodeClusterSocket, NodeRuntime, NodeServices } from "@effect/platform-node"
 * import { PgClient } from "@effect/sql-pg"
 * import { Config, Effect, Layer, Option } from "effect"
 * import { RunnerAddress } from "effect/cluster"
 * import { FetchHttpClient } from "effect/http"
 *
 * const cluster = Layer.unwrap(Effect.gen(function*() {
 *   const host = yield* Config.String("RUNNER_HOST")
 *   const runnerAddress = Option.some(RunnerAddress.make(host, 34431))
 *   return NodeClusterSocket.layer({ storage: "sql", shardingConfig: { ...Runner.sharding, runnerAddress } })
 * }))
 *
 * const runner = Runner.layer().pipe(
 *   Layer.provide(Runner.destinations),
 *   Layer.provide(cluster),
 *   Layer.provide(PgClient.layerConfig({ url: Config.Redacted("DATABASE_URL") })),
 *   Layer.provide(Revox.layerConfig()),
 *   Layer.provide([FetchHttpClient.layer, NodeServices.layer])
 * )
 *
 * Layer.launch(runner).pipe(NodeRuntime.runMain)
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: CampaignExportWorkflow.Options = {}
): Layer.Layer<
  | CampaignExports.CampaignExports
  | CampaignRuns.CampaignRuns
  | ExportStore.ExportStore
  | RunStore.RunStore
  | WorkflowEngine,
  SqlError | Migrator.MigrationError | InvalidOptionError,
  Campaigns | Destination.Destinations | MessageStorage | Sharding | SqlClient
> =>
  services(options.baseUrl).pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        CampaignExportWorkflow.layer(options),
        CampaignRun.layer({ baseUrl: options.baseUrl }),
        EngineHistory.layer()
      )
    ),
    Layer.provideMerge(stores)
  )

/**
 * Provides `CampaignExports` without a runner, for programs that start, watch and cancel exports. {@link clientWith} also
 * provides `CampaignRuns`, which needs a client of the API.
 *
 * @category layers
 * @since 0.1.0
 */
export const client: Layer.Layer<
  CampaignExports.CampaignExports | ExportStore.ExportStore | WorkflowEngine,
  SqlError | Migrator.MigrationError,
  MessageStorage | Sharding | SqlClient
> = CampaignExports.layer.pipe(Layer.provideMerge([ExportStore.layer, Engine.layer]))

/**
 * Options of {@link clientWith}.
 *
 * @category models
 * @since 0.1.0
 */
export interface ClientOptions {
  /**
   * Base URL of the exports and runs that this process starts, and of its client of the API. A request for another one fails
   * with `BaseUrlMismatchError`. Default: that of each request, or none.
   */
  readonly baseUrl?: string | undefined
}

/**
 * Provides `CampaignExports` and `CampaignRuns` without a runner, for programs that start, watch and control exports and
 * runs. The runners send the requests of a run. Pausing, resuming and adopting it also send requests from this process,
 * with its `Campaigns`.
 *
 * **Example** (Starting a run on the runners of a database)
 *
 * ```ts
 * import { Revox } from "@effect-revox/client"
 * import { CampaignRuns, Runner } from "@effect-revox/workflow"
 * import { NodeClusterSocket, NodeServices } from "@effect/platform-node"
 * import { PgClient } from "@effect/sql-pg"
 * import { Config, Effect, Layer } from "effect"
 * import { FetchHttpClient } from "effect/http"
 *
 * const program = Effect.gen(function*() {
 *   const runs = yield* CampaignRuns.CampaignRuns
 *   return yield* runs.start({
 *     key: "spring-2026",
 *     campaign: { assistant_id: "assistant-1", name: "Spring" },
 *     launch: "create",
 *     contacts: [{ to_phone_number: "+33184801001", prompt_variables: {} }],
 *     export: { destination: { name: "sql" } }
 *   })
 * })
 *
 * const runnable = program.pipe(Effect.provide(
 *   Runner.clientWith().pipe(
 *     Layer.provide(NodeClusterSocket.layer({ clientOnly: true, storage: "sql", shardingConfig: Runner.sharding })),
 *     Layer.provide(PgClient.layerConfig({ url: Config.Redacted("DATABASE_URL") })),
 *     Layer.provide(Revox.layerConfig()),
 *     Layer.provide([FetchHttpClient.layer, NodeServices.layer])
 *   )
 * ))
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const clientWith = (
  options: ClientOptions = {}
): Layer.Layer<
  | CampaignExports.CampaignExports
  | CampaignRuns.CampaignRuns
  | ExportStore.ExportStore
  | RunStore.RunStore
  | WorkflowEngine,
  SqlError | Migrator.MigrationError | InvalidOptionError,
  Campaigns | MessageStorage | Sharding | SqlClient
> => Layer.provideMerge(services(options.baseUrl), stores)

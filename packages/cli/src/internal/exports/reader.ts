import {
  type CampaignExports,
  CampaignExportsError,
  Embedded,
  type EmbeddedError,
  ExportRecord,
  ExportStore
} from "@effect-revox/workflow"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { PlatformError } from "effect/PlatformError"
import type { Scope } from "effect/Scope"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { CommandFailure } from "../failure.ts"
import * as Control from "./control.ts"
import * as Place from "./place.ts"

type Exports = CampaignExports.CampaignExports["Service"]

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
export const openReader = Effect.fnUntraced(function*(place: Place.Place): Effect.fn.Return<
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
    EmbeddedError.EmbeddedError | Place.DatabaseError,
    FileSystem.FileSystem | Path.Path
  > = place._tag === "Url" ? Place.postgres(place.url, 1) : Embedded.database({ directory: place.directory })
  const context = yield* Place.opening(place)(Layer.build(Layer.provideMerge(ExportStore.layer, database)))
  const isServed = place._tag === "Url" ? yield* Effect.provide(hasRunner, context) : false
  return readerOf(Context.get(context, ExportStore.ExportStore), isServed)
}, Place.retryWhileOpening)

import {
  CampaignExportsError,
  CampaignRuns,
  CampaignRunsError,
  Embedded,
  ExportStore,
  RunStore
} from "@effect-revox/workflow"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import type { SqlError } from "effect/sql/SqlError"
import * as Control from "../exports/control.ts"
import * as Place from "../exports/place.ts"
import * as Services from "../exports/services.ts"
import { usage } from "../failure.ts"
import * as RunControl from "./control.ts"

/** Read access to runs. It needs no engine and no API key. */
export type RunReader = Pick<RunControl.Runs, "get" | "list">

const unknown = (id: string) =>
  Effect.fail(
    new CampaignRunsError.CampaignRunsError({
      operation: "CampaignRuns.get",
      reason: new CampaignRunsError.UnknownRunError({ id })
    })
  )

const storeFailed = (operation: string) => (error: SqlError) =>
  Effect.fail(
    new CampaignRunsError.CampaignRunsError({ operation, reason: CampaignExportsError.fromSqlError(error) })
  )

const readerOf = (runs: RunStore.RunStore["Service"], exports: ExportStore.ExportStore["Service"]): RunReader => ({
  get: (id) =>
    Effect.gen(function*() {
      const found = yield* runs.get(id)
      if (Option.isNone(found)) return yield* unknown(id)
      const run = found.value
      const record = run.exportId === null ? Option.none() : yield* exports.get(run.exportId)
      return { ...run, export: Option.getOrNull(record) }
    }).pipe(Effect.catchTag("SqlError", storeFailed("CampaignRuns.get"))),
  list: (options) => Effect.catchTag(runs.list(options), "SqlError", storeFailed("CampaignRuns.list"))
})

/** Opens the runs of a location for reading, until the scope closes. */
export const openReader = Effect.fnUntraced(function*(place: Place.Place) {
  if (place._tag === "Directory") {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const other = yield* Control.connect(place.directory)
    if (other !== undefined) return other.runs satisfies RunReader
    // Reading must not create a database.
    if (!(yield* fs.exists(path.join(place.directory, "postgres")))) {
      return { get: unknown, list: () => Effect.succeed([]) } satisfies RunReader
    }
  }
  const stores = Layer.provideMerge(RunStore.layer, ExportStore.layer)
  const context = yield* Place.opening(place)(Layer.build(
    place._tag === "Url"
      ? Layer.provide(stores, Place.postgres(place.url, 1))
      : Layer.provide(stores, Embedded.database({ directory: place.directory }))
  ))
  return readerOf(Context.get(context, RunStore.RunStore), Context.get(context, ExportStore.ExportStore))
}, Place.retryWhileOpening)

/** The runs of a location, and whether this process runs them. */
export interface Manager {
  readonly runs: RunControl.Runs
  readonly isRunner: boolean
}

/**
 * Opens the runs of a location until the scope closes. Fails if the process that has the directory open uses another
 * base URL, because it would create the campaign of a run there.
 */
export const openManager = Effect.fnUntraced(function*<E, R>(
  place: Place.Place,
  service: Services.Service<E, R>,
  canRun = true
) {
  if (place._tag === "Url") {
    const campaigns = yield* service.campaigns
    const layer = CampaignRuns.layerWith({ baseUrl: service.baseUrl }).pipe(
      Layer.provide(RunStore.layer),
      Layer.provide(Services.client(place.url))
    )
    const context = yield* Layer.build(layer).pipe(Effect.provide(campaigns), Place.opening(place))
    const runs = RunControl.ofService(Context.get(context, CampaignRuns.CampaignRuns))
    return { runs, isRunner: false } satisfies Manager
  }
  const other = yield* Control.connect(place.directory)
  if (other !== undefined) {
    if (other.baseUrl !== service.baseUrl) {
      return yield* usage(
        `The process that has the data directory ${place.directory} open uses the base URL ${other.baseUrl}, and this ` +
          `command ${service.baseUrl}.`,
        "Use another directory with --data-dir."
      )
    }
    return { runs: other.runs, isRunner: false } satisfies Manager
  }
  if (!canRun) return yield* Services.noRunner
  const context = yield* Services.openDirectory(place.directory, service.baseUrl).pipe(
    Effect.provide(yield* service.campaigns),
    Place.opening(place)
  )
  return {
    runs: RunControl.ofService(Context.get(context, CampaignRuns.CampaignRuns)),
    isRunner: true
  } satisfies Manager
}, Place.retryWhileOpening)

import type { Campaigns } from "@effect-revox/client/Campaigns"
import { CampaignExports, Embedded, Runner, RunStore } from "@effect-revox/workflow"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as RunnerAddress from "effect/cluster/RunnerAddress"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { usage } from "../failure.ts"
import * as Control from "./control.ts"
import * as Place from "./place.ts"

type Exports = CampaignExports.CampaignExports["Service"]

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
  return Runner.client.pipe(Layer.provide(cluster), Layer.provideMerge(Place.postgres(url, 3)))
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
  place: Place.Place,
  service: Service<E, R>,
  canRun = true
) {
  if (place._tag === "Url") {
    const exports = yield* serviceOf(client(place.url)).pipe(Place.opening(place))
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
    Place.opening(place)
  )
  return { exports, isRunner: true } satisfies Manager
}, Place.retryWhileOpening)

/** Starts a runner of the location, until the scope closes. */
export const openRunner = Effect.fnUntraced(function*(
  place: Place.Place,
  address: { readonly host: string; readonly port: number },
  baseUrl: string
) {
  if (place._tag === "Directory") return yield* Place.opening(place)(openExports(place.directory, baseUrl))
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
      Layer.provide(Place.postgres(place.url, 10))
    )
  ).pipe(Place.opening(place))
}, Place.retryWhileOpening)

/**
 * A Revox that runs on your machine, and misbehaves on demand: the whole API over real HTTP or in memory, with campaigns
 * that live through their statuses, rows that are computed from a seed, scripted faults, and a log of what it was asked.
 *
 * **Example** (Surviving a 503)
 *
 * ```ts
 * import { Effect } from "effect"
 * import { Fault, RevoxSimulator } from "@effect-revox/testing"
 *
 * const program = Effect.gen(function*() {
 *   const simulator = yield* RevoxSimulator.RevoxSimulator
 *   const id = yield* simulator.addCampaign({ rows: 500, status: "completed" })
 *   yield* simulator.inject(Fault.status(503))
 *   // ... run your pipeline against simulator.baseUrl ...
 *   return yield* simulator.requests
 * }).pipe(Effect.provide(RevoxSimulator.layer()))
 * ```
 *
 * @since 0.1.0
 */
import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type * as Ids from "@effect-revox/schema/Ids"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpServerError from "effect/http/HttpServerError"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Stream from "effect/Stream"
import type { CampaignSpec } from "./CampaignSpec.ts"
import type { Fault } from "./Fault.ts"
import type { CampaignState } from "./internal/campaigns.ts"
import * as Memory from "./internal/memory.ts"
import * as Order from "./internal/order.ts"
import { basePath } from "./internal/routing.ts"
import * as Row from "./internal/row.ts"
import * as Simulation from "./internal/simulated.ts"
import * as Simulator from "./internal/simulator.ts"
import * as Socket from "./internal/socket.ts"
import type { ErrorBody } from "./SimulatedResponse.ts"
import type { RequestRecord, Traffic } from "./RequestRecord.ts"
import type { RowsEdit } from "./RowsView.ts"

/**
 * How a simulator behaves. Everything has a default.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** The only key that it lets in. Default `test-key`. */
  readonly apiKey?: Redacted.Redacted<string> | undefined
  /** What all data is made from. Default 1. */
  readonly seed?: number | undefined
  /** Simulated seconds per second of the clock. Default 1. */
  readonly speed?: number | undefined
  /** Whether pages count from 0 or 1, which the API's reference leaves open. Default 0. */
  readonly firstPage?: 0 | 1 | undefined
  /** The largest page that it serves, whatever it is asked for. Default 1000. */
  readonly maxPageSize?: number | undefined
  /** In which form it tells of errors, which the API's reference leaves open. Default `error.message`. */
  readonly errorBody?: ErrorBody | undefined
  /** Whether answers have fields and literals that no reference lists yet. Default false. */
  readonly unknownFields?: boolean | undefined
  /** The port of the loopback interface that {@link layer} listens on. Default any that is free. */
  readonly port?: number | undefined
  /** Campaigns that are there from the start. */
  readonly campaigns?: ReadonlyArray<CampaignSpec> | undefined
  /** What goes wrong from the start. */
  readonly faults?: ReadonlyArray<Fault> | undefined
  /** How many of the latest requests the log keeps. Default 10,000. */
  readonly logLimit?: number | undefined
}

/**
 * A simulator was asked for a campaign that it does not have: a mistake in the test, hence a defect.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnknownCampaign extends Data.TaggedError("UnknownCampaign")<{
  /** The id that was asked for. */
  readonly id: string
}> {
  override get message(): string {
    return `The simulator has no campaign ${this.id}: add it with addCampaign`
  }
}

/**
 * Faults that were injected together.
 *
 * @category models
 * @since 0.1.0
 */
export interface InjectedFaults {
  /** How often they hit so far. */
  readonly hitCount: Effect.Effect<number>
  /** Takes them out again. */
  readonly remove: Effect.Effect<void>
}

/**
 * A running simulator.
 *
 * @category services
 * @since 0.1.0
 */
export class RevoxSimulator extends Context.Service<RevoxSimulator, {
  /** Where the API is: `/campaigns/{id}` and `/campaigns/{id}/rows` come below it. */
  readonly baseUrl: string
  /** The key that it lets in. */
  readonly apiKey: Redacted.Redacted<string>
  /** Adds a campaign, whose life begins now. */
  readonly addCampaign: (spec?: CampaignSpec) => Effect.Effect<Ids.CampaignId>
  /** A campaign as the API would tell it now, without a request. */
  readonly campaign: (campaignId: string) => Effect.Effect<Campaign>
  /** The rows of a campaign as the API would tell them now, without a request: from a position, so many. */
  readonly rows: (campaignId: string, from: number, count: number) => Effect.Effect<ReadonlyArray<CampaignRow>>
  /** The ids of all rows of a campaign in the server's order, known without a request. */
  readonly expectedRows: (campaignId: string) => Effect.Effect<ReadonlyArray<Ids.RowId>>
  /** Inserts or deletes rows of a campaign. */
  readonly editRows: (campaignId: string, edit: RowsEdit) => Effect.Effect<void>
  /** Makes things go wrong from now on. */
  readonly inject: (...faults: ReadonlyArray<Fault>) => Effect.Effect<InjectedFaults>
  /** Takes all faults out. */
  readonly clearFaults: Effect.Effect<void>
  /** What it was asked so far, in the order in which the requests came. */
  readonly requests: Effect.Effect<ReadonlyArray<RequestRecord>>
  /** The requests that are over, as they end: those before now first, and then on and on. */
  readonly requestStream: Stream.Stream<RequestRecord>
  /** All requests in figures. */
  readonly traffic: Effect.Effect<Traffic>
}>()("@effect-revox/testing/RevoxSimulator") {}

const makeSimulator = (options: Options): Effect.Effect<Simulator.Simulator> =>
  Simulator.make({
    apiKey: options.apiKey ?? Redacted.make("test-key"),
    seed: options.seed ?? 1,
    speed: options.speed ?? 1,
    firstPage: options.firstPage ?? 0,
    maxPageSize: options.maxPageSize ?? 1000,
    errorBody: options.errorBody ?? "error.message",
    unknownFields: options.unknownFields ?? false,
    logLimit: options.logLimit ?? 10_000,
    campaigns: options.campaigns ?? [],
    faults: options.faults ?? []
  })

const toService = (
  { addCampaign, findCampaign, injections, log }: Simulator.Simulator,
  options: Options,
  origin: string,
  onClock: <A>(effect: Effect.Effect<A>) => Effect.Effect<A>
): RevoxSimulator["Service"] => {
  const find = (id: string): Effect.Effect<CampaignState> =>
    Effect.fromOption(findCampaign(id)).pipe(Effect.catch(() => Effect.die(new UnknownCampaign({ id }))))
  const now = <A>(id: string, f: (found: CampaignState, now: number) => A): Effect.Effect<A> =>
    Effect.zipWith(
      find(id),
      onClock(Clock.currentTimeMillis),
      (found, clock) => f(found, Simulation.nowOf(found.simulated, clock))
    )
  return {
    baseUrl: origin + basePath,
    apiKey: options.apiKey ?? Redacted.make("test-key"),
    addCampaign: (spec = {}) => Effect.map(onClock(addCampaign(spec)), (campaign) => campaign.simulated.id),
    campaign: (id) => now(id, (found, at) => found.campaign(at)),
    rows: (id, from, count) =>
      now(id, (found, at) => {
        const order = found.order()
        const length = Math.max(0, Math.min(count, order.total - from))
        return Array.from({ length }, (_, offset) => found.row(Order.at(order, from + offset), at))
      }),
    expectedRows: (id) =>
      Effect.map(
        find(id),
        (found) =>
          found.order().segments.flatMap((segment) =>
            Array.from({ length: segment.count }, (_, offset) => Row.idAt(found.simulated, segment.from + offset))
          )
      ),
    editRows: (id, edit) => Effect.map(find(id), (found) => found.edit([edit])),
    inject: (...faults) =>
      Effect.sync(() => {
        const { hits, remove } = injections.inject(faults)
        return { hitCount: Effect.sync(hits), remove: Effect.sync(remove) }
      }),
    clearFaults: Effect.sync(injections.clear),
    requests: Effect.sync(log.records),
    requestStream: log.ended,
    traffic: Effect.sync(log.traffic)
  }
}

/**
 * A simulator behind a real server on the loopback interface, on a random port unless one is given.
 *
 * **Details**
 *
 * Campaigns, delays and the times in the request log follow the `Clock` that the layer is built with, whatever clock the
 * test itself runs on. Provide one made by `TestClock.make` to stop the simulator's time while a client or another
 * process runs in real time, and to advance it with that clock's `adjust`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options = {}): Layer.Layer<RevoxSimulator, HttpServerError.ServeError> =>
  Layer.effect(
    RevoxSimulator,
    Effect.gen(function*() {
      const clock = yield* Clock.Clock
      const simulator = yield* makeSimulator(options)
      const origin = yield* Socket.serve(simulator.engine, options.port ?? 0)
      return toService(simulator, options, origin, Effect.provideService(Clock.Clock, clock))
    })
  )

/**
 * The same simulator without a socket: an `HttpClient` that answers from memory, on whatever clock the test runs.
 *
 * **Details**
 *
 * Broken connections are transport errors, broken bodies fail to be read, and delays are the clock's, so `TestClock`
 * moves them. Redirects are answers: nothing follows them.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory = (options: Options = {}): Layer.Layer<RevoxSimulator | HttpClient.HttpClient> =>
  Layer.effectContext(
    Effect.map(
      makeSimulator(options),
      (simulator) =>
        Context.make(RevoxSimulator, toService(simulator, options, Memory.origin, identity)).pipe(
          Context.add(HttpClient.HttpClient, Memory.client(simulator.engine))
        )
    )
  )

/**
 * The simulator's address and key as `REVOX_BASE_URL` and `REVOX_API_KEY` of the configuration, which is where
 * applications take them from: so that what is tested runs as it is. Other settings stay what they were.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig: Layer.Layer<never, never, RevoxSimulator> = ConfigProvider.layerAdd(
  Effect.map(RevoxSimulator, (simulator) =>
    ConfigProvider.fromUnknown({
      REVOX_BASE_URL: simulator.baseUrl,
      REVOX_API_KEY: Redacted.value(simulator.apiKey)
    })),
  { asPrimary: true }
)

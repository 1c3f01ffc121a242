/**
 * A local simulator of the Revox API, over HTTP or in memory. Campaigns move through their statuses, rows are computed
 * from a seed, faults are scripted, and all requests are logged.
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
import type { Call } from "@effect-revox/schema/Call"
import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type * as Ids from "@effect-revox/schema/Ids"
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpServerError from "effect/http/HttpServerError"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Stream from "effect/Stream"
import type { AssistantSpec } from "./AssistantSpec.ts"
import type { CallSpec, PlacedCalls } from "./CallSpec.ts"
import type { CampaignSpec } from "./CampaignSpec.ts"
import type { CreatedCampaigns } from "./CreatedCampaigns.ts"
import type { Fault } from "./Fault.ts"
import * as Memory from "./internal/memory.ts"
import * as Recordings from "./internal/recordings.ts"
import * as Service from "./internal/service.ts"
import { makeSimulator } from "./internal/makeSimulator.ts"
import * as Socket from "./internal/socket.ts"
import type { PhoneNumberSpec } from "./PhoneNumberSpec.ts"
import type { ErrorBody } from "./SimulatedResponse.ts"
import type { RequestRecord, Traffic } from "./RequestRecord.ts"
import type { RowsEdit } from "./RowsView.ts"
import type { VoiceSpec } from "./VoiceSpec.ts"

/**
 * Options of a simulator. All of them are optional.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** API key that requests must send. Default: `"test-key"`. */
  readonly apiKey?: Redacted.Redacted<string> | undefined
  /** Seed of all generated data. Default: 1. */
  readonly seed?: number | undefined
  /** Simulated seconds per second of the clock. 0 stops simulated time. Default: 1. */
  readonly speed?: number | undefined
  /**
   * Start of simulated time, at which the existing campaigns and calls take their course. Default: `"now"`.
   *
   * - `"now"`: when the layer is built
   * - `"first-request"`: when the first request with the API key is received
   */
  readonly timeStart?: "now" | "first-request" | undefined
  /** Number of the first page, which the API reference leaves open. Default: 0. */
  readonly firstPage?: 0 | 1 | undefined
  /** Maximum number of rows on a page. Larger requested page sizes are reduced to it. Default: 1000. */
  readonly maxPageSize?: number | undefined
  /** Format of error responses, which the API reference leaves open. Default: `"error.message"`. */
  readonly errorBody?: ErrorBody | undefined
  /** Whether responses contain fields and enum values that the API reference does not list. Default: `false`. */
  readonly unknownFields?: boolean | undefined
  /** Port of the loopback interface that {@link layer} listens on. Default: a free port. */
  readonly port?: number | undefined
  /** Campaigns that exist from the start. Default: none. */
  readonly campaigns?: ReadonlyArray<CampaignSpec> | undefined
  /** Assistants that exist from the start, besides those of the campaigns. Default: none. */
  readonly assistants?: ReadonlyArray<AssistantSpec> | undefined
  /** Phone numbers of the organization that exist from the start. Default: two numbers. */
  readonly phoneNumbers?: ReadonlyArray<PhoneNumberSpec> | undefined
  /** Voices that exist from the start. Default: three voices. */
  readonly voices?: ReadonlyArray<VoiceSpec> | undefined
  /** Behavior of campaigns that requests create. Default: those of {@link CreatedCampaigns}. */
  readonly createdCampaigns?: CreatedCampaigns | undefined
  /** Calls that exist from the start, besides those of campaigns. Default: none. */
  readonly calls?: ReadonlyArray<CallSpec> | undefined
  /** Behavior of calls that requests place. Default: that of {@link PlacedCalls}. */
  readonly placedCalls?: PlacedCalls | undefined
  /**
   * Whether the simulator serves the recordings of attempts, without authentication. Their URLs are then on its origin.
   * Default: `false`.
   */
  readonly servesRecordings?: boolean | undefined
  /** Faults that are active from the start. Default: none. */
  readonly faults?: ReadonlyArray<Fault> | undefined
  /** Maximum number of requests that the log keeps. The oldest ones are dropped. Default: 10,000. */
  readonly logLimit?: number | undefined
}

export { UnknownCall, UnknownCampaign } from "./internal/unknown.ts"

/**
 * Handle of faults that were injected together.
 *
 * @category models
 * @since 0.1.0
 */
export interface InjectedFaults {
  /** Number of times that the faults were applied to a request. */
  readonly hitCount: Effect.Effect<number>
  /** Removes the faults. */
  readonly remove: Effect.Effect<void>
}

/**
 * A running simulator.
 *
 * @category services
 * @since 0.1.0
 */
export class RevoxSimulator extends Context.Service<RevoxSimulator, {
  /** Base URL of the API. Endpoint paths such as `/campaigns/{id}` are relative to it. */
  readonly baseUrl: string
  /** API key that requests must send. */
  readonly apiKey: Redacted.Redacted<string>
  /** Adds a campaign and starts its life cycle. */
  readonly addCampaign: (spec?: CampaignSpec) => Effect.Effect<Ids.CampaignId, InvalidOptionError>
  /** Returns all campaigns as the API would return them now, oldest first. Sends no request. */
  readonly campaigns: Effect.Effect<ReadonlyArray<Campaign>>
  /** Returns a campaign as the API would return it now. Sends no request. */
  readonly campaign: (campaignId: string) => Effect.Effect<Campaign>
  /** Returns up to `count` rows of a campaign, from a position, as the API would return them now. Sends no request. */
  readonly rows: (
    campaignId: string,
    from: number,
    count: number
  ) => Effect.Effect<ReadonlyArray<CampaignRow>, InvalidOptionError>
  /** Returns the ids of all rows of a campaign, in server order. Sends no request. */
  readonly expectedRows: (campaignId: string) => Effect.Effect<ReadonlyArray<Ids.RowId>>
  /** Inserts or deletes rows of a campaign. */
  readonly editRows: (campaignId: string, edit: RowsEdit) => Effect.Effect<void, InvalidOptionError>
  /** Adds a call, which takes its course from now on. */
  readonly addCall: (spec?: CallSpec) => Effect.Effect<Ids.CallId, InvalidOptionError>
  /**
   * Returns all calls as the API would return them now, oldest first, without those of campaigns. Sends no request.
   */
  readonly calls: Effect.Effect<ReadonlyArray<Call>>
  /** Returns a call as the API would return it now. Sends no request. */
  readonly call: (callId: string) => Effect.Effect<Call>
  /** Activates faults for subsequent requests. */
  readonly inject: (...faults: ReadonlyArray<Fault>) => Effect.Effect<InjectedFaults, InvalidOptionError>
  /** Removes all faults. */
  readonly clearFaults: Effect.Effect<void>
  /** The logged requests, in order of receipt. */
  readonly requests: Effect.Effect<ReadonlyArray<RequestRecord>>
  /** Replays the logged requests that have ended, then emits further requests as they end. The stream does not end. */
  readonly requestStream: Stream.Stream<RequestRecord>
  /** Totals over all requests. */
  readonly traffic: Effect.Effect<Traffic>
}>()("@effect-revox/testing/RevoxSimulator") {}

/**
 * Runs a simulator behind an HTTP server on the loopback interface. The port is random unless `port` is set.
 *
 * **Details**
 *
 * Campaigns, delays and the times in the request log use the `Clock` that the layer is built with, even if the test
 * runs on another clock. To control the simulator's time while a client or another process runs in real time, build the
 * layer with a clock of `TestClock.make` and advance it with `adjust`.
 *
 * Invalid options fail with `InvalidOptionError`, which names the option. So do invalid arguments of faults.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (
  options: Options = {}
): Layer.Layer<RevoxSimulator, HttpServerError.ServeError | InvalidOptionError> =>
  Layer.effect(
    RevoxSimulator,
    Effect.gen(function*() {
      const clock = yield* Clock.Clock
      const recordings = Recordings.unserved()
      const simulator = yield* makeSimulator(options, recordings)
      const origin = yield* Socket.serve(simulator.engine, options.port ?? 0)
      if (options.servesRecordings === true) Recordings.serve(recordings, origin)
      return Service.make(simulator, options, origin, Effect.provideService(Clock.Clock, clock))
    })
  )

/**
 * Runs a simulator in memory and provides an `HttpClient` that sends requests to it without a socket.
 *
 * **Details**
 *
 * Broken connections are transport errors, and reading a broken body fails. Delays use the clock of the test, so
 * `TestClock` controls them. Redirect responses are returned and not followed. Invalid options fail with
 * `InvalidOptionError`, which names the option.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory = (
  options: Options = {}
): Layer.Layer<RevoxSimulator | HttpClient.HttpClient, InvalidOptionError> =>
  Layer.effectContext(
    Effect.gen(function*() {
      const recordings = Recordings.unserved()
      const simulator = yield* makeSimulator(options, recordings)
      if (options.servesRecordings === true) Recordings.serve(recordings, Memory.origin)
      return Context.make(RevoxSimulator, Service.make(simulator, options, Memory.origin, identity)).pipe(
        Context.add(HttpClient.HttpClient, Memory.client(simulator.engine))
      )
    })
  )

/**
 * Sets `REVOX_BASE_URL` and `REVOX_API_KEY` in the configuration to the simulator's base URL and key, so that an
 * application under test needs no changes. Other configuration values keep their values.
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

/**
 * A Revox that runs on your machine: the whole API over real HTTP or in memory, with campaigns that live through their
 * statuses.
 *
 * @since 0.1.0
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import type * as Ids from "@effect-revox/schema/Ids"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as HttpServer from "effect/http/HttpServer"
import type * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as NodeHttp from "node:http"
import type { CampaignSpec } from "./CampaignSpec.ts"
import * as Engine from "./internal/engine.ts"
import * as Row from "./internal/row.ts"
import type { RequestRecord } from "./RequestRecord.ts"

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
  /** Campaigns that are there from the start. */
  readonly campaigns?: ReadonlyArray<CampaignSpec> | undefined
}

/**
 * A simulator was asked for a campaign that it does not have: a mistake in the test, hence a defect.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnknownCampaign extends Data.TaggedError("UnknownCampaign")<{ readonly id: string }> {
  override get message(): string {
    return `The simulator has no campaign ${this.id}: add it with addCampaign`
  }
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
  /** What it was asked so far, in the order in which the requests came. */
  readonly requests: Effect.Effect<ReadonlyArray<RequestRecord>>
  /** The ids of all rows of a campaign in the server's order, known without a request. */
  readonly expectedRows: (campaignId: string) => Effect.Effect<ReadonlyArray<Ids.RowId>>
}>()("@effect-revox/testing/RevoxSimulator") {}

const makeEngine = (options: Options): Effect.Effect<Engine.Engine> =>
  Effect.map(Clock.currentTimeMillis, (clock) => {
    const engine = Engine.make({
      apiKey: options.apiKey === undefined ? "test-key" : Redacted.value(options.apiKey),
      seed: options.seed ?? 1,
      speed: options.speed ?? 1,
      firstPage: options.firstPage ?? 0,
      maxPageSize: options.maxPageSize ?? 1000
    })
    options.campaigns?.forEach((spec) => engine.add(spec, clock))
    return engine
  })

const toService = (engine: Engine.Engine, baseUrl: string): RevoxSimulator["Service"] => ({
  baseUrl,
  apiKey: Redacted.make(engine.settings.apiKey, { label: "API key of the simulator" }),
  addCampaign: (spec = {}) => Effect.map(Clock.currentTimeMillis, (clock) => engine.add(spec, clock).id),
  requests: Effect.sync(engine.log.records),
  expectedRows: (id) =>
    Effect.fromOption(engine.find(id)).pipe(
      Effect.catch(() => Effect.die(new UnknownCampaign({ id }))),
      Effect.map((found) => Array.from({ length: found.rows }, (_, index) => Row.idAt(found.seed, index)))
    )
})

const overSocket = (engine: Engine.Engine) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const clock = yield* Clock.Clock
    const { entry, reply } = engine.receive(
      { method: request.method, target: request.url, headers: request.headers },
      clock.currentTimeMillisUnsafe()
    )
    const response = NodeHttpServerRequest.toServerResponse(request)
    // Node tells whether the last byte left, which is later than this effect ends.
    response.once("close", () => {
      entry.end(response.writableFinished ? "answered" : "aborted", clock.currentTimeMillisUnsafe())
    })
    return HttpServerResponse.uint8Array(reply.body, { status: reply.status, headers: reply.headers })
  })

/**
 * A simulator behind a real server on a random port of the loopback interface.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options = {}): Layer.Layer<RevoxSimulator, HttpServerError.ServeError> =>
  Layer.effect(
    RevoxSimulator,
    Effect.gen(function*() {
      const engine = yield* makeEngine(options)
      const node = NodeHttp.createServer()
      const server = yield* NodeHttpServer.make(() => node, { port: 0, host: "127.0.0.1", gracefulShutdownTimeout: 0 })
      // Kept-alive connections would hold up the end of a test, and requests under way are of no use to it.
      yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
      yield* server.serve(overSocket(engine))
      return toService(engine, `${HttpServer.formatAddress(server.address)}/api`)
    })
  )

/**
 * The same simulator without a socket: an `HttpClient` that answers from memory, on whatever clock the test runs.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerMemory = (options: Options = {}): Layer.Layer<RevoxSimulator | HttpClient.HttpClient> =>
  Layer.effectContext(
    Effect.map(makeEngine(options), (engine) => {
      const client = HttpClient.make((request, url) =>
        Effect.flatMap(Clock.currentTimeMillis, (clock) => {
          if (url.origin !== memoryOrigin) {
            return Effect.fail(
              new HttpClientError.HttpClientError({
                reason: new HttpClientError.TransportError({ request, description: `nothing listens at ${url.origin}` })
              })
            )
          }
          const { entry, reply } = engine.receive(
            { method: request.method, target: url.pathname + url.search, headers: request.headers },
            clock
          )
          entry.end("answered", clock)
          return Effect.succeed(
            HttpClientResponse.fromWeb(
              request,
              new Response(new Uint8Array(reply.body), { status: reply.status, headers: reply.headers })
            )
          )
        })
      )
      return Context.make(RevoxSimulator, toService(engine, `${memoryOrigin}/api`)).pipe(
        Context.add(HttpClient.HttpClient, client)
      )
    })
  )

const memoryOrigin = "http://127.0.0.1"

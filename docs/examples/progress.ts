/** Sends the progress of a campaign to browsers as server-sent events, and its completion to a webhook. */
import type { Campaigns } from "@effect-revox/client"
import { CampaignCompletion } from "@effect-revox/streams"
import { NodeHttpClient, NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Console, Deferred, Effect, Fiber, Layer, Option, Schedule, Stream } from "effect"
import { Sse } from "effect/encoding"
import {
  HttpClient,
  HttpClientRequest,
  HttpRouter,
  HttpServer,
  HttpServerRequest,
  HttpServerResponse
} from "effect/http"
import { createServer } from "node:http"
import { RevoxLive } from "./support/simulated.ts"

// Short delays, because the simulated campaign is fast.
const schedule = Schedule.spaced("100 millis")

const eventOf = ({ campaign, progress }: CampaignCompletion.Snapshot): Sse.Event => ({
  _tag: "Event",
  id: undefined,
  event: campaign.status,
  data: String(Option.getOrElse(progress, () => 0))
})

// All subscribers of a campaign share one polling loop. It stops when the last one disconnects.
const progressRoute = (options: CampaignCompletion.Options) =>
  HttpRouter.use(Effect.fnUntraced(function*(router) {
    const context = yield* Effect.context<Campaigns.Campaigns>()
    yield* router.add(
      "GET",
      "/progress/:id",
      Effect.map(HttpRouter.params, ({ id = "" }) =>
        HttpServerResponse.stream(
          CampaignCompletion.watch(id, options).pipe(
            Stream.map(eventOf),
            Stream.pipeThroughChannel(Sse.encode()),
            Stream.encodeText,
            Stream.provideContext(context)
          ),
          { contentType: "text/event-stream", headers: { "cache-control": "no-store" } }
        ))
    )
  }))

// Notifies another system when a campaign completes. Retries for a minute, so delivery is at least once.
const notify = Effect.fnUntraced(function*(id: string, url: string, options: CampaignCompletion.Options) {
  const client = HttpClient.filterStatusOk(yield* HttpClient.HttpClient)
  const { row_stats, status } = yield* CampaignCompletion.awaitCompletion(id, options)
  yield* HttpClientRequest.post(url).pipe(
    HttpClientRequest.setHeader("idempotency-key", `${id}/${status}`),
    HttpClientRequest.bodyJson({ campaign: id, status, row_stats }),
    Effect.flatMap(client.execute),
    Effect.retry(Schedule.exponential("500 millis").pipe(Schedule.upTo({ duration: "1 minute" })))
  )
})

const delivered = Deferred.makeUnsafe<string>()

/** The system that receives the webhook. */
const Hook = HttpRouter.add(
  "POST",
  "/hook",
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    yield* Deferred.succeed(delivered, `${request.headers["idempotency-key"]}: ${yield* request.text}`)
    return HttpServerResponse.empty()
  })
)

const program = Effect.gen(function*() {
  const address = HttpServer.formatAddress((yield* HttpServer.HttpServer).address)
  const notifying = yield* Effect.forkChild(notify("autumn", `${address}/hook`, { schedule }))
  // The response that `new EventSource("/progress/autumn")` receives in a browser.
  const response = yield* HttpClient.get(`${address}/progress/autumn`)
  const seen = yield* response.stream.pipe(
    Stream.decodeText,
    Stream.pipeThroughChannel(Sse.decode()),
    Stream.runCollect
  )
  yield* Console.log(
    `${seen.length > 2 ? "several" : "few"} events, the last: ${seen.at(-1)?.event} ${seen.at(-1)?.data}`
  )
  yield* Fiber.join(notifying)
  yield* Console.log(yield* Deferred.await(delivered))
})

const Server = HttpRouter.serve(Layer.merge(progressRoute({ schedule }), Hook), {
  disableLogger: true,
  disableListenLog: true
}).pipe(
  Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
)

program.pipe(
  Effect.provide(Server.pipe(Layer.provideMerge(RevoxLive), Layer.merge(NodeHttpClient.layerUndici))),
  NodeRuntime.runMain
)

/** Exports the spans of calls over OTLP. The collector is part of this program. */
import { CampaignRows } from "@effect-revox/streams"
import { NodeHttpServer, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer, Ref, Schema, Stream } from "effect"
import { FetchHttpClient, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { OtlpSerialization, OtlpTracer } from "effect/observability"
import { createServer } from "node:http"
import { RevoxLive } from "./support/simulated.ts"

// The exporter has a separate HTTP client, so its requests are not traced.
const Tracing = (collector: string) =>
  OtlpTracer.layer({
    url: `${collector}/v1/traces`,
    resource: { serviceName: "campaign-reports", serviceVersion: "1.0.0" }
  }).pipe(
    Layer.provide(OtlpSerialization.layerJson),
    Layer.provide(FetchHttpClient.layer)
  )

const report = CampaignRows.stream("spring", { result: "human", pageSize: 500 }).pipe(
  Stream.runCount,
  // A custom span around those of the client.
  Effect.withSpan("report", { attributes: { team: "growth" } })
)

/** The part of an OTLP request that this collector reads. */
const Export = Schema.Struct({
  resourceSpans: Schema.Array(Schema.Struct({
    scopeSpans: Schema.Array(Schema.Struct({ spans: Schema.Array(Schema.Struct({ name: Schema.String })) }))
  }))
})

const program = Effect.gen(function*() {
  const names = yield* Ref.make<ReadonlyArray<string>>([])
  const server = yield* HttpServer.HttpServer
  yield* server.serve(Effect.gen(function*() {
    const body = yield* HttpServerRequest.schemaBodyJson(Export)
    const spans = body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    yield* Ref.update(names, (names) => [...names, ...spans.map(({ name }) => name)])
    return HttpServerResponse.empty()
  }))
  // Spans are sent every few seconds, and when the layer's scope closes.
  yield* Effect.provide(report, Tracing(HttpServer.formatAddress(server.address)))
  yield* Console.log([...new Set(yield* Ref.get(names))].sort().join(", "))
})

program.pipe(
  Effect.scoped,
  Effect.provide([RevoxLive, NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" })]),
  NodeRuntime.runMain
)

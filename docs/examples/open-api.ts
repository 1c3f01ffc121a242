/** OpenAPI and a client of `effect/http-api`, derived from the declared endpoints. */
import { Api, Endpoint, Ids } from "@effect-revox/schema"
import { api, fromGroups, layerClient } from "@effect-revox/schema/HttpApi"
import { RevoxSimulator } from "@effect-revox/testing"
import { NodeHttpClient, NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Layer } from "effect"
import { HttpApiClient, OpenApi } from "effect/http-api"

// The OpenAPI document of the Revox API.
const document = OpenApi.fromApi(api)

// A custom endpoint besides those of the SDK.
const archive = Endpoint.make("POST", "/campaigns/:id/archive", {
  summary: "Archives a campaign.",
  success: Endpoint.Empty,
  idempotent: true
})
const extended = fromGroups("revox", { campaigns: { ...Api.campaigns, archive } })

// A client with a method for each endpoint. It sends each request once.
const retrieve = Effect.fnUntraced(function*(baseUrl: string) {
  const client = yield* HttpApiClient.make(api, { baseUrl })
  return yield* client.campaigns.retrieve({ params: { id: Ids.CampaignId.make("spring") } })
})

const program = Effect.gen(function*() {
  yield* Console.log(`OpenAPI ${document.openapi}: ${document.paths["/campaigns/{id}"]?.get?.summary}`)
  const { paths } = OpenApi.fromApi(extended)
  yield* Console.log(paths["/campaigns/{id}/archive"]?.post?.operationId)
  const { baseUrl } = yield* RevoxSimulator.RevoxSimulator
  const { campaign } = yield* retrieve(baseUrl)
  yield* Console.log(`${campaign.id}: ${campaign.status}`)
})

const authorization = Layer.unwrap(Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey }) => layerClient(apiKey)))
const Simulator = RevoxSimulator.layer({ campaigns: [{ id: "spring", rows: 20, status: "completed" }] })

program.pipe(
  Effect.provide(Layer.provideMerge(authorization, [Simulator, NodeHttpClient.layerUndici])),
  NodeRuntime.runMain
)

import { api, ErrorResponse, layerClient } from "@effect-revox/schema/HttpApi"
import { CampaignId } from "@effect-revox/schema/Ids"
import { RevoxSimulator } from "@effect-revox/testing"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpApiClient from "effect/http-api/HttpApiClient"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Tracer from "effect/Tracer"

const id = CampaignId.make("spring")

const makeClient = Effect.gen(function*() {
  const { baseUrl } = yield* RevoxSimulator.RevoxSimulator
  return yield* HttpApiClient.make(api, { baseUrl })
})

const simulator = RevoxSimulator.layer({ campaigns: [{ id, status: "completed", rows: 20 }] })
const authorized = Layer.unwrap(
  Effect.map(RevoxSimulator.RevoxSimulator, ({ apiKey }) => layerClient(apiKey))
)

layer(Layer.provideMerge(authorized, Layer.merge(simulator, FetchHttpClient.layer)), { excludeTestServices: true })(
  "HttpApiClient over a socket",
  (it) => {
    it.effect("requests a campaign and its rows", () =>
      Effect.gen(function*() {
        const { campaigns } = yield* makeClient
        const { campaign } = yield* campaigns.retrieve({ params: { id } })
        assert.deepStrictEqual([campaign.id, campaign.status], ["spring", "completed"])
        const page = yield* campaigns.getRows({
          params: { id },
          query: { page: 1, page_size: 15, statuses: ["completed", "errored"] }
        })
        assert.lengthOf(page.rows, 5)
        const { requests } = yield* RevoxSimulator.RevoxSimulator
        assert.deepStrictEqual((yield* requests).map(({ method, target }) => [method, target]), [
          ["GET", "/api/campaigns/spring"],
          ["GET", "/api/campaigns/spring/rows?page=1&page_size=15&statuses=completed%2Cerrored"]
        ])
      }))

    it.effect("fails with the error response of the server", () =>
      Effect.gen(function*() {
        const { campaigns } = yield* makeClient
        const error = yield* Effect.flip(campaigns.retrieve({ params: { id: CampaignId.make("winter") } }))
        assert(error._tag === "ErrorResponse")
        assert.strictEqual(error.status, 404)
        assert.notStrictEqual(error.message, "")
      }))

    it.effect("fails with a 401 when the key is wrong", () =>
      Effect.gen(function*() {
        const { campaigns } = yield* makeClient
        const error = yield* Effect.flip(campaigns.retrieve({ params: { id } }))
        assert(error instanceof ErrorResponse)
        assert.strictEqual(error.status, 401)
      }).pipe(Effect.provide(layerClient(Redacted.make("another-key")))))

    it.effect("keeps the text of a search out of spans", () =>
      Effect.gen(function*() {
        const spans: Array<Tracer.NativeSpan> = []
        const tracer = Tracer.make({
          span: (options) => {
            const span = new Tracer.NativeSpan(options)
            spans.push(span)
            return span
          }
        })
        const { campaigns } = yield* makeClient
        yield* campaigns.getRows({ params: { id }, query: { query: "+33612345678", page: 7 } }).pipe(
          Effect.provideService(Tracer.Tracer, tracer)
        )
        const attributes = JSON.stringify(spans.map((span) => [...span.attributes]))
        assert.include(attributes, "page=7")
        assert.notInclude(attributes, "33612345678")
        const { requests } = yield* RevoxSimulator.RevoxSimulator
        assert.strictEqual((yield* requests).at(-1)?.query["query"], "+33612345678")
      }))
  }
)

import { type Api, type Campaign, type CampaignRowsPage, Endpoint, Ids, type RowsQuery } from "@effect-revox/schema"
import type { Authorization, ErrorResponse, FromGroups } from "@effect-revox/schema/HttpApi"
import { api, fromGroups } from "@effect-revox/schema/HttpApi"
import { describe, expectTypeOf, it } from "@effect/vitest"
import { DateTime, Effect, type Layer, Schema } from "effect"
import { HttpApiBuilder, type HttpApiClient, type HttpApiGroup } from "effect/http-api"

const things = {
  create: Endpoint.make("POST", "/things", {
    summary: "",
    payload: Schema.Struct({ at: Schema.DateTimeUtcFromString }),
    success: Schema.Struct({ id: Schema.FiniteFromString }),
    idempotent: false
  }),
  sample: Endpoint.make("GET", "/things/:id/sample", { summary: "", success: Endpoint.bytes("audio/mpeg") }),
  remove: Endpoint.make("DELETE", "/things/:id", { summary: "", success: Endpoint.Empty })
}

type Client<G extends Parameters<typeof fromGroups>[1]> = HttpApiClient.ForApi<FromGroups<"test", G>>
type Revox = HttpApiClient.ForApi<typeof api>
type Things = Client<{ things: typeof things }>["things"]

const id = Ids.CampaignId.make("campaign-1")
const retrieve = ({ campaigns }: Revox) => campaigns.retrieve({ params: { id } })
const getRows = ({ campaigns }: Revox) => campaigns.getRows({ params: { id }, query: { page: 1 } })

describe("HttpApiClient", () => {
  it("has a method for each endpoint of the Revox API", () => {
    expectTypeOf<keyof Revox>().toEqualTypeOf<keyof typeof Api>()
    expectTypeOf<keyof Revox["campaigns"]>().toEqualTypeOf<keyof typeof Api.campaigns>()
    expectTypeOf<Parameters<Revox["campaigns"]["retrieve"]>[0]["params"]>().toEqualTypeOf<
      { readonly id: Ids.CampaignId }
    >()
    expectTypeOf<Parameters<Revox["campaigns"]["getRows"]>[0]["query"]>().toEqualTypeOf<RowsQuery.RowsQuery>()
    expectTypeOf<Effect.Success<ReturnType<typeof retrieve>>>().toEqualTypeOf<Campaign.CampaignEnvelope>()
    expectTypeOf<Effect.Success<ReturnType<typeof getRows>>>().toEqualTypeOf<CampaignRowsPage.CampaignRowsPage>()
  })

  it("fails with error responses, and needs no services of schemas", () => {
    type Retrieve = ReturnType<typeof retrieve>
    expectTypeOf<Extract<Effect.Error<Retrieve>, { readonly _tag: "ErrorResponse" }>>().toEqualTypeOf<ErrorResponse>()
    expectTypeOf<Effect.Services<Retrieve>>().toEqualTypeOf<never>()
  })

  it("requires the parts that an endpoint has, and no others", () => {
    expectTypeOf<Parameters<Things["create"]>[0]>().toHaveProperty("payload")
    expectTypeOf<Parameters<Things["create"]>[0]>().not.toHaveProperty("params")
    expectTypeOf<Parameters<Things["create"]>[0]>().not.toHaveProperty("query")
    expectTypeOf<Parameters<Things["remove"]>[0]["params"]>().toEqualTypeOf<{ readonly id: string }>()
    expectTypeOf<Parameters<Things["remove"]>[0]>().not.toHaveProperty("payload")
  })

  it("decodes JSON, bytes and empty responses", () => {
    const create = (client: Things) => client.create({ payload: { at: DateTime.makeUnsafe(0) } })
    const sample = (client: Things) => client.sample({ params: { id: "1" } })
    const remove = (client: Things) => client.remove({ params: { id: "1" } })
    expectTypeOf<Effect.Success<ReturnType<typeof create>>>().toEqualTypeOf<{ readonly id: number }>()
    expectTypeOf<Effect.Success<ReturnType<typeof sample>>>().toEqualTypeOf<Uint8Array<ArrayBufferLike>>()
    expectTypeOf<Effect.Success<ReturnType<typeof remove>>>().toEqualTypeOf<void>()
  })
})

describe("HttpApiBuilder", () => {
  const test = fromGroups("test", { things })

  it("types the requests of handlers and requires the authorization", () => {
    const layer = HttpApiBuilder.group(test, "things", (handlers) =>
      handlers.handleAll({
        create: ({ payload }) => {
          expectTypeOf(payload).toEqualTypeOf<{ readonly at: DateTime.Utc }>()
          return Effect.succeed({ id: 1 })
        },
        sample: ({ params }) => {
          expectTypeOf(params).toEqualTypeOf<{ readonly id: string }>()
          return Effect.succeed(new Uint8Array())
        },
        remove: () => Effect.void
      }))
    expectTypeOf(layer).toEqualTypeOf<Layer.Layer<HttpApiGroup.Service<"test", "things">, never, Authorization>>()
  })

  it("rejects a handler with another success type", () => {
    HttpApiBuilder.group(api, "campaigns", (handlers) =>
      // @ts-expect-error a campaign is an object
      handlers.handle("retrieve", () => Effect.succeed("a campaign")))
  })
})

describe("fromGroups", () => {
  it("keeps the names of the API and its groups", () => {
    const test = fromGroups("test", { things })
    expectTypeOf(test.identifier).toEqualTypeOf<"test">()
    expectTypeOf<keyof typeof test.groups>().toEqualTypeOf<"things">()
    expectTypeOf(test.groups.things.endpoints.create.path).toEqualTypeOf<"/things">()
    expectTypeOf(test.groups.things.endpoints.create.method).toEqualTypeOf<"POST">()
  })
})

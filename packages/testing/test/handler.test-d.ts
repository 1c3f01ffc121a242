import { type Api, Endpoint } from "@effect-revox/schema"
import type { CampaignId } from "@effect-revox/schema/Ids"
import type { RowsQuery } from "@effect-revox/schema/RowsQuery"
import { Fault, type RequestRecord } from "@effect-revox/testing"
import { describe, expectTypeOf, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { ApiError } from "../src/internal/apiError.ts"
import type { Handler, Handlers, ReceivedRequest } from "../src/internal/handler.ts"
import * as Routes from "../src/internal/routes.ts"

const things = {
  retrieve: Endpoint.make("GET", "/things/:id", { summary: "", success: Schema.Struct({ id: Schema.String }) }),
  remove: Endpoint.make("DELETE", "/things/:id", { summary: "", success: Endpoint.Empty })
}

const retrieve = ({ params }: ReceivedRequest<typeof things.retrieve>) => Effect.succeed({ id: params.id })

describe("Handlers", () => {
  it("have a handler for each endpoint", () => {
    Routes.make("things", things, { retrieve, remove: () => Effect.void })
    // @ts-expect-error remove is missing
    Routes.make("things", things, { retrieve })
    // @ts-expect-error there is no endpoint with this name
    Routes.make("things", things, { retrieve, remove: () => Effect.void, archive: () => Effect.void })
  })

  it("return what the endpoint is declared to return", () => {
    // @ts-expect-error id is missing
    Routes.make("things", things, { retrieve: () => Effect.succeed({}), remove: () => Effect.void })
    type Retrieve<E> = () => Effect.Effect<{ readonly id: string }, E>
    expectTypeOf<Retrieve<ApiError>>().toExtend<Handler<typeof things.retrieve>>()
    expectTypeOf<Retrieve<string>>().not.toExtend<Handler<typeof things.retrieve>>()
  })

  it("receive decoded requests", () => {
    type GetRows = ReceivedRequest<typeof Api.campaigns.getRows>
    expectTypeOf<GetRows["params"]>().toEqualTypeOf<{ readonly id: CampaignId }>()
    expectTypeOf<GetRows["query"]>().toEqualTypeOf<RowsQuery>()
    expectTypeOf<GetRows["payload"]>().toEqualTypeOf<undefined>()
    expectTypeOf<keyof Handlers<typeof Api.campaigns>>().toEqualTypeOf<keyof typeof Api.campaigns>()
  })
})

describe("EndpointId", () => {
  it("is the resource and the name of a declared endpoint", () => {
    expectTypeOf<"campaigns.retrieve" | "campaigns.getRows">().toExtend<RequestRecord.EndpointId>()
    // @ts-expect-error there is no endpoint with this id
    Fault.onEndpoint("campaigns.rows")
  })
})

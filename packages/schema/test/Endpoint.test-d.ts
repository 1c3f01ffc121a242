import { type Api, type Campaign, Endpoint, type RowsQuery } from "@effect-revox/schema"
import { describe, expectTypeOf, it } from "@effect/vitest"
import { Schema } from "effect"

const create = Endpoint.make("POST", "/things", {
  summary: "",
  payload: Schema.Struct({ at: Schema.DateTimeUtcFromString }),
  success: Schema.Struct({ id: Schema.FiniteFromString }),
  idempotent: false
})

describe("Endpoint.Request", () => {
  it("has the path parameters as plain strings", () => {
    expectTypeOf<Endpoint.Request<typeof Api.campaigns.retrieve>>().toEqualTypeOf<
      { readonly params: { readonly id: string } }
    >()
  })

  it("has an optional query when all of its parameters are", () => {
    expectTypeOf<Endpoint.Request<typeof Api.campaigns.getRows>>().toEqualTypeOf<
      { readonly params: { readonly id: string }; readonly query?: RowsQuery.RowsQuery }
    >()
  })

  it("has the decoded payload", () => {
    expectTypeOf<Endpoint.Request<typeof create>["payload"]>().toHaveProperty("at")
    expectTypeOf<Endpoint.Request<typeof create>>().not.toHaveProperty("params")
  })
})

describe("Endpoint.Success", () => {
  it("is the decoded body", () => {
    expectTypeOf<Endpoint.Success<typeof Api.campaigns.retrieve>>().toEqualTypeOf<Campaign.CampaignEnvelope>()
    expectTypeOf<Endpoint.Success<typeof create>>().toEqualTypeOf<{ readonly id: number }>()
  })
})

describe("Endpoint.make", () => {
  it("requires POST and PATCH to state whether they are idempotent", () => {
    // @ts-expect-error idempotent is missing
    Endpoint.make("PATCH", "/things/:id", { summary: "", success: Endpoint.Empty })
  })

  it("requires a path that begins with a slash", () => {
    // @ts-expect-error the path has no slash
    Endpoint.make("GET", "things", { summary: "", success: Endpoint.Empty })
  })

  it("requires a schema for each path parameter, if there is one for any", () => {
    // @ts-expect-error the path has `id`
    Endpoint.make("GET", "/things/:id", { summary: "", params: { key: Schema.String }, success: Endpoint.Empty })
  })
})

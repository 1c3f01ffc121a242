import { Api, Endpoint, RowsQuery } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { Schema, SchemaAST } from "effect"

const endpoints = Object.entries(Api).flatMap(([group, members]) =>
  Object.entries(members).map(([name, endpoint]): readonly [string, Endpoint.Any] => [`${group}.${name}`, endpoint])
)

describe("Endpoint", () => {
  describe("make", () => {
    it("is idempotent by default for GET, PUT and DELETE", () => {
      for (const method of ["GET", "PUT", "DELETE"] as const) {
        assert.isTrue(Endpoint.make(method, "/users/me", { summary: "", success: Endpoint.Empty }).idempotent)
      }
    })

    it("accepts any string for a path parameter without a schema", () => {
      const endpoint = Endpoint.make("GET", "/campaigns/:id/rows/:row", { summary: "", success: Endpoint.Empty })
      assert.deepStrictEqual(Object.keys(endpoint.params), ["id", "row"])
      assert.strictEqual(endpoint.params.row, Schema.String)
    })
  })

  describe("withSuccess", () => {
    it("replaces the schema of responses and keeps the rest", () => {
      const Name = Schema.Struct({ name: Schema.String })
      const endpoint = Endpoint.withSuccess(Api.campaigns.retrieve, Name)
      assert.strictEqual(endpoint.success, Name)
      assert.deepStrictEqual({ ...endpoint, success: undefined }, { ...Api.campaigns.retrieve, success: undefined })
    })
  })

  describe("successBody", () => {
    it("distinguishes JSON, text, bytes and empty responses", () => {
      const kindOf = (success: Schema.Constraint) =>
        Endpoint.successBody(Endpoint.make("GET", "/", { summary: "", success }))
      assert.deepStrictEqual(kindOf(Schema.String), { kind: "json", contentType: "application/json" })
      assert.deepStrictEqual(kindOf(Endpoint.Text), { kind: "text", contentType: "text/plain" })
      assert.deepStrictEqual(kindOf(Endpoint.bytes("audio/mpeg")), { kind: "bytes", contentType: "audio/mpeg" })
      assert.strictEqual(kindOf(Endpoint.Empty).kind, "empty")
    })
  })
})

describe("Api", () => {
  it.each(endpoints)("%s declares a schema for each path parameter, and for no other", (_, endpoint) => {
    const inPath = [...endpoint.path.matchAll(/:([^/]+)/g)].map(([, name]) => name)
    assert.sameMembers(Object.keys(endpoint.params), inPath)
  })

  it.each(endpoints)("%s redacts only query parameters and fields that it has", (_, { payload, query, redacted }) => {
    const body = payload !== undefined && SchemaAST.isObjects(payload.ast) ? payload.ast.propertySignatures : []
    const names = [...Object.keys(query?.fields ?? {}), ...body.map(({ name }) => String(name))]
    assert.includeMembers(names, [...redacted])
  })

  it("has no two endpoints with one method and path", () => {
    const routes = endpoints.map(([_, { method, path }]) => `${method} ${path}`)
    assert.strictEqual(new Set(routes).size, routes.length)
  })

  it("declares GET /campaigns/:id", () => {
    const { idempotent, method, path, payload, query } = Api.campaigns.retrieve
    assert.deepStrictEqual({ idempotent, method, path, payload, query }, {
      idempotent: true,
      method: "GET",
      path: "/campaigns/:id",
      payload: undefined,
      query: undefined
    })
  })

  it("declares GET /campaigns/:id/rows", () => {
    const { idempotent, method, path, payload, query } = Api.campaigns.getRows
    assert.deepStrictEqual({ idempotent, method, path, payload, query }, {
      idempotent: true,
      method: "GET",
      path: "/campaigns/:id/rows",
      payload: undefined,
      query: RowsQuery.RowsQuery
    })
  })
})

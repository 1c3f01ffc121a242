import { Api, Endpoint, Voice } from "@effect-revox/schema"
import { api, fromGroups } from "@effect-revox/schema/HttpApi"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { OpenApi } from "effect/http-api"

const methods = ["get", "post", "put", "patch", "delete"] as const

const operations = ({ paths }: OpenApi.OpenAPISpec) =>
  Object.entries(paths).flatMap(([path, item]) => {
    assert.deepStrictEqual(Object.keys(item).filter((key) => !methods.some((method) => method === key)), [])
    return methods.flatMap((method) => {
      const id = item[method]?.operationId
      return id === undefined ? [] : [`${id}: ${method.toUpperCase()} ${path}`]
    })
  })

const things = {
  create: Endpoint.make("POST", "/things", {
    summary: "Creates a thing.",
    payload: Schema.Struct({ voice: Voice.Voice }),
    success: Schema.Struct({ voice: Schema.NullOr(Voice.Voice) }),
    idempotent: false
  }),
  pause: Endpoint.make("POST", "/things/:id/pause", {
    summary: "Pauses a thing.",
    success: Endpoint.Empty,
    idempotent: true,
    provisional: true
  }),
  name: Endpoint.make("GET", "/things/:id/name", { summary: "", success: Endpoint.Text }),
  sample: Endpoint.make("GET", "/things/:id/sample", { summary: "", success: Endpoint.bytes("audio/mpeg") }),
  list: Endpoint.make("GET", "/things", {
    summary: "Lists things.",
    query: Schema.Struct({
      page: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)).annotateKey({ description: "The page." }),
      statuses: Schema.optionalKey(Schema.Array(Schema.Literals(["new", "old"]))).annotateKey({
        description: "The statuses."
      }),
      all: Schema.optionalKey(Schema.Boolean)
    }),
    success: Schema.Array(Schema.String)
  })
}

const { components, paths } = OpenApi.fromApi(fromGroups("test", { things }))

describe("OpenApi.fromApi", () => {
  it("has exactly one operation for each endpoint of the Revox API", () => {
    const declared = Object.entries(Api).flatMap(([group, endpoints]) =>
      Object.entries(endpoints).map(([name, { method, path }]) =>
        `${group}.${name}: ${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`
      )
    )
    assert.sameMembers(operations(OpenApi.fromApi(api)), declared)
  })

  it("describes whether an endpoint is idempotent and publicly documented", () => {
    const create: object = paths["/things"]?.post ?? {}
    assert.deepInclude(create, { summary: "Creates a thing.", "x-idempotent": false })
    assert.notProperty(create, "x-provisional")
    const pause: object = paths["/things/{id}/pause"]?.post ?? {}
    assert.deepInclude(pause, {
      description: "The method or the path of this endpoint is not publicly documented. Both are inferred.",
      "x-idempotent": true,
      "x-provisional": true
    })
  })

  it("describes query parameters as they are declared, and arrays as joined with commas", () => {
    const integer = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
    const statuses = { type: "array", items: { type: "string", enum: ["new", "old"] } }
    assert.deepStrictEqual<ReadonlyArray<object>>(paths["/things"]?.get?.parameters ?? [], [
      { name: "page", in: "query", required: true, description: "The page.", schema: integer },
      {
        name: "statuses",
        in: "query",
        required: false,
        description: "The statuses.",
        schema: statuses,
        style: "form",
        explode: false
      },
      { name: "all", in: "query", required: false, schema: { type: "boolean" } }
    ])
  })

  it("has the media type of each response", () => {
    const contentOf = (path: string, method: "get" | "post", status = 200) =>
      paths[path]?.[method]?.responses[status]?.content
    assert.hasAllKeys(contentOf("/things", "get"), ["application/json"])
    assert.deepStrictEqual(contentOf("/things/{id}/name", "get"), { "text/plain": { schema: { type: "string" } } })
    assert.deepStrictEqual(contentOf("/things/{id}/sample", "get"), {
      "audio/mpeg": { schema: { type: "string", format: "binary" } }
    })
    const pause = paths["/things/{id}/pause"]?.post?.responses ?? {}
    assert.isUndefined(contentOf("/things/{id}/pause", "post", 204))
    assert.deepStrictEqual(Object.keys(pause), [200, 204, 400, 401, 403, 404, 409, 422, 429, 500].map(String))
  })

  it("has one definition for an entity that requests and responses share, with its bounds", () => {
    assert.sameMembers(Object.keys(components.schemas), ["ErrorBody", "Unrecognized", "Voice"])
    assert.deepInclude(components.schemas["Voice"], { description: "The voice that an assistant speaks with." })
    assert.nestedPropertyVal(components.schemas["Voice"], "properties.speed.maximum", 1.5)
    const { requestBody, responses } = paths["/things"]?.post ?? {}
    const reference = { $ref: "#/components/schemas/Voice" }
    assert.deepStrictEqual<object | undefined>(requestBody?.content["application/json"]?.schema, {
      type: "object",
      properties: { voice: reference },
      required: ["voice"]
    })
    assert.deepStrictEqual<object | undefined>(responses?.[200]?.content?.["application/json"]?.schema, {
      type: "object",
      properties: { voice: { anyOf: [reference, { type: "null" }] } },
      required: ["voice"]
    })
  })

  it("requires a bearer token", () => {
    assert.deepStrictEqual(components.securitySchemes, { bearer: { type: "http", scheme: "Bearer" } })
    assert.deepStrictEqual(paths["/things"]?.get?.security, [{ bearer: [] }])
  })
})

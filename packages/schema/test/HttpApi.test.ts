import { Endpoint, QueryString, Voice } from "@effect-revox/schema"
import { Authorization, ErrorResponse, fromGroups, layerClient } from "@effect-revox/schema/HttpApi"
import { assert, describe, layer } from "@effect/vitest"
import { DateTime, Effect, Layer, Redacted, Schema } from "effect"
import { HttpClient, HttpClientResponse, HttpServer } from "effect/http"
import { HttpApiBuilder, HttpApiClient, HttpApiTest } from "effect/http-api"

const things = {
  list: Endpoint.make("GET", "/things", {
    summary: "",
    query: Schema.Struct({
      page: Schema.optionalKey(Schema.Int),
      statuses: Schema.optionalKey(Schema.Array(Schema.String))
    }),
    success: Schema.Struct({ query: Schema.String })
  }),
  create: Endpoint.make("POST", "/things", {
    summary: "",
    payload: Schema.Struct({ voice: Voice.Voice, at: Schema.DateTimeUtcFromString }),
    success: Schema.Struct({ voice: Voice.Voice, at: Schema.DateTimeUtcFromString }),
    idempotent: false
  }),
  retrieve: Endpoint.make("GET", "/things/:id", { summary: "", success: Schema.String }),
  name: Endpoint.make("GET", "/things/:id/name", { summary: "", success: Endpoint.Text }),
  sample: Endpoint.make("GET", "/things/:id/sample", { summary: "", success: Endpoint.bytes("audio/mpeg") }),
  remove: Endpoint.make("DELETE", "/things/:id", { summary: "", success: Endpoint.Empty })
}

const api = fromGroups("test", { things })

const handlers = HttpApiBuilder.group(api, "things", (handlers) =>
  handlers.handleAll({
    list: Effect.fnUntraced(function*({ query }) {
      const encoded = yield* Effect.orDie(Schema.encodeEffect(QueryString.codec(things.list.query))(query))
      return { query: JSON.stringify(encoded) }
    }),
    create: ({ payload }) => Effect.succeed({ ...payload, voice: { ...payload.voice, speed: 9 } }),
    retrieve: ({ params }) => Effect.fail(new ErrorResponse({ status: 404, message: `No thing ${params.id}` })),
    name: ({ params }) => Effect.succeed(`thing ${params.id}`),
    sample: () => Effect.succeed(new Uint8Array([1, 2, 3])),
    remove: () => Effect.void
  }))

const authorization = Layer.succeed(Authorization, {
  bearer: (handler, { credential }) =>
    Redacted.value(credential) === "secret"
      ? handler
      : Effect.fail(new ErrorResponse({ status: 401, message: "Unknown key" }))
})

const authorized = layerClient(Redacted.make("secret"))
const at = DateTime.makeUnsafe("2026-11-21T09:30:00.000Z")

const client = HttpApiTest.groups(api, ["things"])
const requestSample = Effect.flatMap(client, ({ things }) => things.sample({ params: { id: "1" } }))

/** A client whose server sends the same response to every request. */
const clientOf = (response: () => Response) =>
  HttpApiClient.makeWith(api, {
    baseUrl: "http://localhost",
    httpClient: HttpClient.make((request) => Effect.sync(() => HttpClientResponse.fromWeb(request, response())))
  })

layer(Layer.mergeAll(Layer.provideMerge(handlers, authorization), HttpServer.layerServices))("fromGroups", (it) => {
  describe("client and handlers", () => {
    it.effect("send the query as comma-joined strings", () =>
      Effect.gen(function*() {
        const { things } = yield* client
        const { query } = yield* things.list({ query: { page: 2, statuses: ["running", "done"] } })
        assert.deepStrictEqual(JSON.parse(query), { page: "2", statuses: "running,done" })
        const empty = yield* things.list({ query: {} })
        assert.strictEqual(empty.query, "{}")
      }).pipe(Effect.provide(authorized)))

    it.effect("check bounds of requests, and not of responses", () =>
      Effect.gen(function*() {
        const { things } = yield* client
        const payload = { voice: Voice.Voice.make({ id: "v", provider: "cartesia", speed: 1 }), at }
        const created = yield* things.create({ payload })
        assert.deepStrictEqual(created, { voice: { id: "v", provider: "cartesia", speed: 9 }, at })
        const error = yield* Effect.flip(things.create({ payload: created }))
        assert.strictEqual(error._tag, "SchemaError")
        assert.include(error.message, `["voice"]["speed"]`)
      }).pipe(Effect.provide(authorized)))

    it.effect("transfer text, bytes and empty responses", () =>
      Effect.gen(function*() {
        const { things } = yield* client
        const params = { id: "1" }
        assert.strictEqual(yield* things.name({ params }), "thing 1")
        assert.deepStrictEqual(yield* things.sample({ params }), new Uint8Array([1, 2, 3]))
        const [value, response] = yield* things.remove({ params, responseMode: "decoded-and-response" })
        assert.deepStrictEqual([value, response.status], [undefined, 204])
        const sample = yield* things.sample({ params, responseMode: "response-only" })
        assert.strictEqual(sample.headers["content-type"], "audio/mpeg")
      }).pipe(Effect.provide(authorized)))

    it.effect("transfer the status and the message of an error", () =>
      Effect.gen(function*() {
        const { things } = yield* client
        const request = { params: { id: "1" } }
        const error = yield* Effect.flip(things.retrieve(request))
        assert.deepStrictEqual(error, new ErrorResponse({ status: 404, message: "No thing 1" }))
        const response = yield* things.retrieve({ ...request, responseMode: "response-only" })
        assert.strictEqual(response.status, 404)
        assert.deepStrictEqual(yield* response.json, { error: { message: "No thing 1" } })
      }).pipe(Effect.provide(authorized)))

    it.effect("reject a request with another key", () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(requestSample)
        assert.deepStrictEqual(error, new ErrorResponse({ status: 401, message: "Unknown key" }))
      }).pipe(Effect.provide(layerClient(Redacted.make("guess")))))
  })

  describe("client", () => {
    it.effect("accepts a 200 with a body as an empty response", () =>
      Effect.gen(function*() {
        const { things } = yield* clientOf(() => Response.json({ success: true }))
        assert.isUndefined(yield* things.remove({ params: { id: "1" } }))
      }).pipe(Effect.provide(authorized)))

    it.effect("checks types and required fields of responses", () =>
      Effect.gen(function*() {
        const { things } = yield* clientOf(() => Response.json({ query: 1 }))
        const error = yield* Effect.flip(things.list({ query: {} }))
        assert.strictEqual(error._tag, "SchemaError")
        assert.include(error.message, `["query"]`)
      }).pipe(Effect.provide(authorized)))

    it.effect.each([400, 401, 403, 404, 409, 422, 429, 500] as const)(
      "decodes a %d",
      (status) =>
        Effect.gen(function*() {
          const { things } = yield* clientOf(() => Response.json({ error: { message: "No." } }, { status }))
          const error = yield* Effect.flip(things.name({ params: { id: "1" } }))
          assert.deepStrictEqual(error, new ErrorResponse({ status, message: "No." }))
        }).pipe(Effect.provide(authorized))
    )

    it.effect.each(
      [
        ["another status", 418, { error: { message: "No." } }],
        ["another body", 404, "No."]
      ] as const
    )("fails with the status of an error response with %s", ([_, status, body]) =>
      Effect.gen(function*() {
        const { things } = yield* clientOf(() => Response.json(body, { status }))
        const error = yield* Effect.flip(things.name({ params: { id: "1" } }))
        assert(error._tag === "HttpClientError")
        assert.strictEqual(error.response?.status, status)
      }).pipe(Effect.provide(authorized)))
  })
})

import { RevoxClient } from "@effect-revox/client"
import { Endpoint } from "@effect-revox/schema"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Schema } from "effect"
import * as StubServer from "./utils/StubServer.ts"

const Appointment = Schema.Struct({
  at: Schema.DateTimeUtcFromString,
  guests: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 8 }))
})

const create = Endpoint.make("POST", "/rooms/:room/appointments", {
  summary: "Creates an appointment.",
  params: { room: Schema.String.check(Schema.isMaxLength(10)) },
  query: Schema.Struct({
    notify: Schema.Boolean,
    tags: Schema.optionalKey(Schema.Array(Schema.String)),
    limit: Schema.optionalKey(Schema.Int)
  }),
  payload: Appointment,
  success: Schema.Struct({ id: Schema.FiniteFromString }),
  idempotent: false
})

const request = {
  params: { room: "blue/1" },
  query: { notify: true, tags: ["a", "b"], limit: 5 },
  payload: { at: DateTime.makeUnsafe("2026-11-25T10:00:00Z"), guests: 2 }
}

const invalid = (request: Endpoint.Request<typeof create>) =>
  Effect.gen(function*() {
    const server = yield* StubServer.make([StubServer.json(200, { id: "7" })])
    const error = yield* RevoxClient.execute(create, request).pipe(Effect.flip, Effect.provide(server.layer))
    assert.strictEqual(error.reason._tag, "InvalidRequestError")
    assert.strictEqual(error.delivery, "not-sent")
    assert.isFalse(error.isRetryable)
    assert.deepStrictEqual(yield* server.sent, [])
    return error.message
  })

const success = <S extends Schema.Constraint>(success: S) =>
  Endpoint.make("GET", "/things", { summary: "Retrieves things.", success })

describe("RevoxClient.execute", () => {
  it.effect("sends the method, path, query and JSON body of an endpoint, encoded by its schemas", () =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([StubServer.json(200, { id: "7" })])
      const appointment = yield* RevoxClient.execute(create, request).pipe(Effect.provide(server.layer))
      assert.deepStrictEqual(appointment, { id: 7 })
      const [sent] = yield* server.sent
      assert.strictEqual(sent?.method, "POST")
      assert.strictEqual(
        sent?.url,
        "https://www.getrevox.com/api/rooms/blue%2F1/appointments?notify=true&tags=a%2Cb&limit=5"
      )
      assert.strictEqual(sent?.headers["content-type"], "application/json")
      assert.strictEqual(sent?.body, `{"at":"2026-11-25T10:00:00.000Z","guests":2}`)
    }))

  it.effect("accepts a path without a slash, which JavaScript may declare", () =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([StubServer.json(200, {})])
      const endpoint = { ...success(Schema.Struct({})), path: "things" }
      yield* RevoxClient.execute(endpoint, {}).pipe(Effect.provide(server.layer))
      assert.strictEqual((yield* server.sent)[0]?.url, "https://www.getrevox.com/api/things")
    }))

  it.effect("names the field of an invalid request, and sends nothing", () =>
    Effect.gen(function*() {
      assert.include(yield* invalid({ ...request, params: { room: "a room too far" } }), `["room"]`)
      assert.include(yield* invalid({ ...request, query: { notify: true, limit: 0.5 } }), `["limit"]`)
      assert.include(yield* invalid({ ...request, payload: { ...request.payload, guests: 9 } }), `["guests"]`)
    }))

  it.effect("rejects keys that the endpoint does not have, which are likely typing mistakes", () =>
    Effect.gen(function*() {
      const query = { notify: true, limits: 5 }
      assert.include(yield* invalid({ ...request, query }), `["limits"]`)
      const payload = { ...request.payload, guest: 2 }
      assert.include(yield* invalid({ ...request, payload }), `["guest"]`)
    }))

  it.effect("returns a body that is neither JSON nor text as bytes", () =>
    Effect.gen(function*() {
      const audio = new Uint8Array([255, 0, 128])
      const server = yield* StubServer.make([() => new Response(audio, { headers: { "content-type": "audio/mpeg" } })])
      const bytes = yield* RevoxClient.execute(success(Endpoint.bytes("audio/mpeg")), {}).pipe(
        Effect.provide(server.layer)
      )
      assert.deepStrictEqual(bytes, audio)
      const [sent] = yield* server.sent
      assert.strictEqual(sent?.headers["accept"], "audio/mpeg, application/json")
    }))

  it.effect("returns a text body as it is", () =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([() => new Response("a,b\n1,2\n")])
      const text = yield* RevoxClient.execute(success(Endpoint.Text), {}).pipe(Effect.provide(server.layer))
      assert.strictEqual(text, "a,b\n1,2\n")
    }))

  it.effect.each(
    [
      ["204", () => new Response(null, { status: 204 })],
      ["an empty 200", () => new Response("")],
      ["a 200 with a body", StubServer.json(200, { success: true })]
    ] as const
  )("returns nothing for an empty endpoint after %s", ([_, response]) =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([response])
      const { attempts, value } = yield* RevoxClient.executeResponse(success(Endpoint.Empty), {}).pipe(
        Effect.provide(server.layer)
      )
      assert.isUndefined(value)
      assert.strictEqual(attempts, 1)
    }))

  it.effect("reads the error body of an endpoint that returns bytes", () =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([StubServer.json(422, { message: "no such voice" })])
      const error = yield* RevoxClient.execute(success(Endpoint.bytes("audio/mpeg")), {}).pipe(
        Effect.flip,
        Effect.provide(server.layer)
      )
      assert.include(error.message, "no such voice")
    }))

  it.effect("names a call by its method and path, or by its operation", () =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([StubServer.json(404, {})])
      const operationOf = (options?: RevoxClient.ExecuteOptions<unknown>) =>
        RevoxClient.execute(success(Endpoint.Text), {}, options).pipe(
          Effect.flip,
          Effect.map((error) => error.operation),
          Effect.provide(server.layer)
        )
      assert.strictEqual(yield* operationOf(), "GET /things")
      assert.strictEqual(yield* operationOf({ operation: "Things.list" }), "Things.list")
    }))

  it.effect("warns that the path of a provisional endpoint may be wrong when it is not found", () =>
    Effect.gen(function*() {
      const server = yield* StubServer.make([StubServer.json(404, {})])
      const provisional = Endpoint.make("GET", "/things", { summary: "", success: Endpoint.Text, provisional: true })
      const error = yield* RevoxClient.execute(provisional, {}).pipe(Effect.flip, Effect.provide(server.layer))
      assert.include(error.message, "not publicly documented")
    }))
})

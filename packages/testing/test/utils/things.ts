import * as Endpoint from "@effect-revox/schema/Endpoint"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ApiError } from "../../src/internal/apiError.ts"
import * as Engine from "../../src/internal/engine.ts"
import type { Handlers } from "../../src/internal/handler.ts"
import * as Injections from "../../src/internal/injections.ts"
import * as Log from "../../src/internal/log.ts"
import * as Memory from "../../src/internal/memory.ts"
import * as Routes from "../../src/internal/routes.ts"
import * as Socket from "../../src/internal/socket.ts"

const ThingCreate = Schema.Struct({
  name: Schema.String,
  due: Schema.DateTimeUtcFromString,
  tags: Schema.optionalKey(Schema.Array(Schema.Struct({ key: Schema.String })))
})

/** An API with every kind of request and response that endpoints can declare. */
export const things = {
  retrieve: Endpoint.make("GET", "/things/:number", {
    summary: "Returns the decoded parameters.",
    params: { number: Schema.FiniteFromString },
    query: Schema.Struct({ deep: Schema.optionalKey(Schema.Boolean) }),
    success: Schema.Unknown
  }),
  latest: Endpoint.make("GET", "/things/latest", { summary: "", success: Schema.Literal("latest") }),
  create: Endpoint.make("POST", "/things", {
    summary: "Returns the decoded payload.",
    payload: ThingCreate,
    success: Schema.Struct({ name: Schema.String, dueAt: Schema.Finite }),
    idempotent: false
  }),
  remove: Endpoint.make("DELETE", "/things/:number", { summary: "", success: Endpoint.Empty }),
  audio: Endpoint.make("GET", "/things/:number/audio", { summary: "", success: Endpoint.bytes("audio/mpeg") }),
  notes: Endpoint.make("GET", "/things/:number/notes", { summary: "", success: Endpoint.Text })
}

const handlers: Handlers<typeof things> = {
  retrieve: ({ params, query }) => Effect.succeed({ params, query }),
  latest: () => Effect.succeed("latest"),
  create: ({ payload }) =>
    payload.name === "taken"
      ? Effect.fail(new ApiError({ status: 409, message: "The name is taken" }))
      : Effect.succeed({ name: payload.name, dueAt: DateTime.toEpochMillis(payload.due) }),
  remove: () => Effect.void,
  audio: ({ params }) => Effect.succeed(new Uint8Array([0, 255, params.number.length])),
  notes: () => Effect.succeed("été")
}

/** An engine that serves the things. */
export class Things extends Context.Service<Things, {
  readonly origin: string
  readonly log: Log.Log
  readonly injections: Injections.Injections
}>()("Things") {}

// The log has ids for the endpoints of the API only.
const routes: ReadonlyArray<Routes.Route<undefined, never>> = Routes.make("things", things, handlers).map(
  (route) => ({ ...route, id: undefined })
)

const makeEngine = Effect.gen(function*() {
  const log = yield* Log.make({ requests: 100, bodyBytes: 100 })
  const injections = Injections.make()
  const engine = yield* Engine.make({ routes, apiKey: Redacted.make("key"), errorBody: "message", log, injections })
  return { engine, log, injections }
})

const socket = Layer.effect(
  Things,
  Effect.gen(function*() {
    const { engine, injections, log } = yield* makeEngine
    return { origin: yield* Socket.serve(engine, 0), log, injections }
  })
)

const memory = Layer.effectContext(
  Effect.map(
    makeEngine,
    ({ engine, injections, log }) =>
      Context.make(Things, { origin: Memory.origin, log, injections }).pipe(
        Context.add(HttpClient.HttpClient, Memory.client(engine))
      )
  )
)

/** The engine over a socket, and in memory. */
export const transports = [
  ["over a socket", Layer.merge(socket, FetchHttpClient.layer)],
  ["in memory", memory]
] as const

/** Sends a request with the API key, and reads the response. */
export const send = Effect.fnUntraced(
  function*(method: "GET" | "POST" | "DELETE" | "PUT", path: string, options: HttpClientRequest.Options.NoUrl = {}) {
    const { origin } = yield* Things
    const request = HttpClientRequest.make(method)(`${origin}/api${path}`, options)
    const response = yield* HttpClient.execute(HttpClientRequest.bearerToken(request, "key"))
    const bytes = new Uint8Array(yield* response.arrayBuffer)
    return { status: response.status, headers: response.headers, bytes, text: new TextDecoder().decode(bytes) }
  }
)

/** The records of all requests. */
export const records = Things.use(({ log }) => Effect.sync(log.records))

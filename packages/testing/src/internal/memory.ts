import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Stream from "effect/Stream"
import { gunzipSync } from "node:zlib"
import type { SimulatedResponse } from "../SimulatedResponse.ts"
import type { Engine } from "./engine.ts"
import type { Entry } from "./log.ts"
import { chunks } from "./chunks.ts"
import * as RequestBody from "./requestBody.ts"

/** The origin of the API without a server. */
export const origin = "http://127.0.0.1"

/** The target of redirects to another origin. */
const otherOrigin = "http://localhost"

const transportError = (request: HttpClientRequest.HttpClientRequest, description: string) =>
  new HttpClientError.HttpClientError({
    reason: new HttpClientError.TransportError({ request, description, cause: new Error(description) })
  })

/** Decompresses the body but keeps `content-encoding`, as `fetch` does. */
const decompressed = (response: SimulatedResponse): SimulatedResponse =>
  response.headers["content-encoding"] === "gzip" ? { ...response, body: gunzipSync(response.body) } : response

/** Streams a body with its delays. An interruption fails the stream or stalls it. */
const bodyOf = (response: SimulatedResponse, entry: Entry): Stream.Stream<Uint8Array, Error> => {
  const { interruption, chunkDelay } = response.delivery
  const sent = Stream.fromIterable(chunks(response)).pipe(
    Stream.mapEffect((chunk) => Effect.as(Effect.sleep(chunkDelay), chunk))
  )
  const body = interruption === undefined
    ? sent
    : Stream.concat(sent, interruption.kind === "stall" ? Stream.never : Stream.fail(new Error("terminated")))
  return Stream.onExit(body, (exit) =>
    Effect.map(Clock.currentTimeMillis, (clock) => {
      entry.end(Exit.isSuccess(exit) ? "completed" : Exit.hasInterrupts(exit) ? "aborted" : "broken", clock)
    }))
}

const endAt = (entry: Entry, outcome: Parameters<Entry["end"]>[0]): Effect.Effect<void> =>
  Effect.map(Clock.currentTimeMillis, (clock) => entry.end(outcome, clock))

/** Converts a response without the platform's promises, which `TestClock` would not await. */
const deliver = Effect.fnUntraced(
  function*(request: HttpClientRequest.HttpClientRequest, response: SimulatedResponse, entry: Entry) {
    const { interruption, headersDelay, chunkDelay } = response.delivery
    const end = (outcome: Parameters<Entry["end"]>[0]) => endAt(entry, outcome)
    if (headersDelay > 0) {
      yield* Effect.onInterrupt(Effect.sleep(headersDelay), () => end("aborted"))
    }
    if (interruption?.at === "headers") {
      if (interruption.kind === "stall") {
        return yield* Effect.onInterrupt(Effect.never, () => end("aborted"))
      }
      yield* end("broken")
      return yield* transportError(request, interruption.kind === "reset" ? "read ECONNRESET" : "other side closed")
    }
    const options = { status: response.status, headers: response.headers }
    if (interruption !== undefined || chunkDelay > 0) {
      const serverResponse = HttpServerResponse.stream(bodyOf(response, entry), options)
      return HttpServerResponse.toClientResponse(serverResponse, { request })
    }
    yield* end("completed")
    const serverResponse = response.body.length === 0 || bodiless.has(response.status)
      ? HttpServerResponse.empty(options)
      : HttpServerResponse.uint8Array(response.body, options)
    return HttpServerResponse.toClientResponse(serverResponse, { request })
  }
)

/** Statuses whose responses never have a body, even if a fault sets one. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304])

/** The headers and the body of a request, with the content type that its body implies. */
interface Message {
  readonly headers: HttpClientRequest.HttpClientRequest["headers"]
  readonly body: Effect.Effect<Uint8Array, HttpClientError.HttpClientError>
}

const toMessage = (
  request: HttpClientRequest.HttpClientRequest
): Effect.Effect<Message, HttpClientError.HttpClientError> => {
  const { body, headers } = request
  const unreadable = (cause: unknown) => transportError(request, `The request body cannot be read: ${String(cause)}`)
  switch (body._tag) {
    case "Empty":
      return Effect.succeed({ headers, body: Effect.succeed(new Uint8Array(0)) })
    case "Uint8Array":
      return Effect.succeed({ headers, body: Effect.succeed(body.body) })
    case "Stream":
      return Effect.succeed({ headers, body: Effect.mapError(Stream.mkUint8Array(body.stream), unreadable) })
    // Other body types that `fetch` accepts, such as forms with a generated boundary.
    default:
      return HttpClientRequest.toWeb(request).pipe(
        Effect.mapError(unreadable),
        Effect.map((web) => ({
          headers: Headers.fromInput(web.headers),
          body: Effect.tryPromise({ try: () => web.bytes(), catch: unreadable })
        }))
      )
  }
}

/** An `HttpClient` that sends its requests to an engine, without a socket. */
export const client = (engine: Engine): HttpClient.HttpClient =>
  HttpClient.make(Effect.fnUntraced(function*(request, url) {
    if (url.origin !== origin && url.origin !== otherOrigin) {
      return yield* transportError(request, `connect ECONNREFUSED ${url.host}`)
    }
    const { body, headers } = yield* toMessage(request)
    const { entry, respond } = engine.receive(
      { method: request.method, target: url.pathname + url.search, headers: { host: url.host, ...headers } },
      yield* Clock.currentTimeMillis
    )
    const bytes = yield* Effect.onError(body, () => endAt(entry, "aborted"))
    const response = yield* respond(
      bytes.length > RequestBody.maxBytes ? Effect.fail(RequestBody.tooLarge) : Effect.succeed(bytes)
    )
    return yield* deliver(request, decompressed(response), entry)
  }))

import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import * as ByteSize from "effect/ByteSize"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as HttpServer from "effect/http/HttpServer"
import type { ServeError } from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Scope from "effect/Scope"
import * as NodeHttp from "node:http"
import type { Break, SimulatedResponse } from "../SimulatedResponse.ts"
import type { ApiError } from "./apiError.ts"
import type { Engine } from "./engine.ts"
import { chunks } from "./chunks.ts"
import * as RequestBody from "./requestBody.ts"

/** Writes a chunk and waits until the operating system has accepted it, so that a later reset does not discard it. */
const write = (serverResponse: NodeHttp.ServerResponse, chunk: Uint8Array): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    serverResponse.write(chunk, () => resume(Effect.void))
  })

const applyBreak = (serverResponse: NodeHttp.ServerResponse, kind: Break["kind"]): Effect.Effect<void> => {
  if (kind === "stall") {
    return Effect.never
  }
  return Effect.sync(() => {
    const socket = serverResponse.socket
    if (kind === "reset") {
      socket?.resetAndDestroy()
    } else {
      socket?.destroy()
    }
    serverResponse.destroy()
  })
}

const writeHead = (serverResponse: NodeHttp.ServerResponse, response: SimulatedResponse): void => {
  // RFC 9110: a 204 has no body, and must not state a length.
  const length = response.status === 204 ? {} : { "content-length": String(response.body.length) }
  serverResponse.writeHead(response.status, { ...response.headers, ...length })
}

/** Sends a response with its delays and interruptions. */
const deliver = Effect.fnUntraced(function*(serverResponse: NodeHttp.ServerResponse, response: SimulatedResponse) {
  const { interruption, headersDelay, chunkDelay } = response.delivery
  yield* Effect.sleep(headersDelay)
  if (interruption?.at === "headers") {
    return yield* applyBreak(serverResponse, interruption.kind)
  }
  yield* Effect.sync(() => {
    writeHead(serverResponse, response)
    serverResponse.flushHeaders()
  })
  for (const chunk of chunks(response)) {
    yield* Effect.sleep(chunkDelay)
    yield* write(serverResponse, chunk)
  }
  if (interruption !== undefined) {
    return yield* applyBreak(serverResponse, interruption.kind)
  }
  return yield* Effect.callback<void>((resume) => {
    serverResponse.end(() => resume(Effect.void))
  })
})

const isImmediate = ({ delivery }: SimulatedResponse): boolean =>
  delivery.headersDelay === 0 && delivery.chunks === 1 && delivery.chunkDelay === 0 &&
  delivery.interruption === undefined

/** Requests without a body have neither header, and are not read: that would delay their responses. */
const hasBody = (headers: HttpServerRequest.HttpServerRequest["headers"]): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0"

const readBody = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<Uint8Array, ApiError> =>
  hasBody(request.headers)
    ? request.arrayBuffer.pipe(
      Effect.map((buffer) => new Uint8Array(buffer)),
      Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(RequestBody.maxBytes)),
      // A body that breaks off closes the connection, which interrupts the handler.
      Effect.catch(({ reason }) =>
        reason._tag === "RequestParseError" && reason.reason === "BodyTooLarge"
          ? Effect.fail(RequestBody.tooLarge)
          : Effect.never
      ),
      Effect.interruptible
    )
    : Effect.succeed(new Uint8Array(0))

const handler = (engine: Engine) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const clock = yield* Clock.Clock
    const { entry, respond } = engine.receive(
      { method: request.method, target: request.url, headers: request.headers },
      clock.currentTimeMillisUnsafe()
    )
    const serverResponse = NodeHttpServerRequest.toServerResponse(request)
    if (!(serverResponse instanceof NodeHttp.ServerResponse)) {
      return yield* Effect.die("The simulator's server speaks HTTP/1.1")
    }
    let broken = false
    // Node emits `close` after the last byte was sent, which is later than the end of this effect.
    serverResponse.once("close", () => {
      const outcome = broken ? "broken" : serverResponse.writableFinished ? "completed" : "aborted"
      entry.end(outcome, clock.currentTimeMillisUnsafe())
    })
    const response = yield* respond(readBody(request))
    if (isImmediate(response)) {
      writeHead(serverResponse, response)
      serverResponse.end(response.body)
    } else {
      // Handlers are uninterruptible by default, and this one may wait indefinitely.
      yield* Effect.interruptible(deliver(serverResponse, response))
      broken = response.delivery.interruption !== undefined
    }
    // The response has ended, so the server does not write this one.
    return HttpServerResponse.empty()
  })

/** Serves an engine on the loopback interface and returns the origin. Port 0 selects a free port. */
export const serve = Effect.fnUntraced(
  function*(engine: Engine, port: number): Effect.fn.Return<string, ServeError, Scope.Scope> {
    const node = NodeHttp.createServer()
    const server = yield* NodeHttpServer.make(() => node, {
      host: "127.0.0.1",
      port,
      disablePreemptiveShutdown: true
    })
    // Kept-alive connections and requests in flight would delay the end of a test.
    yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
    yield* server.serve(handler(engine))
    return HttpServer.formatAddress(server.address)
  }
)

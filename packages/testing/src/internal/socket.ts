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

/** Writes a chunk, and waits until the system has taken it over: what a reset must not destroy. */
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

/** Sends an answer with all that is wrong about its delivery. */
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
    // Node tells whether the last byte left, which is later than this effect ends.
    serverResponse.once("close", () => {
      const outcome = broken ? "broken" : serverResponse.writableFinished ? "completed" : "aborted"
      entry.end(outcome, clock.currentTimeMillisUnsafe())
    })
    const response = yield* respond(readBody(request))
    if (isImmediate(response)) {
      writeHead(serverResponse, response)
      serverResponse.end(response.body)
    } else {
      // Handlers can't be interrupted unless they say so, and this one may be waiting for ever.
      yield* Effect.interruptible(deliver(serverResponse, response))
      broken = response.delivery.interruption !== undefined
    }
    // All is written: the server finds the serverResponse ended and leaves it alone.
    return HttpServerResponse.empty()
  })

/** Serves an engine on a port of the loopback interface, 0 for any that is free, and tells the origin. */
export const serve = Effect.fnUntraced(
  function*(engine: Engine, port: number): Effect.fn.Return<string, ServeError, Scope.Scope> {
    const node = NodeHttp.createServer()
    const server = yield* NodeHttpServer.make(() => node, {
      host: "127.0.0.1",
      port,
      disablePreemptiveShutdown: true
    })
    // Kept-alive connections would hold up the end of a test, and requests under way are of no use to it.
    yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
    yield* server.serve(handler(engine))
    return HttpServer.formatAddress(server.address)
  }
)

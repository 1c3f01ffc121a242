import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as SimulatedResponse from "../SimulatedResponse.ts"
import type { EndpointId } from "../RequestRecord.ts"
import { ApiError } from "./apiError.ts"
import type { Headers } from "./authentication.ts"
import * as Authentication from "./authentication.ts"
import type { Injections } from "./injections.ts"
import type * as Log from "./log.ts"
import * as Recordings from "./recordings.ts"
import * as RequestBody from "./requestBody.ts"
import { RequestContext } from "./requestContext.ts"
import * as RequestTarget from "./requestTarget.ts"
import { problemOf } from "./responseArguments.ts"
import type { Route } from "./routes.ts"
import * as Routing from "./routing.ts"
import type { SimulatedTime } from "./simulatedTime.ts"

/** The first line and the headers of a request. */
export interface RequestHead {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Headers
}

/** A logged request and its response. */
export interface Exchange {
  readonly entry: Log.Entry
  /** Reads the body and computes the response. */
  readonly respond: (body: Effect.Effect<Uint8Array, ApiError>) => Effect.Effect<SimulatedResponse.SimulatedResponse>
}

/** The API independent of how requests are sent. */
export interface Engine {
  /** Logs a request at a reading of the clock. */
  readonly receive: (head: RequestHead, clock: number) => Exchange
}

/** The parts of an engine. */
export interface Options<R> {
  readonly routes: ReadonlyArray<Route<EndpointId | undefined, R>>
  readonly apiKey: Redacted.Redacted<string>
  readonly errorBody: SimulatedResponse.ErrorBody
  readonly log: Log.Log
  readonly injections: Injections
  /** Time that the first request with the API key starts. */
  readonly time?: SimulatedTime | undefined
  /** Whether recordings are served on the origin of the API. */
  readonly servesRecordings?: boolean | undefined
}

/** Replaces a response that faults made and that cannot be sent. */
const checked = (response: SimulatedResponse.SimulatedResponse): SimulatedResponse.SimulatedResponse => {
  const problem = problemOf(response)
  // In one format, because that of the simulator may have no message.
  return problem === undefined ? response : SimulatedResponse.error("error.message", 500, problem.message)
}

export const make = Effect.fnUntraced(function*<R>(options: Options<R>): Effect.fn.Return<Engine, never, R> {
  const { errorBody, injections, log } = options
  const services = yield* Effect.context<R>()
  const match = Routing.matcher(options.routes)
  const { authenticate, isAuthentic } = Authentication.make(options.apiKey)
  const error = (status: number, message: string) => SimulatedResponse.error(errorBody, status, message)

  const serve = Effect.fnUntraced(function*(
    head: RequestHead,
    { path, query }: RequestTarget.RequestTarget,
    found: Routing.Match<Route<EndpointId | undefined, R>>,
    body: Result.Result<RequestBody.RequestBody | undefined, ApiError>
  ) {
    if (found._tag === "NotFound") {
      const recording = options.servesRecordings ? Recordings.respond(path, head.headers) : undefined
      if (recording !== undefined) {
        return recording instanceof ApiError ? yield* recording : recording
      }
      return yield* new ApiError({ status: 404, message: `Path not found: ${path}` })
    }
    yield* authenticate(head.headers)
    if (found._tag === "MethodNotAllowed") {
      const headers = { allow: found.allowed.join(", ") }
      return yield* new ApiError({ status: 405, message: `Method not allowed: ${head.method}`, headers })
    }
    const contentType = head.headers["content-type"]
    return yield* found.route.serve({
      params: found.params,
      query,
      contentType,
      body: yield* Effect.fromResult(body)
    })
  })

  return {
    receive: (head, receivedAt) => {
      const target = RequestTarget.parse(head.target)
      const found = match(head.method, target.path)
      if (isAuthentic(head.headers)) options.time?.start(receivedAt)
      const entry = log.begin({
        method: head.method,
        target: head.target,
        path: target.path,
        query: target.query,
        headers: Authentication.redact(head.headers),
        endpoint: found._tag === "Found" ? found.route.id : undefined,
        params: found._tag === "Found" ? found.params : {},
        receivedAt
      })

      const respond = Effect.fnUntraced(function*(read: Effect.Effect<Uint8Array, ApiError>) {
        const body = Result.map(
          yield* Effect.result(read),
          (bytes) => bytes.length === 0 ? undefined : RequestBody.parse(bytes)
        )
        if (Result.isSuccess(body) && body.success !== undefined) {
          entry.receiveBody(body.success)
        }
        const clock = yield* Clock.currentTimeMillis
        const faults = injections.hitBy(entry.record(), clock, error)
        const isRejected = faults.some(({ effects, hit }) => effects.rejects?.(hit) === true)
        const served = isRejected
          ? Effect.fail(new ApiError({ status: 503, message: "The request was not handled" }))
          : serve(head, target, found, body)
        const response = yield* served.pipe(
          Effect.catch(({ headers, message, status }) => {
            const response = error(status, message)
            return Effect.succeed({ ...response, headers: { ...response.headers, ...headers } })
          }),
          Effect.provideService(RequestContext, { clock, faults }),
          Effect.provideContext(services)
        )
        const sent = faults.length === 0 ? response : checked(faults.reduce(
          (response, { effects, hit }) => effects.response?.(response, hit) ?? response,
          response
        ))
        entry.respond({ status: sent.status, bytes: sent.body.length, faults: faults.map((fault) => fault.name) })
        return sent
      })

      return { entry, respond }
    }
  }
})

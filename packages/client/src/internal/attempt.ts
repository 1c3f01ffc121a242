import type { BodyKind } from "@effect-revox/schema/Endpoint"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { constTrue } from "effect/Function"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as RevoxError from "../RevoxError.ts"
import * as Body from "./body.ts"
import * as Call from "./call.ts"
import * as ConnectionError from "./connectionError.ts"
import { type RawResponse, reasonOf } from "./errorResponse.ts"
import { withoutRedirects } from "./redirects.ts"
import { timeoutFail } from "./timeLimit.ts"
import { isTraced } from "./traced.ts"

/**
 * The headers that spans may contain. A server could repeat the API key in any other one.
 */
const otherHeaders = /^(?!(?:accept|content-(?:encoding|length|type)|date|retry-after(?:-ms)?|user-agent)$)/i

/**
 * Keeps `fetch` from following redirects, which would send the query to any host, and the HTTP client from making spans
 * that no tracer receives.
 */
const withFetchOptions = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) =>
    Effect.updateContext(effect, (context: Context.Context<R>) => {
      const manual = withoutRedirects(context)
      return isTraced(fiber)
        ? Context.add(manual, Headers.CurrentRedactedNames, [otherHeaders])
        : Context.add(manual, HttpClient.TracerDisabledWhen, constTrue)
    })
  )

const timeoutError = (call: Call.Call, timeout: Duration.Duration): RevoxError.TimeoutError => {
  const delivery = Call.record(call, "unknown")
  const problem = `No complete response within ${Duration.format(timeout)}`
  return new RevoxError.TimeoutError({
    attempts: call.attempts,
    delivery,
    isRetryable: Call.isSafeToRepeat(call, delivery),
    problem,
    message: `${problem}: try again later, or allow more time.${Call.advice(call, delivery)}`
  })
}

const tooLarge = ({ limit, status }: Body.BodyTooLarge, call: Call.Call): RevoxError.InvalidResponseError => {
  const delivery = Call.record(call, "accepted")
  const problem = `The response body is larger than ${limit} bytes`
  return new RevoxError.InvalidResponseError({
    attempts: call.attempts,
    delivery,
    isRetryable: false,
    status,
    problem,
    message: `${problem}: request less, or raise the option maxBodySize.${Call.advice(call, delivery)}`
  })
}

const cutOff = ({ length }: Body.BodyCutOff, call: Call.Call): RevoxError.ConnectionError => {
  const delivery = Call.record(call, "unknown")
  const problem = `The response body ends early, after ${length} characters of JSON: the server or a proxy cut it off.`
  return new RevoxError.ConnectionError({
    attempts: call.attempts,
    delivery,
    isRetryable: Call.isSafeToRepeat(call, delivery),
    problem,
    message: `${problem}${Call.advice(call, delivery)}`
  })
}

const reasonOfFailure = (
  error: HttpClientError.HttpClientError | Body.BodyTooLarge | Body.BodyCutOff,
  call: Call.Call
): RevoxError.Reason => {
  switch (error._tag) {
    case "BodyTooLarge":
      return tooLarge(error, call)
    case "BodyCutOff":
      return cutOff(error, call)
    default:
      return ConnectionError.make(error, call)
  }
}

/** Whether a 404 shows that an earlier attempt of a `DELETE`, whose outcome is unknown, has deleted the resource. */
const isDeleted = (status: number, { delivery, method }: Call.Call, kind: BodyKind): boolean =>
  status === 404 && method === "DELETE" && delivery === "unknown" && kind === "empty"

/** Sends a request once and reads its response to the end. The timeout covers the body, too. */
export const attempt = (
  request: HttpClientRequest.HttpClientRequest,
  options: {
    readonly call: Call.Call
    readonly kind: BodyKind
    readonly httpClient: HttpClient.HttpClient
    readonly maxBodySize: number
    readonly timeout: Duration.Duration
  }
): Effect.Effect<RawResponse, RevoxError.Reason> => {
  const { call, httpClient, kind, maxBodySize, timeout } = options
  return Effect.suspend(() => {
    call.attempts += 1
    call.isInFlight = true
    return withFetchOptions(httpClient.execute(request)).pipe(
      Effect.flatMap((response) => Body.read(response, kind, maxBodySize)),
      Effect.mapError((error): RevoxError.Reason => reasonOfFailure(error, call)),
      (complete) => timeoutFail(complete, timeout, () => timeoutError(call, timeout)),
      Effect.filterOrElse(
        ({ status }) => (status >= 200 && status < 300) || isDeleted(status, call, kind),
        (response) =>
          Effect.flatMap(
            Clock.currentTimeMillis,
            (now) => Effect.fail(reasonOf(response, call, now))
          )
      )
    )
  })
}

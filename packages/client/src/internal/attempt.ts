import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { constTrue } from "effect/Function"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type * as Redacted from "effect/Redacted"
import * as RevoxError from "../RevoxError.ts"
import { type Answer, reasonOf, withoutKey } from "./answer.ts"
import * as Body from "./body.ts"
import { within } from "./timeLimit.ts"
import { isSeen } from "./traced.ts"

/** The innermost thing that went wrong, as far as it can be told: `ECONNREFUSED`, `other side closed`. */
const rootCause = (error: unknown): string => {
  let current = error
  for (let depth = 0; depth < 8 && Predicate.hasProperty(current, "cause") && current.cause != null; depth++) {
    current = current.cause
  }
  if (Predicate.hasProperty(current, "code") && Predicate.isString(current.code)) return current.code
  return Predicate.isError(current) ? current.message : "no details"
}

const connectionError = (error: HttpClientError.HttpClientError, attempts: number): RevoxError.ConnectionError =>
  new RevoxError.ConnectionError({
    attempts,
    message: `The connection failed (${rootCause(error.reason)}): check the network and the base URL.`
  })

/**
 * What a request is told beside itself. `fetch` follows redirects by itself, with the query and to anywhere, unless it
 * is told not to; and a client makes a span for each request, unless it is told that nobody would see it.
 */
const told = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) =>
    Effect.updateContext(effect, (context: Context.Context<R>) => {
      const init = Option.getOrUndefined(Context.getOption(context, FetchHttpClient.RequestInit))
      const own = Context.add(context, FetchHttpClient.RequestInit, { ...init, redirect: "manual" })
      return isSeen(fiber) ? own : Context.add(own, HttpClient.TracerDisabledWhen, constTrue)
    })
  )

/**
 * One request and its answer, read to the end: the timeout covers the body too, since a body that drips is no answer.
 */
export const attempt = (
  request: HttpClientRequest.HttpClientRequest,
  options: {
    readonly httpClient: HttpClient.HttpClient
    readonly apiKey: Redacted.Redacted<string>
    readonly timeout: Duration.Duration
    readonly attempts: number
  }
): Effect.Effect<Answer, RevoxError.Reason> => {
  const { apiKey, attempts, timeout } = options
  return told(options.httpClient.execute(request)).pipe(
    Effect.flatMap((response) => {
      // Asking for the headers again would read them again.
      const { headers, status } = response
      return Effect.map(Body.text(response, headers), (body): Answer => ({ status, headers, body }))
    }),
    Effect.mapError((error): RevoxError.Reason => connectionError(error, attempts)),
    (whole) =>
      within(whole, timeout, () =>
        new RevoxError.TimeoutError({
          attempts,
          message: `No complete answer within ${Duration.format(timeout)}: try again later, or allow more time.`
        })),
    Effect.filterOrElse(
      ({ status }) => status >= 200 && status < 300,
      (answer) =>
        Effect.flatMap(
          Clock.currentTimeMillis,
          (now) => Effect.fail(reasonOf(withoutKey(answer, apiKey), { attempts, now }))
        )
    )
  )
}

/** The output of `--debug` on standard error: requests without secrets, and errors with their details and stack traces. */
import { RevoxError } from "@effect-revox/client/RevoxError"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientRequest } from "effect/http/HttpClientRequest"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Card from "./card.ts"
import * as Output from "./output.ts"

/** Parameters that have no text of users. */
const safeParameters: ReadonlySet<string> = new Set(["page", "page_size", "result", "status", "statuses", "statuses[]"])

/** The URL of a request, without values that could be secret or personal. */
export const urlOf = ({ url, urlParams }: Pick<HttpClientRequest, "url" | "urlParams">): string => {
  const parsed = URL.parse(url)
  const address = parsed === null ? url.replace(/[?#].*$/s, "") : `${parsed.origin}${parsed.pathname}`
  const own = parsed === null ? [] : [...parsed.searchParams]
  const parameters = [...own, ...urlParams.params].map(([name, value]) =>
    `${name}=${safeParameters.has(name) && Predicate.isString(value) ? encodeURIComponent(value) : "<redacted>"}`
  )
  return parameters.length === 0 ? address : `${address}?${parameters.join("&")}`
}

const trace = (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.transform(client, (response, request) =>
    Effect.gen(function*() {
      const start = yield* Clock.currentTimeMillis
      const line = (outcome: string) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          Output.warn(`debug: ${request.method} ${urlOf(request)}: ${outcome} in ${now - start} ms`))
      return yield* response.pipe(
        Effect.tap(({ headers, status }) => {
          const id = headers["x-request-id"]
          return line(id === undefined ? `status ${status}` : `status ${status}, request id ${id}`)
        }),
        Effect.tapError(({ reason }) =>
          line(reason._tag === "TransportError" ? "no response" : "failed")
        )
      )
    }))

/** An HTTP client that prints each request, retries included, if `--debug` is set. */
export const traced = <E, R>(layer: Layer.Layer<HttpClient.HttpClient, E, R>) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.gen(function*() {
      const client = yield* HttpClient.HttpClient
      return (yield* Output.Debug) ? trace(client) : client
    })
  ).pipe(Layer.provide(layer))

/** The details of a failed request. */
const detailsOf = ({ operation, reason }: RevoxError): string =>
  Card.render("debug: the request failed", [
    ["operation", operation],
    ["reason", reason._tag],
    ["status", "status" in reason ? reason.status : undefined],
    ["request id", "requestId" in reason ? reason.requestId : undefined],
    ["attempts", "attempts" in reason ? reason.attempts : undefined],
    ["delivery", "delivery" in reason ? reason.delivery : undefined],
    ["response", "bodyExcerpt" in reason ? reason.bodyExcerpt : undefined]
  ])

/** Prints the details and the stack trace of a failure. */
export const report = <E>(cause: Cause.Cause<E>): Effect.Effect<void> =>
  Effect.gen(function*() {
    const error = Option.getOrUndefined(Cause.findErrorOption(cause))
    if (error instanceof RevoxError) yield* Output.warn(detailsOf(error))
    yield* Output.warn(Cause.pretty(cause))
  })

import { type Any, type Request, type Services, successBody } from "@effect-revox/schema/Endpoint"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { InvalidRequestError } from "../RevoxError.ts"

const invalid = (problem: string) => new InvalidRequestError({ message: `${problem} No request was sent.` })

/** Encodes a path parameter. A URL resolves `.` and `..` however they are encoded, and drops empty segments. */
const pathSegment = (name: string, value: unknown): Effect.Effect<string, InvalidRequestError> =>
  !Predicate.isString(value) || value === "" || value === "." || value === ".."
    ? Effect.fail(invalid(`Invalid path parameter ${name} (${JSON.stringify(value)}): must be a non-empty segment.`))
    : Effect.try({
      try: () => encodeURIComponent(value),
      catch: () => invalid(`Invalid path parameter ${name}: must be well-formed Unicode.`)
    })

/** Fills the parameters into the path. */
const pathOf = (path: string, params: Readonly<Record<string, unknown>>): Effect.Effect<string, InvalidRequestError> =>
  Effect.map(
    Effect.forEach(
      path.split("/"),
      (segment) =>
        segment.startsWith(":") ? pathSegment(segment.slice(1), params[segment.slice(1)]) : Effect.succeed(segment)
    ),
    (segments) => segments.join("/")
  )

interface Codec {
  (value: unknown): Effect.Effect<unknown, Schema.SchemaError, unknown>
}

const strict = { onExcessProperty: "error" } as const

const encoder: (schema: Schema.Constraint) => Codec = memoize((schema: Schema.Constraint) =>
  Schema.encodeUnknownEffect(schema, strict)
)

const paramsDecoder: (fields: Schema.Struct.Fields) => Codec = memoize((fields: Schema.Struct.Fields) =>
  Schema.decodeUnknownEffect(Schema.Struct(fields), strict)
)

const checked = (name: string, result: ReturnType<Codec>): Effect.Effect<unknown, InvalidRequestError, unknown> =>
  Effect.mapErrorEager(result, ({ message }) => invalid(`Invalid ${name}. ${message}.`))

/** The value of a query parameter; `undefined` for one that is left out. */
const parameter = (value: unknown): string | undefined =>
  Array.isArray(value)
    ? value.length === 0 ? undefined : value.join(",")
    : Predicate.isNullish(value)
    ? undefined
    : String(value)

/**
 * Writes the encoded query as strings: what `QueryString.codec` does, in a fraction of the time. Redacted parameters are
 * sent and stay out of spans.
 */
const urlParams = (query: object, redacted: ReadonlyArray<string>) => {
  const params: Record<string, string | Redacted.Redacted<string>> = {}
  for (const [name, value] of Object.entries(query)) {
    const text = parameter(value)
    if (text !== undefined) params[name] = redacted.includes(name) ? Redacted.make(text) : text
  }
  return params
}

/** The parts of a request, before they are encoded. */
interface Parts {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: unknown
  readonly payload?: unknown
}

/** The path parameters of a request as span attributes: `revox.campaign.id` for the `:id` of `/campaigns/:id`. */
export function spanAttributes<E extends Any>(
  endpoint: E,
  request: Request<E>
): Readonly<Record<string, unknown>>
export function spanAttributes({ path }: Any, { params = {} }: Parts): Readonly<Record<string, unknown>> {
  const segments = path.split("/")
  const attributes: Record<string, unknown> = {}
  segments.forEach((segment, index) => {
    const resource = (segments[index - 1] ?? "").replace(/s$/, "")
    if (segment.startsWith(":")) attributes[`revox.${resource}.${segment.slice(1)}`] = params[segment.slice(1)]
  })
  return attributes
}

/** Encodes a request to an endpoint: its path, query and body. Fails before anything is sent if a part is invalid. */
export function makeRequest<E extends Any>(
  endpoint: E,
  request: Request<E>,
  base: HttpClientRequest.HttpClientRequest
): Effect.Effect<HttpClientRequest.HttpClientRequest, InvalidRequestError, Services<E>>
export function makeRequest(
  endpoint: Any,
  { params = {}, payload, query }: Parts,
  base: HttpClientRequest.HttpClientRequest
): Effect.Effect<HttpClientRequest.HttpClientRequest, InvalidRequestError, unknown> {
  return Effect.gen(function*() {
    const path = yield* pathOf(endpoint.path, params)
    yield* checked("path parameters", paramsDecoder(endpoint.params)(params))
    let result = HttpClientRequest.appendUrl(base, path)
    if (endpoint.method !== "GET") result = HttpClientRequest.setMethod(result, endpoint.method)
    const { contentType, kind } = successBody(endpoint)
    // Errors are JSON, whatever the body of a successful response is.
    if (kind === "bytes" || kind === "text") {
      result = HttpClientRequest.accept(result, `${contentType}, application/json`)
    }
    if (endpoint.query !== undefined) {
      const encoded = yield* checked("query", encoder(endpoint.query)(query ?? {}))
      if (Predicate.isObject(encoded)) {
        result = HttpClientRequest.setUrlParams(result, urlParams(encoded, endpoint.redacted))
      }
    }
    if (endpoint.payload !== undefined) {
      const encoded = yield* checked("request body", encoder(endpoint.payload)(payload))
      const json = yield* Effect.try({
        try: () => JSON.stringify(encoded),
        catch: () => invalid("Invalid request body: it cannot be written as JSON.")
      })
      result = HttpClientRequest.bodyText(result, json, "application/json")
    }
    return result
  })
}

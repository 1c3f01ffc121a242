import * as Compiled from "@effect-revox/schema/Compiled"
import { type Any, type Request, type Services, successBody } from "@effect-revox/schema/Endpoint"
import * as Effect from "effect/Effect"
import { identity, memoize } from "effect/Function"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { InvalidRequestError } from "../RevoxError.ts"

const invalid = (problem: string) => new InvalidRequestError({ message: `${problem} No request was sent.` })

/** Encodes a path parameter. A URL resolves `.` and `..` however they are encoded, and drops empty segments. */
const pathSegment = (name: string, value: unknown): string | InvalidRequestError =>
  !Predicate.isString(value) || value === "" || value === "." || value === ".."
    ? invalid(`Invalid path parameter ${name} (${JSON.stringify(value)}): must be a non-empty segment.`)
    : value.isWellFormed()
    ? encodeURIComponent(value)
    : invalid(`Invalid path parameter ${name}: must be well-formed Unicode.`)

/** Fills the parameters into the path. */
const pathOf = (path: string, params: Readonly<Record<string, unknown>>): string | InvalidRequestError => {
  let filled = ""
  for (const segment of path.replace(/^\//, "").split("/")) {
    const name = segment.slice(1)
    const text = segment.startsWith(":") ? pathSegment(name, params[name]) : segment
    if (!Predicate.isString(text)) return text
    filled += `/${text}`
  }
  return filled
}

interface Codec {
  (value: unknown): Effect.Effect<unknown, Schema.SchemaError, unknown>
}

const strict = { onExcessProperty: "error" } as const

const encoder: (schema: Schema.Constraint) => Codec = memoize((schema: Schema.Constraint) =>
  Schema.encodeUnknownEffect(schema, strict)
)

const paramsDecoder: (fields: Schema.Struct.Fields) => Codec = memoize((fields: Schema.Struct.Fields) =>
  Schema.decodeUnknownEffect(Compiled.compile(Schema.Struct(fields)))
)

const checked = (name: string, result: ReturnType<Codec>): Effect.Effect<unknown, InvalidRequestError, unknown> =>
  Effect.mapErrorEager(result, ({ message }) => invalid(`Invalid ${name}. ${message}.`))

/** The value of a query parameter; `undefined` for one that is not sent. */
const parameter = (value: unknown): string | undefined =>
  Array.isArray(value)
    ? value.length === 0 ? undefined : value.join(",")
    : Predicate.isNullish(value)
    ? undefined
    : String(value)

/**
 * Converts the encoded query to strings, as `QueryString.codec` does, in a fraction of the time. Redacted parameters
 * are sent, but do not appear in spans.
 */
const urlParams = (query: object, redacted: ReadonlyArray<string>) => {
  const params: Record<string, string | Redacted.Redacted<string>> = {}
  for (const [name, value] of Object.entries(query)) {
    const text = parameter(value)
    if (text !== undefined) params[name] = redacted.includes(name) ? Redacted.make(text) : text
  }
  return params
}

const withHead = (
  endpoint: Any,
  request: HttpClientRequest.HttpClientRequest
): HttpClientRequest.HttpClientRequest => {
  const { contentType, kind } = successBody(endpoint)
  const withMethod = endpoint.method === "GET" ? request : HttpClientRequest.setMethod(request, endpoint.method)
  // Error responses are JSON, whatever the media type of successful responses is.
  return kind === "bytes" || kind === "text"
    ? HttpClientRequest.accept(withMethod, `${contentType}, application/json`)
    : withMethod
}

const withQuery = (schema: Schema.Constraint, query: unknown, redacted: ReadonlyArray<string>) =>
(
  request: HttpClientRequest.HttpClientRequest
) =>
  Effect.mapEager(
    checked("query", encoder(schema)(query ?? {})),
    (encoded) =>
      Predicate.isObject(encoded)
        ? HttpClientRequest.setUrlParams(request, urlParams(encoded, redacted))
        : request
  )

const withPayload = (schema: Schema.Constraint, payload: unknown) => (request: HttpClientRequest.HttpClientRequest) =>
  Effect.flatMap(
    checked("request body", encoder(schema)(payload)),
    (encoded) =>
      Effect.try({
        try: () => HttpClientRequest.bodyText(request, JSON.stringify(encoded), "application/json"),
        catch: () => invalid("Invalid request body: it cannot be written as JSON.")
      })
  )

/** The parts of a request, before they are encoded. */
export interface Parts {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: unknown
  readonly payload?: unknown
}

/** The parts of a request to an endpoint, whatever the endpoint is. */
export function partsOf<E extends Any>(request: Request<E>): Parts
export function partsOf(request: Parts): Parts {
  return request
}

/** The path parameters of a request as span attributes: `revox.campaign.id` for the `:id` of `/campaigns/:id`. */
export const spanAttributes = ({ path }: Any, { params = {} }: Parts): Readonly<Record<string, unknown>> => {
  const segments = path.split("/")
  const attributes: Record<string, unknown> = {}
  segments.forEach((segment, index) => {
    const resource = (segments[index - 1] ?? "").replace(/s$/, "")
    if (segment.startsWith(":")) attributes[`revox.${resource}.${segment.slice(1)}`] = params[segment.slice(1)]
  })
  return attributes
}

/** The query parameters and the fields of the body of a request. */
export const fieldsOf = ({ payload, query }: Parts): Readonly<Record<string, unknown>> => ({
  ...(Predicate.isObject(query) ? query : {}),
  ...(Predicate.isObject(payload) ? payload : {})
})

/** The id that the response must have: the `:id` of the path, for endpoints that return the resource. */
export const expectedId = ({ returnsResource }: Any, { params = {} }: Parts): string | undefined => {
  const id = params["id"]
  return returnsResource && Predicate.isString(id) ? id : undefined
}

/** Encodes a request to an endpoint: its path, query and body. Fails before anything is sent if a part is invalid. */
export function makeRequest<E extends Any>(
  endpoint: E,
  parts: Parts,
  base: HttpClientRequest.HttpClientRequest
): Effect.Effect<HttpClientRequest.HttpClientRequest, InvalidRequestError, Services<E>>
export function makeRequest(
  endpoint: Any,
  { params = {}, payload, query }: Parts,
  base: HttpClientRequest.HttpClientRequest
): Effect.Effect<HttpClientRequest.HttpClientRequest, InvalidRequestError, unknown> {
  return Effect.suspend(() => {
    const path = pathOf(endpoint.path, params)
    if (!Predicate.isString(path)) return Effect.fail(path)
    return checked("path parameters", paramsDecoder(endpoint.params)(params)).pipe(
      Effect.mapEager(() => withHead(endpoint, HttpClientRequest.appendUrl(base, path))),
      endpoint.query === undefined
        ? identity
        : Effect.flatMapEager(withQuery(endpoint.query, query, endpoint.redacted)),
      endpoint.payload === undefined ? identity : Effect.flatMapEager(withPayload(endpoint.payload, payload))
    )
  })
}

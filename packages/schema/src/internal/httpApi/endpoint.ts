import * as Context from "effect/Context"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as Bounds from "../../Bounds.ts"
import * as Endpoint from "../../Endpoint.ts"
import * as QueryString from "../../QueryString.ts"
import { describeParameters } from "./openApi.ts"

/** The names of the query parameters of an endpoint that must not appear in logs and spans. */
export const RedactedParameters = Context.Reference<ReadonlyArray<string>>(
  "@effect-revox/schema/HttpApi/RedactedParameters",
  { defaultValue: () => [] }
)

// `effect/http-api` reads the JSON Schema of a response from its codec. This one decodes without the documented bounds
// and has the JSON Schema with them.
const json = <S extends Schema.Constraint>(schema: S) =>
  Schema.declare((_: unknown): _ is S["Encoded"] => true, {
    toCodecJson: () => Schema.link<S["Encoded"]>()(Schema.toEncoded(schema), SchemaTransformation.passthrough())
  }).pipe(Schema.decodeTo(Bounds.lenient(schema)))

const empty = (status: number) =>
  HttpApiSchema.Empty(status).annotate({ description: "The request succeeded. The response has no content." })

const successes = (endpoint: Endpoint.Any): ReadonlyArray<Schema.Top> => {
  const { contentType, kind } = Endpoint.successBody(endpoint)
  const { ast } = endpoint.success
  switch (kind) {
    case "json":
      return [json(endpoint.success)]
    case "text":
      return [Schema.make<Schema.Codec<unknown, string>>(ast).pipe(HttpApiSchema.asText({ contentType }))]
    case "bytes":
      return [Schema.make<Schema.Codec<unknown, Uint8Array>>(ast).pipe(HttpApiSchema.asUint8Array({ contentType }))]
    case "empty":
      return [empty(204), empty(200)]
  }
}

// `disableCodecs` requires encoded types that `Endpoint.Any` leaves open. For a query it names that of one parameter.
const params = (fields: Schema.Struct.Fields) =>
  Schema.make<Schema.Codec<unknown, Record<string, string>>>(Schema.Struct(fields).ast)
const query = (schema: Endpoint.QuerySchema) =>
  Schema.make<Schema.Codec<unknown, string>>(QueryString.codec(schema).ast)

const toPath = (path: string): `/${string}` => `/${path.replace(/^\//, "")}`

const annotations = (endpoint: Endpoint.Any) =>
  OpenApi.annotations({
    summary: endpoint.summary,
    description: endpoint.provisional
      ? "The method or the path of this endpoint is not publicly documented. Both are inferred."
      : undefined,
    override: { "x-idempotent": endpoint.idempotent, ...(endpoint.provisional ? { "x-provisional": true } : {}) },
    transform: describeParameters(endpoint.query)
  })

/** Returns the `HttpApiEndpoint` of an endpoint, annotated for OpenAPI. */
export const make = (
  name: string,
  endpoint: Endpoint.Any,
  error: ReadonlyArray<Schema.Top>
): HttpApiEndpoint.Constraint =>
  HttpApiEndpoint.make(endpoint.method)(name, toPath(endpoint.path), {
    // The schemas of an endpoint are already codecs of strings and JSON.
    disableCodecs: true,
    params: Object.keys(endpoint.params).length === 0 ? undefined : params(endpoint.params),
    query: endpoint.query && query(endpoint.query),
    payload: endpoint.payload && Schema.make<Schema.Top>(endpoint.payload.ast),
    success: successes(endpoint),
    error
  }).annotateMerge(annotations(endpoint)).annotate(RedactedParameters, endpoint.redacted)

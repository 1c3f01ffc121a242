import * as QueryString from "@effect-revox/schema/QueryString"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { ApiError } from "./apiError.ts"
import type { ReceivedRequest, ServedEndpoint } from "./handler.ts"
import type { RequestBody } from "./requestBody.ts"
import type { RequestTarget } from "./requestTarget.ts"

/** A request to a known endpoint, before its parts are decoded. */
export interface RawRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: RequestTarget["query"]
  readonly contentType: string | undefined
  readonly body: RequestBody | undefined
}

const decoder = <A>(schema: Schema.Codec<A, unknown>, status: number, options?: SchemaAST.ParseOptions) => {
  const decode = Schema.decodeUnknownEffect(schema, options)
  return (input: unknown) => Effect.mapError(decode(input), (error) => new ApiError({ status, message: error.message }))
}

const jsonType = /^application\/(?:[\w.-]+\+)?json *(?:;|$)/i

const readJson = ({ body, contentType }: RawRequest): Effect.Effect<Schema.Json, ApiError> => {
  if (body === undefined) {
    return Effect.fail(new ApiError({ status: 400, message: "The request body is missing" }))
  }
  if (!jsonType.test(contentType ?? "")) {
    const got = contentType === undefined ? "no content type" : `"${contentType}"`
    return Effect.fail(new ApiError({ status: 415, message: `Expected the content type application/json, got ${got}` }))
  }
  return Effect.mapError(
    Effect.fromOption(body.json),
    () => new ApiError({ status: 400, message: "The request body is not JSON" })
  )
}

const nothing = () => Effect.void

/**
 * Returns the decoder of the requests to an endpoint. It fails with 400 for a path parameter or a query that is
 * invalid, and with 422 for an invalid JSON body, excess properties included.
 */
export function decodeRequest<E extends ServedEndpoint>(
  endpoint: E
): (request: RawRequest) => Effect.Effect<ReceivedRequest<E>, ApiError>
export function decodeRequest(
  endpoint: ServedEndpoint
): (request: RawRequest) => Effect.Effect<ReceivedRequest<ServedEndpoint>, ApiError> {
  const params = decoder(Schema.Struct(endpoint.params), 400)
  const query = endpoint.query === undefined ? nothing : decoder(QueryString.codec(endpoint.query), 400)
  const payload = endpoint.payload === undefined
    ? undefined
    : decoder(endpoint.payload, 422, { onExcessProperty: "error" })
  return (request) =>
    Effect.all({
      params: params(request.params),
      query: query(request.query),
      payload: payload === undefined ? Effect.void : Effect.flatMap(readJson(request), payload)
    })
}

import type { BodyKind } from "@effect-revox/schema/Endpoint"
import * as Effect from "effect/Effect"
import type * as Headers from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import type { RawResponse } from "./errorResponse.ts"

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const gunzip = (bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer()

/**
 * Reads the bytes of a body, decompressed.
 *
 * `fetch` decompresses a body and keeps its `content-encoding` header. undici does not decompress. Therefore the bytes
 * decide, and not the header.
 */
const readBytes = (
  response: HttpClientResponse.HttpClientResponse
): Effect.Effect<Uint8Array, HttpClientError.HttpClientError> =>
  Effect.flatMap(response.arrayBuffer, (buffer) => {
    const bytes = new Uint8Array(buffer)
    if (!isGzip(bytes)) return Effect.succeed(bytes)
    return Effect.tryPromise({
      try: async () => new Uint8Array(await gunzip(bytes)),
      catch: (cause) =>
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.DecodeError({ request: response.request, response, cause })
        })
    })
  })

const claimsGzip = (headers: Headers.Headers): boolean => /\bgzip\b/i.test(headers["content-encoding"] ?? "")

/** Reads a response to the end. The body of an error is always text. */
export const read = (
  response: HttpClientResponse.HttpClientResponse,
  kind: BodyKind
): Effect.Effect<RawResponse, HttpClientError.HttpClientError> => {
  // Each access to the headers of a response reads them again.
  const { headers, status } = response
  if (kind === "bytes" && status >= 200 && status < 300) {
    return Effect.map(readBytes(response), (bytes) => ({ status, headers, body: "", bytes }))
  }
  const body = claimsGzip(headers)
    ? Effect.map(readBytes(response), (bytes) => new TextDecoder().decode(bytes))
    : response.text
  return Effect.map(body, (body) => ({ status, headers, body }))
}

import * as Effect from "effect/Effect"
import type * as Headers from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/**
 * The text of a body.
 *
 * `fetch` has unpacked a gzipped body and left the header that says it is one; undici hands over what came. So the
 * header asks for a look, and the bytes decide.
 */
export const text = (
  response: HttpClientResponse.HttpClientResponse,
  headers: Headers.Headers
): Effect.Effect<string, HttpClientError.HttpClientError> => {
  const encoding = headers["content-encoding"]
  if (encoding === undefined || !/\bgzip\b/i.test(encoding)) return response.text
  return Effect.flatMap(response.arrayBuffer, (buffer) => {
    const bytes = new Uint8Array(buffer)
    if (!isGzip(bytes)) return Effect.succeed(new TextDecoder().decode(bytes))
    return Effect.tryPromise({
      try: () => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text(),
      catch: (cause) =>
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.DecodeError({ request: response.request, response, cause })
        })
    })
  })
}

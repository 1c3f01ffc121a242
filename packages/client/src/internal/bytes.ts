import * as Effect from "effect/Effect"
import type * as Headers from "effect/http/Headers"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const concat = (chunks: ReadonlyArray<Uint8Array>, size: number): Uint8Array => {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return only
  const all = new Uint8Array(size)
  let position = 0
  for (const chunk of chunks) {
    all.set(chunk, position)
    position += chunk.length
  }
  return all
}

interface Collected {
  readonly bytes: Uint8Array
  /** Whether the stream has more bytes than the limit. They are not read. */
  readonly isCut: boolean
}

/** Reads a stream up to a number of bytes. */
export const collect = <E, R>(stream: Stream.Stream<Uint8Array, E, R>, limit: number): Effect.Effect<Collected, E, R> =>
  Effect.suspend(() => {
    const chunks: Array<Uint8Array> = []
    let size = 0
    return Effect.map(
      Stream.runForEachWhile(stream, (chunk) =>
        Effect.sync(() => {
          chunks.push(size + chunk.length > limit ? chunk.subarray(0, limit - size) : chunk)
          size += chunk.length
          return size <= limit
        })),
      () => ({ bytes: concat(chunks, Math.min(size, limit)), isCut: size > limit })
    )
  })

/** Decompresses bytes up to a limit, without holding more of the result in memory. */
const gunzip = (
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  response: HttpClientResponse.HttpClientResponse
): Effect.Effect<Collected, HttpClientError.HttpClientError> =>
  collect(
    Stream.fromReadableStream<Uint8Array, HttpClientError.HttpClientError>({
      evaluate: () => new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")),
      onError: (cause) =>
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.DecodeError({ request: response.request, response, cause })
        })
    }),
    limit
  )

/** Whether the headers state the size of the body as it is read. */
const hasStatedSize = (headers: Headers.Headers, limit: number): boolean => {
  const length = Number(headers["content-length"] ?? NaN)
  return headers["content-encoding"] === undefined && length <= limit
}

const readAtOnce = (
  response: HttpClientResponse.HttpClientResponse
): Effect.Effect<Collected, HttpClientError.HttpClientError> =>
  Effect.map(response.arrayBuffer, (buffer) => ({ bytes: new Uint8Array(buffer), isCut: false }))

/**
 * Reads a body chunk by chunk. A stream that is empty or fails may be that of a body which `transformClient` has read
 * already. The response keeps such a body.
 */
const readChunks = (
  response: HttpClientResponse.HttpClientResponse,
  limit: number
): Effect.Effect<Collected, HttpClientError.HttpClientError> =>
  collect(response.stream, limit).pipe(
    // A locked stream is a defect.
    Effect.catchDefect(() => readAtOnce(response)),
    Effect.catch((error) => Effect.mapError(readAtOnce(response), () => error)),
    Effect.flatMap((collected) =>
      collected.bytes.length > 0
        ? Effect.succeed(collected)
        : Effect.orElseSucceed(readAtOnce(response), () => collected)
    )
  )

/**
 * Reads the bytes of a body, decompressed, up to a limit.
 *
 * `fetch` decompresses a body and keeps its `content-encoding` header. undici does not decompress. Therefore the bytes
 * decide, and not the header. A body whose size is stated is read at once, which is faster than chunk by chunk.
 */
export const readBytes = (
  response: HttpClientResponse.HttpClientResponse,
  headers: Headers.Headers,
  limit: number
): Effect.Effect<Collected, HttpClientError.HttpClientError> =>
  Effect.flatMap(
    hasStatedSize(headers, limit) ? readAtOnce(response) : readChunks(response, limit),
    (collected) =>
      isGzip(collected.bytes) && !collected.isCut
        ? gunzip(new Uint8Array(collected.bytes), limit, response)
        : Effect.succeed(collected)
  )

import type { BodyKind } from "@effect-revox/schema/Endpoint"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Predicate from "effect/Predicate"
import { readBytes } from "./bytes.ts"
import type { RawResponse } from "./errorResponse.ts"

/** The body of a successful response is larger than the limit. It was not read to the end. */
export class BodyTooLarge extends Data.TaggedError("BodyTooLarge")<{
  readonly limit: number
  readonly status: number
}> {}

/** The JSON of a successful response ends early: the connection or a proxy cut it off. */
export class BodyCutOff extends Data.TaggedError("BodyCutOff")<{ readonly length: number }> {}

/** The maximum size of the body of an error, in bytes. The rest is not read. */
const maxErrorBody = 1024 * 1024

/** Whether JSON was cut off: the parser needs more text. Engines have different messages. */
const isCutOff = (text: string, error: unknown): boolean => {
  const message = Predicate.isError(error) ? error.message : ""
  const [, position] = /position (\d+)/.exec(message) ?? []
  return position === undefined
    ? /unexpected end|unterminated|end of (?:data|input)|EOF/i.test(message)
    : Number(position) >= text.trimEnd().length
}

/** Whether a body may be the beginning of JSON. `fetch` decompresses cut gzip to a shorter text, or to nothing. */
const isStart = ({ body, headers }: RawResponse): boolean =>
  /^\s*[[{]/.test(body) || body === "" && headers["content-encoding"] !== undefined

/** Parses the JSON of a successful response. Text that is not JSON at all is left to the decoder. */
const parse = (raw: RawResponse): Effect.Effect<RawResponse, BodyCutOff> => {
  try {
    return Effect.succeed({ ...raw, json: { value: JSON.parse(raw.body) as unknown } })
  } catch (error) {
    return isStart(raw) && isCutOff(raw.body, error)
      ? Effect.fail(new BodyCutOff({ length: raw.body.length }))
      : Effect.succeed(raw)
  }
}

/**
 * Reads a response to the end, and parses the JSON of a successful one. The body of an error is always text, and cut at
 * 1 MiB.
 */
export const read = (
  response: HttpClientResponse.HttpClientResponse,
  kind: BodyKind,
  maxBodySize: number
): Effect.Effect<RawResponse, HttpClientError.HttpClientError | BodyTooLarge | BodyCutOff> => {
  // Each access to the headers of a response reads them again.
  const { headers, status } = response
  const isSuccess = status >= 200 && status < 300
  const limit = isSuccess ? maxBodySize : maxErrorBody
  return Effect.flatMap(readBytes(response, headers, limit), ({
    bytes,
    isCut
  }): Effect.Effect<RawResponse, BodyTooLarge | BodyCutOff> => {
    if (isSuccess && isCut) return Effect.fail(new BodyTooLarge({ limit, status }))
    if (isSuccess && kind === "bytes") return Effect.succeed({ status, headers, body: "", bytes })
    const raw = { status, headers, body: new TextDecoder().decode(bytes) }
    return isSuccess && kind === "json" ? parse(raw) : Effect.succeed(raw)
  })
}

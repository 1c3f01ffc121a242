import { CallWebhookPayload } from "@effect-revox/schema/CallWebhookPayload"
import * as ServerJson from "@effect-revox/schema/ServerJson"
import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import { collect } from "../bytes.ts"
import { timeoutFail } from "../timeLimit.ts"

/** A delivery that is not accepted: the status of the response, and the reason for the log. */
export class Refusal extends Data.TaggedError("Refusal")<{ readonly status: number; readonly reason: string }> {}

/** Refuses a delivery. */
export const refuse = (status: number, reason: string): Effect.Effect<never, Refusal> =>
  Effect.failSync(() => new Refusal({ status, reason }))

const isJson = (contentType: string): boolean => /^\s*application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)

const readBody = (request: HttpServerRequest, maxBodySize: number): Effect.Effect<Uint8Array, Refusal> => {
  const tooLarge = refuse(413, `the body is larger than ${maxBodySize} bytes`)
  if (Number(request.headers["content-length"] ?? 0) > maxBodySize) return tooLarge
  return collect(request.stream, maxBodySize).pipe(
    Effect.catch(() => refuse(422, "the body could not be read")),
    Effect.flatMap(({ bytes, isCut }) => isCut ? tooLarge : Effect.succeed(bytes))
  )
}

const decodeText = (bytes: Uint8Array): Effect.Effect<string, Refusal> =>
  Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => new Refusal({ status: 422, reason: "the body is not UTF-8" })
  })

const parse = (text: string): Effect.Effect<unknown, Refusal> =>
  Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: () => new Refusal({ status: 422, reason: "the body is not JSON" })
  })

// The description of a mismatch is not logged: its keys may be those of a forged payload.
const decode = (body: unknown): Effect.Effect<CallWebhookPayload, Refusal> =>
  Effect.catchEager(
    ServerJson.decoder(CallWebhookPayload)(body),
    () => refuse(422, "the body is not that of a completed call")
  )

/** Reads and decodes the body of a webhook request, within limits of size and time. */
export const readPayload = (
  request: HttpServerRequest,
  options: { readonly maxBodySize: number; readonly bodyTimeout: Duration.Duration }
): Effect.Effect<CallWebhookPayload, Refusal> =>
  Effect.suspend(() => {
    const { "content-encoding": encoding, "content-type": type } = request.headers
    if (encoding !== undefined && encoding.trim().toLowerCase() !== "identity") {
      return refuse(415, "the body has a content encoding")
    }
    if (type !== undefined && !isJson(type)) return refuse(415, "the content type is not JSON")
    return timeoutFail(
      readBody(request, options.maxBodySize),
      options.bodyTimeout,
      () => new Refusal({ status: 408, reason: "the body did not arrive in time" })
    ).pipe(Effect.flatMap(decodeText), Effect.flatMap(parse), Effect.flatMap(decode))
  })

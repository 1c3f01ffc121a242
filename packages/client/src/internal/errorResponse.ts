import * as Secrets from "@effect-revox/schema/Secrets"
import * as Duration from "effect/Duration"
import * as Headers from "effect/http/Headers"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as RevoxError from "../RevoxError.ts"
import * as Call from "./call.ts"
import { messageOf } from "./errorBody.ts"
import { cut } from "./redaction.ts"

/** A response whose body was read to the end. */
export interface RawResponse {
  readonly status: number
  readonly headers: Headers.Headers
  /** The body as text; empty for a body that was read as bytes. */
  readonly body: string
  /** The parsed body of a successful response. Absent if the body is not JSON. */
  readonly json?: { readonly value: unknown }
  /** The body of a successful response that is neither JSON nor text. */
  readonly bytes?: Uint8Array
}

const maxExcerpt = 500

/** The longest part of a text that is redacted for an excerpt. It is longer, because redaction makes it shorter. */
const maxSearched = 20 * maxExcerpt

/**
 * The first characters of a redacted text. No more of it is redacted than the excerpt needs. The text can be the JSON of
 * an assistant, whose secrets are masked first.
 */
const excerpt = (body: string, redact: Call.Call["redact"]): string => {
  const text = Secrets.maskJson(body.slice(0, 2 * maxSearched))
  const longest = Math.min(maxSearched, text.length)
  let length = Math.min(longest, maxExcerpt + 1)
  let redacted = redact(text, length)
  while (redacted.length <= maxExcerpt && length < longest) {
    length = Math.min(longest, 4 * length)
    redacted = redact(text, length)
  }
  return redacted.length > maxExcerpt ? `${cut(redacted, maxExcerpt)}…` : redacted
}

const isNumber = (text: string): boolean => /^\d+(?:\.\d+)?$/.test(text)

/** The delays of a `Retry-After` header. Repeated headers are joined with commas, which HTTP dates also contain. */
const delaysOf = (header: string, date: number): ReadonlyArray<number> =>
  header.split(/,(?!\s*\d{1,2}[ -][a-z]{3})/i).map((part) => part.trim()).flatMap((part) => {
    if (isNumber(part)) return [1000 * Number(part)]
    const parsed = Headers.parseRetryAfter(part)
    return Result.isSuccess(parsed) ? [Duration.toMillis(Headers.retryAfterDelay(parsed.success, date))] : []
  })

/**
 * The longest delay that the server requests: `retry-after-ms`, and `Retry-After` in seconds or as an HTTP date, which is
 * relative to the `Date` of the response, since the clock of the server may be wrong. Malformed values are ignored.
 */
export const retryAfter = (headers: Headers.Headers, now: number): Duration.Duration | undefined => {
  const date = Date.parse(headers["date"] ?? "")
  const millis = (headers["retry-after-ms"] ?? "").split(",").map((part) => part.trim()).filter(isNumber).map(Number)
  const delays = [...millis, ...delaysOf(headers["retry-after"] ?? "", Number.isNaN(date) ? now : date)]
  return delays.length === 0 ? undefined : Duration.millis(Math.max(...delays))
}

const shouldRetry = (headers: Headers.Headers): boolean | undefined => {
  const header = headers["x-should-retry"]?.trim().toLowerCase()
  return header === "true" ? true : header === "false" ? false : undefined
}

/** The fields of a reason that describe the response. */
export const describe = (response: RawResponse, { redact }: Call.Call, now: number) => {
  const requestId = response.headers["x-request-id"]
  const delay = retryAfter(response.headers, now)
  const retry = shouldRetry(response.headers)
  return {
    status: response.status,
    ...(requestId === undefined ? {} : { requestId: redact(requestId) }),
    ...(response.body === "" ? {} : { bodyExcerpt: excerpt(response.body, redact) }),
    ...(delay === undefined ? {} : { retryAfter: delay }),
    ...(retry === undefined ? {} : { shouldRetry: retry })
  }
}

const hints: Readonly<Record<number, string>> = {
  400: "The server cannot process the request.",
  401: "The API key is missing or invalid: check the key and the base URL it is for.",
  403: "The API key lacks permission: check its permissions.",
  404: "The resource does not exist, or the API key cannot access it: check the id.",
  408: "The server timed out waiting for the request: try again.",
  409: "The request conflicts with the state of the resource: retrieve it and try again.",
  422: "The server rejected the content of the request.",
  429: "Too many requests: send fewer, or wait."
}

/** Redirect targets repeat the query, which may contain phone numbers. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, "")

const isRedirect = (status: number): boolean => (status >= 300 && status < 400) || status === 0

/** Redirects are not followed, because the API key is for the base URL only. */
const redirectHint = (location: string | undefined, { redact }: Call.Call): string =>
  `The server redirects${
    location === undefined ? "" : ` to ${withoutQuery(redact(location))}`
  }, which is not followed: ` +
  "set the base URL to the address of the API."

const notFoundHint = ({ hasBasePath, provisional }: Call.Call): string =>
  hints[404] +
  (hasBasePath ? "" : " The base URL has no path, so it may also be wrong: that of the API ends with `/api`.") +
  (provisional ? " The path of this endpoint is not publicly documented, so it may also be wrong." : "")

const hint = ({ headers, status }: RawResponse, call: Call.Call): string => {
  if (isRedirect(status)) return redirectHint(headers["location"], call)
  if (status === 404) return notFoundHint(call)
  return hints[status] ?? (status >= 500 ? "The server failed: try again later." : "The status is unexpected.")
}

const deliveryOf = (status: number): RevoxError.Delivery =>
  status >= 400 && status < 500 && status !== 408 ? "rejected" : "unknown"

/** Whether the same request may succeed later. A server does not support a request to which it responds 501 or 505. */
const isTransient = (status: number): boolean =>
  status === 408 || status === 409 || status === 429 || (status >= 500 && status !== 501 && status !== 505)

const isRetryable = (
  status: number,
  delivery: RevoxError.Delivery,
  shouldRetry: boolean | undefined,
  { idempotent, method }: Call.Call
): boolean => {
  // A 429 is the only status that certainly precedes all processing, and only reads can retry a conflict.
  if (!idempotent) return status === 429 && delivery === "rejected" && shouldRetry !== false
  if (status === 409 && method !== "GET") return false
  return shouldRetry ?? isTransient(status)
}

/** The reason for a response outside of 200 to 299. */
export const reasonOf = (response: RawResponse, call: Call.Call, now: number): RevoxError.Reason => {
  const { status } = response
  const delivery = Call.record(call, deliveryOf(status))
  const description = describe(response, call, now)
  const serverMessage = Option.map(messageOf(response.body), (message) => excerpt(message, call.redact))
  const quoted = Option.match(serverMessage, { onNone: () => "", onSome: (message) => ` Server message: ${message}` })
  const fields = {
    ...description,
    ...(Option.isSome(serverMessage) ? { serverMessage: serverMessage.value } : {}),
    attempts: call.attempts,
    delivery,
    isRetryable: isRetryable(status, delivery, description.shouldRetry, call),
    message: `${status}. ${hint(response, call)}${quoted}${Call.advice(call, delivery)}`
  }
  switch (status) {
    case 400:
      return new RevoxError.BadRequestError(fields)
    case 401:
      return new RevoxError.AuthenticationError(fields)
    case 403:
      return new RevoxError.PermissionDeniedError(fields)
    case 404:
      return new RevoxError.NotFoundError(fields)
    case 409:
      return new RevoxError.ConflictError(fields)
    case 422:
      return new RevoxError.UnprocessableEntityError(fields)
    case 429:
      return new RevoxError.RateLimitError(fields)
    default:
      return status >= 500
        ? new RevoxError.InternalServerError(fields)
        : new RevoxError.UnexpectedStatusError(fields)
  }
}

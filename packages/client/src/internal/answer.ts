import * as Duration from "effect/Duration"
import * as Headers from "effect/http/Headers"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as RevoxError from "../RevoxError.ts"
import { messageOf } from "./errorBody.ts"

/** An answer of the server, read to the end. */
export interface Answer {
  readonly status: number
  readonly headers: Headers.Headers
  readonly body: string
}

const maxExcerpt = 500

const excerpt = (body: string): string => body.length > maxExcerpt ? `${body.slice(0, maxExcerpt)}…` : body

/** A server that echoes the key must not get it into an error, and so into a log. */
export const withoutKey = (answer: Answer, apiKey: Redacted.Redacted<string>): Answer => ({
  ...answer,
  body: answer.body.replaceAll(Redacted.value(apiKey), "<redacted>")
})

/**
 * What the server asks to wait: `retry-after-ms`, which is finer, or `Retry-After` in seconds or as an HTTP date. A
 * header that nobody can read, or that names a negative time, is as good as none.
 */
export const retryAfter = (headers: Headers.Headers, now: number): Duration.Duration | undefined => {
  const millis = headers["retry-after-ms"]?.trim()
  if (millis !== undefined && /^\d+(?:\.\d+)?$/.test(millis)) return Duration.millis(Number(millis))
  const header = headers["retry-after"]
  const parsed = header === undefined ? undefined : Headers.parseRetryAfter(header)
  return parsed !== undefined && Result.isSuccess(parsed) ? Headers.retryAfterDelay(parsed.success, now) : undefined
}

const shouldRetry = (headers: Headers.Headers): boolean | undefined => {
  const header = headers["x-should-retry"]?.trim().toLowerCase()
  return header === "true" ? true : header === "false" ? false : undefined
}

/** The part of an error that tells of the answer it came from. */
export const describe = (answer: Answer, now: number) => {
  const requestId = answer.headers["x-request-id"]
  const wait = retryAfter(answer.headers, now)
  const retry = shouldRetry(answer.headers)
  return {
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(answer.body === "" ? {} : { bodyExcerpt: excerpt(answer.body) }),
    ...(wait === undefined ? {} : { retryAfter: wait }),
    ...(retry === undefined ? {} : { shouldRetry: retry })
  }
}

const advice: Readonly<Record<number, string>> = {
  400: "The server could not make sense of the request.",
  401: "The API key is missing or wrong: check the key and the base URL it is for.",
  403: "The API key may not do this: check what it is allowed to do.",
  404: "There is no such thing, or the API key may not see it: check the id.",
  408: "The server gave up waiting for the request: try again.",
  409: "It was changed at the same time: try again.",
  422: "The server refused what the request says.",
  429: "Too many requests: send fewer, or wait."
}

/** Redirects are not followed: the key is for the base URL alone, and an API that moved wants a new base URL. */
const redirected = ({ headers, status }: Answer): string | undefined =>
  (status >= 300 && status < 400) || status === 0
    ? `The server redirects${headers["location"] === undefined ? "" : ` to ${withoutQuery(headers["location"])}`}, ` +
      "which is not followed: set the base URL to where the API is."
    : undefined

/** A redirect repeats the query, and people search by phone number. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, "")

/** What happened, and what to try. */
const hint = (answer: Answer): string =>
  redirected(answer) ?? advice[answer.status] ??
    (answer.status >= 500 ? "The server failed: try again later." : "This status was not expected.")

/** Why an answer outside of 2xx is an error. */
export const reasonOf = (
  answer: Answer,
  options: { readonly attempts: number; readonly now: number }
): RevoxError.Reason => {
  const { status } = answer
  const said = Option.match(messageOf(answer.body), {
    onNone: () => "",
    onSome: (message) => ` The server says: ${excerpt(message)}`
  })
  const fields = {
    ...describe(answer, options.now),
    attempts: options.attempts,
    message: `${status}. ${hint(answer)}${said}`
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

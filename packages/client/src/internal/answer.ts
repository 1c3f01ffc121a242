import type * as Duration from "effect/Duration"
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

/** The part of an error that tells of the answer it came from. */
export const describe = (answer: Answer) => {
  const requestId = answer.headers["x-request-id"]
  return {
    status: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(answer.body === "" ? {} : { bodyExcerpt: excerpt(answer.body) })
  }
}

/** What the server asks to wait; a header that nobody can read is as good as none. */
const retryAfter = (answer: Answer, now: number): { readonly retryAfter?: Duration.Duration } => {
  const header = answer.headers["retry-after"]
  const parsed = header === undefined ? undefined : Headers.parseRetryAfter(header)
  return parsed !== undefined && Result.isSuccess(parsed)
    ? { retryAfter: Headers.retryAfterDelay(parsed.success, now) }
    : {}
}

const advice: Readonly<Record<number, string>> = {
  400: "The server could not make sense of the request.",
  401: "The API key is missing or wrong: check the key and the base URL it is for.",
  403: "The API key may not do this: check what it is allowed to do.",
  404: "There is no such thing, or the API key may not see it: check the id.",
  409: "It was changed at the same time: try again.",
  422: "The server refused what the request says.",
  429: "Too many requests: send fewer, or wait."
}

/** Why an answer outside of 2xx is an error. */
export const reasonOf = (
  answer: Answer,
  options: {
    readonly attempts: number
    readonly now: number
  }
): RevoxError.Reason => {
  const { status } = answer
  const said = Option.match(messageOf(answer.body), {
    onNone: () => "",
    onSome: (message) => ` The server says: ${message}`
  })
  const hint = advice[status] ??
    (status >= 500 ? "The server failed: try again later." : "This status was not expected.")
  const fields = {
    ...describe(answer),
    attempts: options.attempts,
    message: `${status}. ${hint}${said}`
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
      return new RevoxError.RateLimitError({ ...fields, ...retryAfter(answer, options.now) })
    default:
      return status >= 500
        ? new RevoxError.InternalServerError({ ...fields, ...retryAfter(answer, options.now) })
        : new RevoxError.UnexpectedStatusError(fields)
  }
}

import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { ApiError } from "./apiError.ts"

/** The headers of a request, by lower-case name. */
export type Headers = Readonly<Record<string, string | undefined>>

/** Checks whether headers have the API key as a bearer token. */
export const make = (apiKey: Redacted.Redacted<string>) => {
  const expected = `Bearer ${Redacted.value(apiKey)}`
  const isAuthentic = (headers: Headers): boolean => headers["authorization"] === expected
  const authenticate = (headers: Headers): Effect.Effect<void, ApiError> =>
    isAuthentic(headers)
      ? Effect.void
      : Effect.fail(
        new ApiError({
          status: 401,
          message: headers["authorization"] === undefined ? "API key missing" : "API key invalid"
        })
      )
  return { isAuthentic, authenticate }
}

/** Keeps the scheme of the credentials, which tests check. */
const redactCredentials = (authorization: string): string =>
  authorization.replace(/^(Bearer|Basic)? ?.*$/s, "$1 <redacted>").trim()

/** Returns the headers without the API key. */
export const redact = (headers: Headers): Readonly<Record<string, string>> => {
  const result: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) {
      result[name] = name === "authorization" ? redactCredentials(value) : value
    }
  }
  return result
}

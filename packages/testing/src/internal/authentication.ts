import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { ApiError } from "./apiError.ts"

/** The headers of a request, by lower-case name. */
export type Headers = Readonly<Record<string, string | undefined>>

/** Fails unless the headers have the API key as a bearer token. */
export const authenticate = (apiKey: Redacted.Redacted<string>) => {
  const expected = `Bearer ${Redacted.value(apiKey)}`
  return (headers: Headers): Effect.Effect<void, ApiError> => {
    const authorization = headers["authorization"]
    return authorization === expected
      ? Effect.void
      : Effect.fail(
        new ApiError({ status: 401, message: authorization === undefined ? "API key missing" : "API key invalid" })
      )
  }
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

import * as Endpoint from "@effect-revox/schema/Endpoint"
import * as ServerJson from "@effect-revox/schema/ServerJson"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { InvalidResponseError } from "../RevoxError.ts"
import * as Call from "./call.ts"
import { describe, type RawResponse } from "./errorResponse.ts"

const notJson = (contentEncoding: string | undefined): string =>
  contentEncoding === undefined || /^(?:identity|gzip)$/i.test(contentEncoding)
    ? "The response body is not JSON: check that the base URL is the address of the API."
    : `The response body has the content encoding ${contentEncoding}, which was not requested and cannot be decoded.`

const stringId = (value: unknown): string | undefined =>
  Predicate.hasProperty(value, "id") && Predicate.isString(value.id) ? value.id : undefined

/** The ids in a body: at the top, or in the envelope around the resource. */
const idsOf = (json: unknown): ReadonlyArray<string> =>
  Predicate.isObject(json)
    ? [stringId(json), ...Object.values(json).map(stringId)].filter(Predicate.isNotUndefined)
    : []

const resourceIdOf = (json: unknown): string | undefined => idsOf(json)[0]

/** Whether a body is the resource with an id. Servers may write the letters of an id in another case. */
const isResource = (json: unknown, id: string): boolean => {
  const ids = idsOf(json)
  return ids.length === 0 || ids.some((found) => found.toLowerCase() === id.toLowerCase())
}

/** Whether a body is JSON or a page instead of the declared bytes. Servers and proxies send errors in these forms. */
const isOtherType = (contentType: string | undefined, declared: string): boolean => {
  const [found = ""] = (contentType ?? "").split(";")
  return /^(?:text\/html|application\/(?:[\w.-]+\+)?json)$/i.test(found.trim()) && found.trim() !== declared
}

/** Decodes a successful response by the schema of its endpoint. */
export const decodeResponse = <E extends Endpoint.Any>(
  endpoint: E,
  response: RawResponse,
  options: {
    readonly call: Call.Call
    /** The id in the path of the request, if the response must be the resource with that id. */
    readonly expectedId: string | undefined
  }
): Effect.Effect<Endpoint.Success<E>, InvalidResponseError, E["success"]["DecodingServices"]> => {
  const invalid = (text: string, json?: unknown) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const { call } = options
      const delivery = Call.record(call, "accepted")
      const resourceId = resourceIdOf(json)
      const problem = call.redact(text)
      const advice = Call.advice(call, delivery)
      // A mismatch ends with a path.
      const end = advice === "" || problem.endsWith(".") ? "" : "."
      return Effect.fail(
        new InvalidResponseError({
          ...describe(response, call, now),
          attempts: call.attempts,
          delivery,
          isRetryable: false,
          problem,
          message: `${problem}${end}${advice}`,
          ...(resourceId === undefined ? {} : { resourceId: call.redact(resourceId) })
        })
      )
    })
  const decode = (value: unknown, json?: unknown) =>
    Effect.catchEager(
      ServerJson.decoder(endpoint.success)(value),
      (mismatch) => invalid(`The response body does not match the schema. ${mismatch}`, json)
    )
  const { contentType, kind } = Endpoint.successBody(endpoint)
  switch (kind) {
    case "empty":
      return decode(undefined)
    case "text":
      return decode(response.body)
    case "bytes": {
      const found = response.headers["content-type"]
      return isOtherType(found, contentType)
        ? invalid(`The response has the content type ${found}, and not ${contentType}.`)
        : decode(response.bytes)
    }
    case "json": {
      const { json } = response
      if (json === undefined) return invalid(notJson(response.headers["content-encoding"]))
      const { expectedId } = options
      return expectedId === undefined || isResource(json.value, expectedId)
        ? decode(json.value, json.value)
        : invalid("The response is another resource: its id is not that of the request.", json.value)
    }
  }
}

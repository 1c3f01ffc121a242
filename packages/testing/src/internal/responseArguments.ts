/** Validation of responses that faults make. */
import type { InvalidOptionError } from "@effect-revox/schema/Options"
import * as Options from "@effect-revox/schema/Options"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { SimulatedResponse } from "../SimulatedResponse.ts"
import * as Arguments from "./arguments.ts"
import * as Response from "./response.ts"

const Bytes = Options.satisfying(Predicate.isUint8Array, "a Uint8Array")

const delivery = {
  headersDelay: Options.satisfying(
    (value): value is number => Predicate.isNumber(value) && value >= 0,
    "a number of 0 or more, or Infinity"
  ),
  chunks: Options.PositiveCount,
  chunkDelay: Options.satisfying(
    (value): value is number => Number.isFinite(value) && Number(value) >= 0,
    "a finite number of 0 or more"
  ),
  interruption: Schema.UndefinedOr(Schema.Struct({
    at: Options.satisfying(
      (value): value is "headers" | number => value === "headers" || Number.isSafeInteger(value) && Number(value) >= 0,
      "\"headers\" or an integer of 0 or more"
    ),
    kind: Options.oneOf(["reset", "close", "stall"])
  }))
}

/**
 * Returns a function that validates the arguments of a constructor, and then makes the response. Constructors cannot
 * fail, so a response with an invalid argument carries the error.
 */
const constructor = (name: string, fields: Schema.Struct.Fields) => {
  const validate = Arguments.validator(`SimulatedResponse.${name}`, fields)
  return (given: Readonly<Record<string, unknown>>, response: () => SimulatedResponse): SimulatedResponse =>
    Result.match(validate(given), {
      onFailure: (problem) => ({ ...Response.empty(500), problem }),
      onSuccess: response
    })
}

/** Returns a function that validates the arguments of a combinator, and then changes the response. */
const combinator = (name: string, fields: Schema.Struct.Fields) => {
  const validate = Arguments.validator(`SimulatedResponse.${name}`, fields)
  return (
    self: SimulatedResponse,
    given: Readonly<Record<string, unknown>>,
    changed: () => SimulatedResponse
  ): SimulatedResponse =>
    Result.match(validate(given), {
      onFailure: (problem) => ({ ...self, problem: self.problem ?? problem }),
      onSuccess: changed
    })
}

const typed = { status: Arguments.Status, contentType: Arguments.HeaderValue }

export const bytes = constructor("bytes", { ...typed, body: Bytes })

export const text = constructor("text", { ...typed, body: Options.Text })

export const json = constructor("json", { status: Arguments.Status, body: Arguments.Json })

export const error = constructor("error", {
  form: Options.oneOf(["error.message", "message", "error", "problem+json", "text", "html", "empty"]),
  status: Arguments.Status,
  message: Options.Text
})

export const mapJson = combinator("mapJson", { f: Options.Callback })

/** The JSON that the argument of `mapJson` returned. */
export const mappedJson = combinator("mapJson", { "f()": Arguments.Json })

export const deliver = combinator("deliver", {
  delivery: Schema.Struct({
    headersDelay: Schema.optionalKey(delivery.headersDelay),
    chunks: Schema.optionalKey(delivery.chunks),
    chunkDelay: Schema.optionalKey(delivery.chunkDelay),
    interruption: Schema.optionalKey(delivery.interruption)
  })
})

const validateResponse = Arguments.validator("Effects.response", {
  status: Arguments.Status,
  headers: Arguments.Headers,
  body: Bytes,
  delivery: Schema.Struct(delivery)
})

/** Returns the problem of a response that faults made, which may be an object literal. */
export const problemOf = (response: SimulatedResponse): InvalidOptionError | undefined => {
  const { body, delivery, headers, problem, status } = response
  return problem ?? Result.match(validateResponse({ status, headers, body, delivery }), {
    onFailure: (problem) => problem,
    onSuccess: () => undefined
  })
}

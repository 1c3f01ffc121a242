import type * as Options from "@effect-revox/schema/Options"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { validator } from "../arguments.ts"
import type { Fault } from "./model.ts"
import { change, make } from "./model.ts"

const fail = (self: Fault, problem: Options.InvalidOptionError): Fault =>
  change(self, { problem: self.problem ?? problem })

/**
 * Returns a function that validates the arguments of a constructor, and then makes the fault. Constructors cannot fail,
 * so a fault with an invalid argument carries the error, with which its injection fails.
 */
export const constructor = (name: string, fields: Schema.Struct.Fields) => {
  const validate = validator(`Fault.${name}`, fields)
  return (given: Readonly<Record<string, unknown>>, fault: () => Fault): Fault =>
    Result.match(validate(given), { onFailure: (problem) => fail(make(name, {}), problem), onSuccess: fault })
}

/** Returns a function that validates the arguments of a combinator, and then changes the fault. */
export const combinator = (name: string, fields: Schema.Struct.Fields) => {
  const validate = validator(`Fault.${name}`, fields)
  return (self: Fault, given: Readonly<Record<string, unknown>>, changed: () => Fault): Fault =>
    Result.match(validate(given), { onFailure: (problem) => fail(self, problem), onSuccess: changed })
}

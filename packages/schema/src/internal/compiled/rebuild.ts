import type * as SchemaAST from "effect/SchemaAST"
import { excess, unfit } from "./source.ts"

/** Returns whether a value matches a node: `fits`, `excess`, or a number of at least `unfit`. */
export interface Validate {
  (input: unknown, options: SchemaAST.ParseOptions): number
}

const isObject = (input: unknown): input is Record<string, unknown> => typeof input === "object" && input !== null

/** Assigning to `__proto__` would not make a key. */
const assign = (output: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__") {
    Object.defineProperty(output, key, { value, writable: true, enumerable: true, configurable: true })
  } else {
    output[key] = value
  }
}

/**
 * Makes the function that drops unknown keys from a value that matches. It copies only the objects that contain unknown
 * keys, at any depth.
 */
export const make = (validate: (ast: SchemaAST.AST) => Validate | undefined) => {
  const dropped = (ast: SchemaAST.AST, input: unknown, options: SchemaAST.ParseOptions): unknown =>
    validate(ast)?.(input, options) === excess ? copied(ast, input, options) : input

  const copied = (ast: SchemaAST.AST, input: unknown, options: SchemaAST.ParseOptions): unknown => {
    switch (ast._tag) {
      case "Arrays":
        return Array.isArray(input)
          ? input.map((item) => ast.rest.reduce((item, type) => dropped(type, item, options), item))
          : input
      case "Objects": {
        if (!isObject(input)) return input
        const output: Record<string, unknown> = {}
        for (const { name, type } of ast.propertySignatures) {
          if (typeof name === "string" && name in input) output[name] = dropped(type, input[name], options)
        }
        for (const { type } of ast.indexSignatures) {
          for (const key of Object.keys(input)) {
            if (!Object.hasOwn(output, key)) assign(output, key, dropped(type, input[key], options))
          }
        }
        return output
      }
      case "Union": {
        const member = ast.types.find((type) => (validate(type)?.(input, options) ?? unfit) < unfit)
        return member === undefined ? input : dropped(member, input, options)
      }
      default:
        return input
    }
  }

  return copied
}

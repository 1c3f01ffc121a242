import { memoize } from "effect/Function"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { copied, mapChildren, mapWire } from "./ast.ts"

/** Maximum depth of arrays and objects in JSON that a schema does not describe. */
export const maxDepth = 128

type Nested = Readonly<Record<string, unknown>>

const isNested = (value: unknown): value is Nested => typeof value === "object" && value !== null

/**
 * Whether a value has at most so many levels of arrays and objects. It runs for each value that a schema does not
 * describe, so it neither copies nor calls functions for the values of leaves.
 */
const isWithin = (value: Nested, levels: number): boolean => {
  if (levels === 0) return false
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index]
      if (isNested(item) && !isWithin(item, levels - 1)) return false
    }
    return true
  }
  for (const key in value) {
    const item = value[key]
    if (isNested(item) && !isWithin(item, levels - 1)) return false
  }
  return true
}

/** Whether JSON is so shallow that recursive functions such as `JSON.stringify` do not exceed the stack. */
export const isShallow = (value: unknown): boolean => !isNested(value) || isWithin(value, maxDepth)

/** Rejects JSON that is nested too deeply. */
export const shallow = Schema.makeFilter(isShallow, { expected: `at most ${maxDepth} levels of arrays and objects` })

/** The values of deeper levels are replaced by `null`. */
export const truncated = (value: Schema.Json, levels: number = maxDepth): Schema.Json => {
  if (typeof value !== "object" || value === null) return value
  if (levels === 0) return null
  return Array.isArray(value)
    ? value.map((item) => truncated(item, levels - 1))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, truncated(item, levels - 1)]))
}

const unlimited = "~effect-revox/schema/unlimited"

/** JSON at any depth, also after {@link limitDepth}. */
export const AnyJson = Schema.make<Schema.Codec<Schema.Json>>(Schema.Any.annotate({ [unlimited]: true }).ast)

/** Whether a declaration is `Schema.Json` or `Schema.MutableJson`, which would make bundles larger if it was imported. */
const isJson = ({ annotations }: SchemaAST.Declaration): boolean => {
  const representation = annotations?.["representation"]
  return Predicate.hasProperty(representation, "id") &&
    (representation.id === "effect/schema/Json" || representation.id === "effect/schema/MutableJson")
}

const isOpen = (ast: SchemaAST.AST): boolean =>
  ast._tag === "Any" || ast._tag === "Unknown" || (ast._tag === "Declaration" && isJson(ast))

/**
 * Limits the depth of the JSON that a schema does not describe. Only values as the server sent them are checked, and not
 * the results of transformations.
 */
export const limitDepth: (ast: SchemaAST.AST) => SchemaAST.AST = memoize((ast: SchemaAST.AST): SchemaAST.AST => {
  if (ast.encoding !== undefined) return mapWire(ast, limitDepth)
  if (!isOpen(ast)) return mapChildren(ast, limitDepth)
  if (ast.annotations?.[unlimited] === true) return ast
  return copied(ast, { checks: [...(ast.checks ?? []), shallow] })
})

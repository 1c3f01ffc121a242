/**
 * The bounds, lengths and formats that the API's reference documents.
 *
 * They are checks of the schemas, so that `make`, arbitraries and JSON Schema respect them. A response that exceeds a
 * bound should still decode, so {@link lenient} removes these checks. Types, required fields, variants and your own
 * checks remain.
 *
 * @since 0.1.0
 */
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { mapChildren, mapEncoding, replaced } from "./internal/ast.ts"

const documentedBound = "~effect-revox/schema/documentedBound"

/**
 * Marks a check as a bound that the API's reference documents.
 *
 * @category annotations
 * @since 0.1.0
 */
export const documented = <T>(check: SchemaAST.Check<T>): SchemaAST.Check<T> =>
  check.annotate({ [documentedBound]: true })

const isDocumented = (check: SchemaAST.Check<never>): boolean => check.annotations?.[documentedBound] === true

const remaining = (checks: SchemaAST.Checks | undefined): SchemaAST.Checks | undefined => {
  if (checks === undefined || !checks.some(isDocumented)) return checks
  const [first, ...rest] = checks.filter((check) => !isDocumented(check))
  return first === undefined ? undefined : [first, ...rest]
}

/** Removes the documented bounds from a node. Returns the same node if it has none, so that it stays compiled. */
const ignoreInAst: (ast: SchemaAST.AST) => SchemaAST.AST = memoize((ast: SchemaAST.AST): SchemaAST.AST => {
  // No entity of this package is a declaration, so the checks inside a declaration come from the caller.
  if (ast._tag === "Declaration") return ast
  const mapped = mapEncoding(mapChildren(ast, ignoreInAst), ignoreInAst)
  return replaced(mapped, { checks: remaining(ast.checks) })
})

/**
 * Returns a schema without the documented bounds, for decoding responses. It is otherwise as strict as the given one.
 *
 * **Details**
 *
 * The result is memoized, so that a schema is compiled once.
 *
 * @category combinators
 * @since 0.1.0
 */
export const lenient: <S extends Schema.Constraint>(
  schema: S
) => Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]> = memoize(
  <S extends Schema.Constraint>(schema: S) =>
    Schema.make<Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]>>(
      ignoreInAst(schema.ast)
    )
)

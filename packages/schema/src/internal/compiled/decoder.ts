import * as SchemaCompiler from "effect/schema/SchemaCompiler"
import type * as SchemaAST from "effect/SchemaAST"
import { isShallow } from "../depth.ts"
import * as Rebuild from "./rebuild.ts"
import { fits, generate, unfit } from "./source.ts"
import type { Composite } from "./support.ts"

const passes = (ast: SchemaAST.AST, input: unknown, options: SchemaAST.ParseOptions): boolean => {
  const pass = (check: SchemaAST.Check<unknown>): boolean =>
    check._tag === "FilterGroup" ? check.checks.every(pass) : check.run(input, ast, options) === undefined
  return ast.checks?.every(pass) ?? true
}

/** The functions of a program, or `undefined` if the platform does not allow functions made from text. */
const evaluate = (
  source: string,
  ...args: ReadonlyArray<unknown>
): ReadonlyArray<Rebuild.Validate> | undefined => {
  try {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the text is made from a schema, not from data
    return new Function("C", "P", "R", "D", source)(...args)
  } catch {
    return undefined
  }
}

/**
 * A decoder for a schema that only validates. It returns a value that matches without unknown keys, and copies it only
 * to drop such keys. `undefined` if the platform does not allow functions made from text.
 */
export const decoder = (ast: Composite): SchemaCompiler.Decode | undefined => {
  const { checked, nodes, source } = generate(ast)
  const validators = new Map<SchemaAST.AST, Rebuild.Validate>()
  const rebuild = Rebuild.make((node) => validators.get(node))
  const functions = evaluate(source, checked, passes, rebuild, isShallow)
  functions?.forEach((validate, index) => {
    const node = nodes[index]
    if (node !== undefined) validators.set(node, validate)
  })
  const validate = validators.get(ast)
  if (validate === undefined) return undefined
  return (input, options) => {
    // The interpreter decodes after `invalid`. It supports these options.
    if (options.onExcessProperty === "error" || options.disableChecks === true) return SchemaCompiler.invalid
    const result = validate(input, options)
    return result >= unfit ? SchemaCompiler.invalid : result === fits ? input : rebuild(ast, input, options)
  }
}

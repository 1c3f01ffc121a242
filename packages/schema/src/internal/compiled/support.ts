import { memoize } from "effect/Function"
import * as SchemaAST from "effect/SchemaAST"

/** Whether `in` shows that a key is present. It does not for the names of `Object.prototype`. */
const isOwnName = (name: PropertyKey): name is string => typeof name === "string" && !(name in Object.prototype)

const isAnyKey = ({ parameter }: SchemaAST.IndexSignature): boolean =>
  parameter._tag === "String" && parameter.checks === undefined && parameter.encoding === undefined

/**
 * Whether generated code can decode a schema. Effect's interpreter decodes schemas with transformations, declarations
 * and other custom code.
 */
export const isSupported: (ast: SchemaAST.AST) => boolean = memoize((ast: SchemaAST.AST): boolean => {
  if (ast.encoding !== undefined) return false
  switch (ast._tag) {
    case "Any":
    case "Boolean":
    case "Null":
    case "Number":
    case "String":
    case "Undefined":
    case "Unknown":
      return true
    case "Literal":
      return typeof ast.literal !== "bigint"
    case "Arrays":
      return ast.encodingChecks === undefined && ast.elements.length === 0 && ast.rest.length === 1 &&
        ast.rest.every(isSupported)
    case "Objects":
      return ast.encodingChecks === undefined && ast.propertySignatures.length + ast.indexSignatures.length > 0 &&
        ast.propertySignatures.every(({ name, type }) => isOwnName(name) && isSupported(type)) &&
        ast.indexSignatures.length <= 1 &&
        ast.indexSignatures.every((signature) => isAnyKey(signature) && isSupported(signature.type))
    case "Union":
      return ast.encodingChecks === undefined && ast.types.every(isSupported)
    default:
      return false
  }
})

/** A node that contains objects or arrays. All other nodes are validated by a condition on the value itself. */
export type Composite = SchemaAST.Arrays | SchemaAST.Objects | SchemaAST.Union

/** Whether a node contains objects or arrays. */
export const isComposite: (ast: SchemaAST.AST) => ast is Composite = (ast): ast is Composite =>
  SchemaAST.isObjects(ast) || SchemaAST.isArrays(ast) || (SchemaAST.isUnion(ast) && hasComposite(ast))

const hasComposite = memoize((ast: SchemaAST.Union): boolean =>
  ast.options?.mode === "oneOf" || ast.types.some(isComposite)
)

/**
 * The bounds, lengths and formats that the API's reference documents.
 *
 * They are checks of the schemas, so that `make`, arbitraries and JSON Schema respect them. A server that steps over
 * its own bound must not cost a page, though, so a reader of responses ignores them, and only them: types, required
 * fields and variants hold, and so do the checks of a schema of the caller's, which are there to be kept.
 *
 * @since 0.1.0
 */
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

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

const ignoreInLink = (link: SchemaAST.Link): SchemaAST.Link => {
  const to = ignoreInAst(link.to)
  return to === link.to ? link : new SchemaAST.Link(to, link.transformation)
}

const ignoreInEncoding = (encoding: SchemaAST.Encoding | undefined): SchemaAST.Encoding | undefined => {
  if (encoding === undefined) return undefined
  const links = SchemaAST.mapOrSame(encoding, ignoreInLink)
  const [first, ...rest] = links
  return links === encoding || first === undefined ? encoding : [first, ...rest]
}

const ignoreInProperty = (property: SchemaAST.PropertySignature): SchemaAST.PropertySignature => {
  const type = ignoreInAst(property.type)
  return type === property.type ? property : new SchemaAST.PropertySignature(property.name, type)
}

const ignoreInIndex = (signature: SchemaAST.IndexSignature): SchemaAST.IndexSignature => {
  const type = ignoreInAst(signature.type)
  return type === signature.type ? signature : new SchemaAST.IndexSignature(signature.parameter, type)
}

/** A node without documented bounds in it or below it; the same node where there are none, so that it stays compiled. */
const ignoreInAst: (ast: SchemaAST.AST) => SchemaAST.AST = memoize((ast: SchemaAST.AST): SchemaAST.AST => {
  const { annotations, context } = ast
  const checks = remaining(ast.checks)
  const encoding = ignoreInEncoding(ast.encoding)
  const sameNode = checks === ast.checks && encoding === ast.encoding
  switch (ast._tag) {
    case "String":
      return sameNode ? ast : new SchemaAST.String(annotations, checks, encoding, context)
    case "Number":
      return sameNode ? ast : new SchemaAST.Number(annotations, checks, encoding, context)
    case "Arrays": {
      const elements = SchemaAST.mapOrSame(ast.elements, ignoreInAst)
      const rest = SchemaAST.mapOrSame(ast.rest, ignoreInAst)
      return sameNode && elements === ast.elements && rest === ast.rest
        ? ast
        : new SchemaAST.Arrays(
          ast.isMutable,
          elements,
          rest,
          annotations,
          checks,
          encoding,
          context,
          ast.encodingChecks
        )
    }
    case "Objects": {
      const properties = SchemaAST.mapOrSame(ast.propertySignatures, ignoreInProperty)
      const indexes = SchemaAST.mapOrSame(ast.indexSignatures, ignoreInIndex)
      return sameNode && properties === ast.propertySignatures && indexes === ast.indexSignatures
        ? ast
        : new SchemaAST.Objects(
          properties,
          indexes,
          annotations,
          checks,
          encoding,
          context,
          ast.encodingChecks
        )
    }
    case "Union": {
      const types = SchemaAST.mapOrSame(ast.types, ignoreInAst)
      return sameNode && types === ast.types
        ? ast
        : new SchemaAST.Union(types, ast.options, annotations, checks, encoding, context, ast.encodingChecks)
    }
    case "Suspend": {
      const { thunk } = ast
      return new SchemaAST.Suspend(() => ignoreInAst(thunk()), annotations, checks, encoding, context)
    }
    default:
      // Neither a declaration nor another leaf is an entity of this package: what is in there is the caller's.
      return ast
  }
})

/**
 * The same schema for reading what the server sends: without the documented bounds, and otherwise as strict as it is.
 *
 * **Details**
 *
 * The result is remembered, so that a schema is prepared and compiled once.
 *
 * @category combinators
 * @since 0.1.0
 */
export const ignore: <S extends Schema.Constraint>(
  schema: S
) => Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]> = memoize(
  <S extends Schema.Constraint>(schema: S) =>
    Schema.make<Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]>>(
      ignoreInAst(schema.ast)
    )
)

import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"

const Moment = Schema.NullOr(
  Schema.String.check(
    Schema.isPattern(
      /^20[12][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/
    )
  )
)
const OptionalMoment = Schema.optionalKey(Moment)

/** Replaces timestamps, whose arbitrary generates any JSON, with dates of this century or null. */
export const withMoments: (ast: SchemaAST.AST) => SchemaAST.AST = memoize((ast: SchemaAST.AST): SchemaAST.AST => {
  const { annotations, checks, context, encoding } = ast
  switch (ast._tag) {
    case "Any":
      return SchemaAST.resolveTitle(ast) !== "Timestamp"
        ? ast
        : SchemaAST.isOptional(ast)
        ? OptionalMoment.ast
        : Moment.ast
    case "Arrays":
      return new SchemaAST.Arrays(
        ast.isMutable,
        ast.elements.map(withMoments),
        ast.rest.map(withMoments),
        annotations,
        checks,
        encoding,
        context
      )
    case "Objects":
      return new SchemaAST.Objects(
        ast.propertySignatures.map(({ name, type }) => new SchemaAST.PropertySignature(name, withMoments(type))),
        ast.indexSignatures.map(({ parameter, type }) => new SchemaAST.IndexSignature(parameter, withMoments(type))),
        annotations,
        checks,
        encoding,
        context
      )
    case "Union":
      return new SchemaAST.Union(ast.types.map(withMoments), ast.options, annotations, checks, encoding, context)
    default:
      return ast
  }
})

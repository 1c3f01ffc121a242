import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import * as SchemaCompiler from "effect/schema/SchemaCompiler"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"
import { decoder } from "./decoder.ts"
import { type Composite, isComposite, isSupported } from "./support.ts"

/** A node of its own with other parts: what is installed for it holds for nobody else. */
const changed = <A extends SchemaAST.AST>(ast: A, changes: Partial<A> = {}): A =>
  Object.create(Object.getPrototypeOf(ast), {
    ...Object.getOwnPropertyDescriptors(ast),
    ...Object.getOwnPropertyDescriptors(changes)
  })

const installed = (ast: Composite): SchemaAST.AST => {
  const own = changed(ast)
  const interpret = SchemaParser.decodeUnknownEffect(Schema.make<Schema.Codec<unknown>>(ast))
  SchemaCompiler.set(own, {
    // Made when it is first asked for.
    get decode() {
      return decoder(ast)
    },
    decodeEffect: (input, options) =>
      input === SchemaCompiler.missing ? Effect.succeed(input) : interpret(input, options)
  })
  return own
}

const inEncoding = ([first, ...rest]: SchemaAST.Encoding): SchemaAST.Encoding => {
  const link = ({ to, transformation }: SchemaAST.Link) => new SchemaAST.Link(prepare(to), transformation)
  return [link(first), ...rest.map(link)]
}

const withPreparedParts = (ast: SchemaAST.AST): SchemaAST.AST => {
  switch (ast._tag) {
    case "Arrays":
      return changed(ast, { elements: ast.elements.map(prepare), rest: ast.rest.map(prepare) })
    case "Objects":
      return changed(ast, {
        propertySignatures: ast.propertySignatures.map(({ name, type }) =>
          new SchemaAST.PropertySignature(name, prepare(type))
        ),
        indexSignatures: ast.indexSignatures.map(({ parameter, type }) =>
          new SchemaAST.IndexSignature(parameter, prepare(type))
        )
      })
    case "Suspend":
      return changed(ast, { thunk: () => prepare(ast.thunk()) })
    case "Union":
      return changed(ast, { types: ast.types.map(prepare) })
    default:
      return ast
  }
}

/**
 * The same node with compiled decoders where there can be some: for all of it, or for the largest parts of it that can
 * do without the interpreter.
 */
export const prepare: (ast: SchemaAST.AST) => SchemaAST.AST = memoize((ast: SchemaAST.AST) => {
  if (isSupported(ast)) return isComposite(ast) ? installed(ast) : ast
  const prepared = withPreparedParts(ast)
  return ast.encoding === undefined ? prepared : changed(prepared, { encoding: inEncoding(ast.encoding) })
})

import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import * as SchemaCompiler from "effect/schema/SchemaCompiler"
import type * as SchemaAST from "effect/SchemaAST"
import * as SchemaParser from "effect/SchemaParser"
import { copied, mapChildren, mapEncoding } from "../ast.ts"
import { decoder } from "./decoder.ts"
import { type Composite, isComposite, isSupported } from "./support.ts"

/** A copy of a node with a compiled decoder. The node itself may be in use without one. */
const installed = (ast: Composite): SchemaAST.AST => {
  const own = copied(ast)
  const interpret = SchemaParser.decodeUnknownEffect(Schema.make<Schema.Codec<unknown>>(ast))
  SchemaCompiler.set(own, {
    // Generated for the first value that is decoded.
    get decode() {
      return decoder(ast)
    },
    decodeEffect: (input, options) =>
      input === SchemaCompiler.missing ? Effect.succeed(input) : interpret(input, options)
  })
  return own
}

/**
 * A copy of a node with compiled decoders, for the node or for the largest parts of it that do not need the
 * interpreter.
 */
export const prepare: (ast: SchemaAST.AST) => SchemaAST.AST = memoize((ast: SchemaAST.AST) => {
  if (isSupported(ast)) return isComposite(ast) ? installed(ast) : ast
  return mapEncoding(mapChildren(ast, prepare), prepare)
})

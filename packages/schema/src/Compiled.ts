/**
 * Schemas that check JSON for almost nothing.
 *
 * Effect reads a schema as it goes and copies what it reads, which for a page of rows takes longer than parsing its
 * text. A schema of this module is compiled: code is made from it that looks at a value where it is and passes it on,
 * which takes a small part of that. The client reads every answer this way; nobody needs to know.
 *
 * @since 0.1.0
 */
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { prepare } from "./internal/compiled/prepare.ts"
import { isComposite, isSupported } from "./internal/compiled/support.ts"

/**
 * The same schema, compiled for values that come straight from `JSON.parse`.
 *
 * **Details**
 *
 * Verdict, value and error are those of the schema itself: unknown keys are dropped, and a value that does not fit is
 * read again by Effect's interpreter, which says where and why. Transformations and declarations are the interpreter's
 * too; what is around them and below them is compiled.
 *
 * The code is made when the first value is decoded, and remembered with the schema. Where making functions from text is
 * not allowed (a content security policy, some workers) everything is interpreted. The given schema stays as it is.
 *
 * **Gotchas**
 *
 * A value that fits is not copied: what is decoded is, or shares objects with, what was given. That makes no difference
 * to JSON that nobody else holds, and is why this is not done to every schema.
 *
 * **Example** (Reading a file of rows)
 *
 * ```ts
 * import { CampaignRow, Compiled } from "@effect-revox/schema"
 * import { Schema } from "effect"
 *
 * const decode = Schema.decodeUnknownEffect(Compiled.json(CampaignRow.CampaignRow))
 *
 * const readLine = (line: string) => decode(JSON.parse(line))
 * ```
 *
 * @category combinators
 * @since 0.1.0
 */
export const compile: <S extends Schema.Constraint>(
  schema: S
) => Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]> = memoize(
  <S extends Schema.Constraint>(schema: S) =>
    Schema.make<Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]>>(
      prepare(schema.ast)
    )
)

const childrenOf = (ast: SchemaAST.AST): ReadonlyArray<readonly [segment: string, ast: SchemaAST.AST]> => {
  switch (ast._tag) {
    case "Arrays":
      return [...ast.elements, ...ast.rest].map((type) => ["[]", type])
    case "Objects":
      return [
        ...ast.propertySignatures.map(({ name, type }) => [`.${String(name)}`, type] as const),
        ...ast.indexSignatures.map(({ type }) => [".*", type] as const)
      ]
    case "Union":
      return ast.types.map((type) => ["", type])
    default:
      return []
  }
}

/**
 * The parts of a schema that the interpreter decodes, as paths such as `.rows[].input_data.visits`; none where all of it
 * is compiled. The way down to such a part is the interpreter's too.
 *
 * @category getters
 * @since 0.1.0
 */
export const uncompiledPaths = (schema: Schema.Constraint): ReadonlyArray<string> => {
  const within = (ast: SchemaAST.AST, path: string): ReadonlyArray<string> => {
    if (isSupported(ast)) return isComposite(ast) || path !== "" ? [] : [path]
    const children = ast.encoding === undefined ? childrenOf(ast) : []
    const below = children.flatMap(([segment, type]) => within(type, path + segment))
    return below.length === 0 ? [path] : below
  }
  return [...new Set(within(schema.ast, ""))]
}

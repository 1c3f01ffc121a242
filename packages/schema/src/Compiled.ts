/**
 * Compiled schemas, which decode JSON at low cost.
 *
 * Effect interprets a schema and copies the values that it decodes. For a page of rows, this takes longer than parsing
 * its text. A compiled schema validates values with generated code, in place and without copies, in a fraction of that
 * time. The client decodes every response this way.
 *
 * @since 0.1.0
 */
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { prepare } from "./internal/compiled/prepare.ts"
import { isComposite, isSupported } from "./internal/compiled/support.ts"

/**
 * Returns a compiled schema, for values that come directly from `JSON.parse`.
 *
 * **Details**
 *
 * Results and errors are those of the given schema. Unknown keys are dropped. A value that does not match is decoded
 * again by Effect's interpreter, which reports the path and the reason. The interpreter also runs transformations and
 * declarations. The parts around and below them are compiled.
 *
 * The code is generated when the first value is decoded. The result is memoized. On platforms that do not allow
 * `new Function`, because of a content security policy or in some workers, the interpreter decodes everything. The given
 * schema does not change.
 *
 * **Gotchas**
 *
 * A value that matches is not copied: the decoded value is the input, or shares objects with it. Do not change the
 * input afterwards.
 *
 * **Example** (Decoding the lines of a file)
 *
 * ```ts
 * import { CampaignRow, Compiled } from "@effect-revox/schema"
 * import { Schema } from "effect"
 *
 * const decode = Schema.decodeUnknownEffect(Compiled.compile(CampaignRow.CampaignRow))
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
 * Returns the paths of the parts of a schema that the interpreter decodes, such as `.rows[].input_data.visits`. The
 * result is empty if the schema is compiled completely.
 *
 * **Details**
 *
 * The interpreter also decodes the objects and arrays that contain such a part.
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

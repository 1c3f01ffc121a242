/**
 * Query parameters as they are sent in a URL.
 *
 * Numbers are decimal digits, booleans are `true` and `false`, and an array is one parameter whose items are joined
 * with commas. The API reference does not document the form of arrays. Absent keys and empty arrays are not sent.
 *
 * @since 0.1.0
 */
import { memoize } from "effect/Function"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaGetter from "effect/SchemaGetter"
import type { QuerySchema } from "./Endpoint.ts"

// `Number` also reads an empty string, hexadecimal digits and exponents.
const NumberFromDigits = Schema.String.check(
  Schema.isPattern(/^-?\d+(?:\.\d+)?$/u, { expected: "a number in decimal digits" })
).pipe(Schema.decodeTo(Schema.FiniteFromString))

const BooleanFromWord = Schema.Literals(["true", "false"]).transform([true, false])

const ArrayFromList = Schema.optionalKey(Schema.String).pipe(
  Schema.decodeTo(Schema.optionalKey(Schema.Array(Schema.String)), {
    decode: SchemaGetter.split(),
    encode: SchemaGetter.transformOptional(
      Option.flatMap((items: ReadonlyArray<string>) =>
        items.length === 0 ? Option.none() : Option.some(items.join(","))
      )
    )
  })
)

const fromString = (encoded: SchemaAST.AST): Schema.Constraint =>
  SchemaAST.isArrays(encoded)
    ? ArrayFromList
    : SchemaAST.isNumber(encoded)
    ? NumberFromDigits
    : SchemaAST.isBoolean(encoded)
    ? BooleanFromWord
    : Schema.String

const parameter = (field: Schema.Constraint): Schema.Constraint => {
  const from = fromString(SchemaAST.toEncoded(field.ast))
  const optional = field.ast.context?.isOptional === true ? Schema.optionalKey(from) : from
  const description = Schema.resolveAnnotationsKey(field)?.description
  const codec = Schema.decodeTo(field)(optional)
  return description === undefined ? codec : codec.annotateKey({ description })
}

/**
 * Returns the codec between query parameters and the strings of a URL's query.
 *
 * @category constructors
 * @since 0.1.0
 */
export const codec: <Query extends QuerySchema>(
  query: Query
) => Schema.Codec<
  Query["Type"],
  { readonly [name: string]: string },
  Query["DecodingServices"],
  Query["EncodingServices"]
> = memoize(<Query extends QuerySchema>(query: Query) =>
  Schema.make<
    Schema.Codec<
      Query["Type"],
      { readonly [name: string]: string },
      Query["DecodingServices"],
      Query["EncodingServices"]
    >
  >(
    Schema.Struct(Object.fromEntries(Object.entries(query.fields).map(([name, field]) => [name, parameter(field)]))).ast
  )
)

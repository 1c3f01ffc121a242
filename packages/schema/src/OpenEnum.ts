/**
 * Enumerations that the server may extend at any time.
 *
 * The Revox API grows additively: a response can hold a literal that no document listed when this package was
 * published. Every response enumeration is therefore open. The documented literals keep their types, anything else
 * decodes as {@link Unrecognized}, so that one new literal never costs a page of rows.
 *
 * @since 0.1.0
 */
import type { Brand } from "effect/Brand"
import * as Schema from "effect/Schema"

/**
 * A literal that this version of the package does not know.
 *
 * **Details**
 *
 * It is a string in every respect but one: it does not compare with a literal, so that `switch` and `===` narrow an
 * open enumeration to exactly what they say, and a misspelt literal is an error of the compiler. A plain `string &
 * Brand` would stay in every branch.
 *
 * **Gotchas**
 *
 * For a literal that you know of before this package does, compare `String(value)`.
 *
 * @category models
 * @since 0.1.0
 */
export type Unrecognized = UnrecognizedLiteral & Brand<"Unrecognized">

// Of all types that are strings, only that of an enumeration is comparable with no literal. It exists for the compiler.
declare enum UnrecognizedLiteral {
  value = "unrecognized"
}

/**
 * A literal that this version of the package does not know, as it came over the wire.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Unrecognized = Schema.make<Schema.Codec<Unrecognized, string>>(
  Schema.String.annotate({
    identifier: "Unrecognized",
    description: "A value that this version of the package does not know, kept as it came."
  }).ast
)

/**
 * The schema of an open enumeration: the documented literals, or any other string as {@link Unrecognized}.
 *
 * @category models
 * @since 0.1.0
 */
export interface OpenEnum<Literals extends ReadonlyArray<string>>
  extends Schema.Union<readonly [Schema.Literals<Literals>, typeof Unrecognized]>
{
  /** What this schema is once it is annotated. */
  readonly Rebuild: OpenEnum<Literals>
}

/**
 * Makes an open enumeration from its documented literals.
 *
 * **Example** (Narrowing an open enumeration)
 *
 * ```ts
 * import { OpenEnum } from "@effect-revox/schema"
 *
 * const Direction = OpenEnum.make(["inbound", "outbound"])
 *
 * const label = (direction: typeof Direction.Type): string => {
 *   switch (direction) {
 *     case "inbound":
 *       return "they called"
 *     case "outbound":
 *       return "we called"
 *     default:
 *       return `new in the API: ${direction}`
 *   }
 * }
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <const Literals extends ReadonlyArray<string>>(literals: Literals): OpenEnum<Literals> =>
  Schema.Union([Schema.Literals(literals), Unrecognized])

/**
 * The documented literals of an open enumeration, in the order of the API's reference.
 *
 * @category getters
 * @since 0.1.0
 */
export const literals = <Literals extends ReadonlyArray<string>>(self: OpenEnum<Literals>): Literals =>
  self.members[0].literals

/**
 * Tells a documented literal from an {@link Unrecognized} one.
 *
 * @category guards
 * @since 0.1.0
 */
export const isKnown = <Literals extends ReadonlyArray<string>>(self: OpenEnum<Literals>) => {
  const known: ReadonlySet<string> = new Set(literals(self))
  return (value: string): value is Literals[number] => known.has(value)
}

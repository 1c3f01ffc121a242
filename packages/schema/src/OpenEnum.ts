/**
 * Enumerations that the server can extend at any time.
 *
 * A response can contain a literal that was not documented when this package was published. Therefore every enumeration
 * in a response is open. Documented literals keep their types, and other strings decode as {@link Unrecognized}. A new
 * literal never makes a page of rows fail.
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
 * It is a string that TypeScript does not compare with literals. Therefore `switch` and `===` narrow an open
 * enumeration to one literal, and a misspelled literal is a compile error. A plain `string & Brand` would remain in
 * every branch.
 *
 * **Gotchas**
 *
 * To compare with a literal that this package does not know yet, use `String(value)`.
 *
 * @category models
 * @since 0.1.0
 */
export type Unrecognized = UnrecognizedLiteral & Brand<"Unrecognized">

// The type of an enumeration is the only string type that is not comparable with literals. It exists for types only.
declare enum UnrecognizedLiteral {
  value = "unrecognized"
}

/**
 * The schema of a literal that this version of the package does not know.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Unrecognized = Schema.make<Schema.Codec<Unrecognized, string>>(
  Schema.String.annotate({
    identifier: "Unrecognized",
    description: "A value that this version of the package does not know, as it was sent."
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
  /** The type of this schema after annotation. */
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
 * Returns the documented literals of an open enumeration, in the order of the API reference.
 *
 * @category getters
 * @since 0.1.0
 */
export const literals = <Literals extends ReadonlyArray<string>>(self: OpenEnum<Literals>): Literals =>
  self.members[0].literals

/**
 * Returns a guard that distinguishes documented literals from {@link Unrecognized} ones.
 *
 * @category guards
 * @since 0.1.0
 */
export const isKnown = <Literals extends ReadonlyArray<string>>(self: OpenEnum<Literals>) => {
  const known: ReadonlySet<string> = new Set(literals(self))
  return (value: string): value is Literals[number] => known.has(value)
}

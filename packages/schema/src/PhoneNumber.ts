/**
 * Phone numbers in requests and responses.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"

const pattern = /^\+[1-9]\d{6,14}$/u

/**
 * A phone number in E.164 format: `+`, the country code and the national number, 7 to 15 digits without separators.
 *
 * **Details**
 *
 * Only requests are checked. Phone numbers in responses are {@link Received}. The format does not show whether the
 * number exists.
 *
 * @category schemas
 * @since 0.1.0
 */
export const PhoneNumber = Schema.String.check(
  Schema.isPattern(pattern, { expected: "a phone number in E.164 format, such as +33184801234" })
)
/**
 * A phone number in E.164 format, such as `+33184801234`.
 *
 * @category models
 * @since 0.1.0
 */
export type PhoneNumber = typeof PhoneNumber.Type

/**
 * Whether a value is a phone number in E.164 format.
 *
 * @category guards
 * @since 0.1.0
 */
export const isPhoneNumber = (self: unknown): self is PhoneNumber => Predicate.isString(self) && pattern.test(self)

const received = "~effect-revox/schema/phoneNumber"

/**
 * A phone number in a response: a text in any format. All phone numbers of the entities have this schema.
 *
 * **When to use**
 *
 * Use in custom schemas, so that tools find the phone numbers, such as those that mask them.
 *
 * @see {@link isReceived} to recognise the schema
 * @category schemas
 * @since 0.1.0
 */
export const Received = Schema.String.annotate({ [received]: true })

/**
 * Whether a node of a schema is that of a phone number in a response.
 *
 * @see {@link Received}
 * @category guards
 * @since 0.1.0
 */
export const isReceived = (ast: SchemaAST.AST): boolean => ast.annotations?.[received] === true

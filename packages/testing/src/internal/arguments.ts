import * as Options from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"

const within = (minimum: number, maximum: number) => (value: unknown): value is number =>
  Predicate.isNumber(value) && value >= minimum && value <= maximum

const isCountOrInfinity = (value: unknown): value is number =>
  value === Infinity || Number.isSafeInteger(value) && within(0, Infinity)(value)

/** An integer of 0 or more, or `Infinity` for all. */
export const CountOrInfinity = Options.satisfying(isCountOrInfinity, "an integer of 0 or more, or Infinity")

/** An integer, which may be negative. */
export const Integer = Options.satisfying(
  (value): value is number => Number.isSafeInteger(value),
  "an integer"
)

/** A number that is neither `NaN` nor infinite. */
export const Finite = Options.satisfying((value): value is number => Number.isFinite(value), "a finite number")

/** A fraction of a whole, or a probability. */
export const Fraction = Options.satisfying(within(0, 1), "a number from 0 to 1")

/** The status of a final response. */
export const Status = Options.satisfying(
  (value): value is number => Number.isInteger(value) && within(200, 599)(value),
  "an HTTP status from 200 to 599"
)

const isHeaderValue = (value: unknown): value is string =>
  Predicate.isString(value) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)

/** The value of a header. */
export const HeaderValue = Options.satisfying(isHeaderValue, "the text of a header, without line breaks")

/** Header names and values that HTTP can send. */
export const Headers = Options.satisfying(
  (value): value is Readonly<Record<string, string>> =>
    Predicate.isObject(value) &&
    Object.entries(value).every(([name, text]) => /^[!#$%&'*+\-.^_`|~\w]+$/.test(name) && isHeaderValue(text)),
  "an object of header names and values"
)

const stringify = Option.liftThrowable((value: unknown): unknown => JSON.stringify(value))

/** A value that JSON can represent. */
export const Json = Options.satisfying(
  (value): value is Schema.Json => Predicate.isString(Option.getOrUndefined(stringify(value))),
  "a JSON value"
)

/** A duration of zero or longer that is not infinite. */
export const FiniteDelay = Options.Delay.check(
  Schema.makeFilter((duration) => Duration.isFinite(duration), {
    expected: "a finite duration, such as \"30 seconds\""
  })
)

/**
 * Returns a function that validates the arguments of a function. The error has the name of the function and that of the
 * argument: `Fault.truncate.part`.
 */
export const validator = (name: string, fields: Schema.Struct.Fields) => {
  const validate = Options.resultValidator(
    Schema.make<Schema.Codec<unknown>>(Schema.Struct({ [name]: Schema.Struct(fields) }).ast)
  )
  return (given: Readonly<Record<string, unknown>>) => validate({ [name]: given })
}

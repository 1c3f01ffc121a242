/**
 * Validation of options, with one error for all packages: {@link InvalidOptionError}.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"

/**
 * An option is invalid. Nothing was sent or written.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidOptionError extends Schema.TaggedError<InvalidOptionError>()("InvalidOptionError", {
  option: Schema.String.annotateKey({ description: "The name of the option." }),
  problem: Schema.String.annotateKey({ description: "The rule, and the kind of the value." })
}) {
  override get message(): string {
    return `Invalid option ${this.option}: ${this.problem}`
  }

  /** Outcome of the request on the server: always `"not-sent"`. */
  get delivery(): "not-sent" {
    return "not-sent"
  }

  /** Whether trying again may succeed: always `false`, because the option stays invalid. */
  get isRetryable(): boolean {
    return false
  }
}

/** The kind of a value. Text is not shown, because it may be a secret. */
const kindOf = (value: unknown): string =>
  value === undefined || value === null || Predicate.isNumber(value) || Predicate.isBoolean(value) ||
    Predicate.isBigInt(value)
    ? String(value)
    : value === ""
    ? "an empty string"
    : Redacted.isRedacted(value)
    ? "a Redacted of other content"
    : Duration.isDuration(value)
    ? Duration.format(value)
    : Array.isArray(value)
    ? "an array"
    : Predicate.isString(value) || Predicate.isFunction(value)
    ? `a ${typeof value}`
    : "an object"

const format = /*#__PURE__*/ SchemaIssue.makeFormatterStandardSchemaV1()

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): PropertyKey =>
  Predicate.isObject(segment) ? segment.key : segment

const valueAt = (options: unknown, path: ReadonlyArray<PropertyKey>): unknown =>
  path.reduce<unknown>((value, key) => Predicate.hasProperty(value, key) ? value[key] : undefined, options)

/**
 * Converts the issue of options that do not match a schema.
 *
 * @category conversions
 * @since 0.1.0
 */
export const fromIssue = (issue: SchemaIssue.Issue, options: unknown): InvalidOptionError => {
  const [first] = format(issue).issues
  const path = (first?.path ?? []).map(keyOf)
  const message = first?.message ?? "Expected a valid value"
  const problem = message.startsWith("Expected no excess property")
    ? "there is no such option."
    : message === "Missing key"
    ? "is required."
    // A message of the schema's own states all that may be shown.
    : !message.startsWith("Expected")
    ? message
    // An optional option is absent, not `undefined`.
    : `${message.replace(/^Expected/, "expected").replace(/ \| undefined$/, "")}, got ${
      kindOf(valueAt(options, path))
    }.`
  return new InvalidOptionError({ option: path.map(String).join(".") || "options", problem })
}

const strict: SchemaAST.ParseOptions = { onExcessProperty: "error" }

/**
 * Returns a function that validates options as {@link validator} does, without an effect.
 *
 * @category validation
 * @since 0.1.0
 */
export const resultValidator = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S
): (options: unknown) => Result.Result<S["Type"], InvalidOptionError> => {
  const decode = Schema.decodeUnknownResult(schema, strict)
  return (options) => Result.mapError(decode(options), ({ issue }) => fromIssue(issue, options))
}

/**
 * Returns a function that validates options with a schema. It fails with {@link InvalidOptionError}, which names the
 * option, the rule and the kind of the value. An option that the schema does not have is invalid, too.
 *
 * **Example** (Validating options)
 *
 * ```ts
 * import { Options } from "@effect-revox/schema"
 * import { Schema } from "effect"
 *
 * const validate = Options.validator(Schema.Struct({ retries: Options.Count, timeout: Options.Time }))
 *
 * // Invalid option retries: expected an integer of 0 or more, got -1.
 * const program = validate({ retries: -1, timeout: "2 seconds" })
 * ```
 *
 * @category validation
 * @since 0.1.0
 */
export const validator = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S
): (options: unknown) => Effect.Effect<S["Type"], InvalidOptionError> => {
  const decode = Schema.decodeUnknownEffect(schema, strict)
  return (options) => Effect.mapErrorEager(decode(options), ({ issue }) => fromIssue(issue, options))
}

/** The inputs of `Duration.fromInput`, which throws for values of other types, and returns zero for `NaN`. */
const isDurationInput = (input: unknown): input is Duration.Input =>
  Predicate.isNumber(input) && !Number.isNaN(input) || Predicate.isString(input) || Predicate.isObject(input) ||
  Predicate.isBigInt(input) ||
  Array.isArray(input)

const duration = (is: (duration: Duration.Duration) => boolean, expected: string) =>
  Schema.Any.pipe(
    Schema.decodeTo(Schema.Duration, {
      decode: SchemaGetter.transformEffect((input: unknown) =>
        Effect.mapError(
          Effect.fromOption(Option.filter(isDurationInput(input) ? Duration.fromInput(input) : Option.none(), is)),
          () => new SchemaIssue.InvalidValue({ expected }, input)
        )
      ),
      encode: SchemaGetter.transform((duration) => duration)
    })
  )

/**
 * A duration longer than zero, in any form of `Duration.Input`. `Infinity` is valid.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Time = /*#__PURE__*/ duration(
  (duration) => Duration.isPositive(duration),
  "a duration longer than zero, such as \"30 seconds\""
)

/**
 * A duration longer than zero and shorter than `Infinity`, in any form of `Duration.Input`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const FiniteTime = /*#__PURE__*/ Time.check(
  /*#__PURE__*/ Schema.makeFilter((duration) => Duration.isFinite(duration), {
    expected: "a finite duration, such as \"30 seconds\""
  })
)

/**
 * A duration of zero or longer, in any form of `Duration.Input`. `Infinity` is valid.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Delay = /*#__PURE__*/ duration(
  (duration) => !Duration.isNegative(duration),
  "a duration of zero or longer, such as \"30 seconds\""
)

/**
 * A value that satisfies a type guard. `expected` describes it in the error, as in `"a function"`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const satisfying = <A>(is: Predicate.Refinement<unknown, A>, expected: string): Schema.Codec<A> =>
  Schema.make<Schema.Codec<A>>(Schema.Any.check(Schema.makeFilter(is, { expected })).ast)

/**
 * A value that satisfies a type guard and may be private. The error has its type, but never shows it.
 *
 * @category schemas
 * @since 0.1.0
 */
export const privately = <A>(is: Predicate.Refinement<unknown, A>, expected: string): Schema.Codec<A> =>
  Schema.make<Schema.Codec<A>>(
    Schema.Any.check(
      Schema.makeFilter((value) =>
        is(value) ||
        `expected ${expected}, got ${
          Predicate.isNumber(value) || Predicate.isBigInt(value) ? `a ${typeof value}` : kindOf(value)
        }.`
      )
    ).ast
  )

/**
 * Text, which may be private.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Text = /*#__PURE__*/ privately(Predicate.isString, "text")

/**
 * `true` or `false`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Flag = /*#__PURE__*/ satisfying(Predicate.isBoolean, "true or false")

/**
 * A function.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Callback = /*#__PURE__*/ satisfying(Predicate.isFunction, "a function")

/** A safe integer that is not below a minimum. Values of other types fail with the same message. */
const integer = (minimum: number) =>
  Schema.make<Schema.Codec<number>>(
    Schema.Any.check(
      Schema.makeFilter((value) => Number.isSafeInteger(value) && value >= minimum, {
        expected: `an integer of ${minimum} or more`
      })
    ).ast
  )

/**
 * An integer of 1 or more.
 *
 * @category schemas
 * @since 0.1.0
 */
export const PositiveCount = /*#__PURE__*/ integer(1)

/**
 * An integer of 0 or more.
 *
 * @category schemas
 * @since 0.1.0
 */
export const Count = /*#__PURE__*/ integer(0)

/**
 * One of some values, such as `"wait"` and `"fail"`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const oneOf = <const A extends ReadonlyArray<string | number>>(values: A): Schema.Codec<A[number]> =>
  Schema.make<Schema.Codec<A[number]>>(
    Schema.Any.check(
      Schema.makeFilter((value) => values.some((one) => one === value), {
        expected: values.map((value) => JSON.stringify(value)).join(" or ")
      })
    ).ast
  )

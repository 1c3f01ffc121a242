import * as Options from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import { BaseUrl } from "./baseUrl.ts"

const isHeaderValue = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

const defaultBaseUrl = "https://www.getrevox.com/api"

/** The error of an API key. Its kind is shown, but never its value: a number could be a key, too. */
const invalidKey = (input: unknown): SchemaIssue.InvalidValue =>
  Predicate.isNumber(input) || Predicate.isBigInt(input)
    ? new SchemaIssue.InvalidValue({
      message: `expected a Redacted of visible ASCII characters, got a ${typeof input}.`
    })
    : new SchemaIssue.InvalidValue({ expected: "a Redacted of visible ASCII characters" }, input)

/** Keys that are read from files end with a line break, which is removed. */
const ApiKey = Schema.Any.pipe(
  Schema.decodeTo(Schema.Redacted(Schema.String).pipe(Schema.toType), {
    decode: SchemaGetter.transformEffect((input: unknown) => {
      const key = Redacted.isRedacted(input) ? Redacted.value(input) : undefined
      return Predicate.isString(key) && isHeaderValue(key.trim())
        ? Effect.succeed(Redacted.make(key.trim()))
        : Effect.fail(invalidKey(input))
    }),
    encode: SchemaGetter.transform((key) => key)
  })
)

/** The longest text of a JavaScript engine, in characters. */
const maxTextLength = 2 ** 29 - 24

const BodySize = Options.PositiveCount.check(
  Schema.makeFilter((size) => size <= maxTextLength, { expected: `an integer of at most ${maxTextLength}` })
)

const policy = Schema.optional(Schema.Any)

/** The validated options of a client, with defaults. */
export const Settings = Schema.Struct({
  apiKey: ApiKey,
  baseUrl: BaseUrl.pipe(Schema.withDecodingDefault(Effect.succeed(defaultBaseUrl))),
  timeout: Options.Time.pipe(Schema.withDecodingDefault(Effect.succeed("60 seconds"))),
  totalTimeout: Options.Time.pipe(Schema.withDecodingDefault(Effect.succeed(Infinity))),
  maxRetries: Options.Count.pipe(Schema.withDecodingDefault(Effect.succeed(2))),
  maxConcurrentRequests: Schema.optional(Options.PositiveCount),
  userAgent: Schema.String.check(
    Schema.isPattern(/^[\x20-\x7e]+$/, { expected: "a header of printable ASCII characters" })
  ).pipe(Schema.withDecodingDefault(Effect.succeed("effect-revox"))),
  maxBodySize: BodySize.pipe(Schema.withDecodingDefault(Effect.succeed(256 * 1024 * 1024))),
  rateLimit: policy,
  circuitBreaker: policy,
  transformClient: policy
})

/** Validates the options of a client. */
export const validate = Options.validator(Settings)

/** Validates overrides of some options. */
export const validateOverrides = Options.validator(Schema.Struct({
  timeout: Schema.optionalKey(Options.Time),
  totalTimeout: Schema.optionalKey(Options.Time),
  maxRetries: Schema.optionalKey(Options.Count),
  transformClient: policy
}))

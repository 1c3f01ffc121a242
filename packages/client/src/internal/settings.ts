import * as Options from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import type { RequestPolicy } from "../RequestPolicy.ts"
import { BaseUrl } from "./baseUrl.ts"

const isHeaderValue = (text: string): boolean => /^[\x21-\x7e]+$/.test(text)

const defaultBaseUrl = "https://www.getrevox.com/api"

const isKey = (value: unknown): value is Redacted.Redacted<string> => {
  const key = Redacted.isRedacted(value) ? Redacted.value(value) : undefined
  return Predicate.isString(key) && isHeaderValue(key.trim())
}

/** Keys that are read from files end with a line break, which is removed. */
const ApiKey = Options.privately(isKey, "a Redacted of visible ASCII characters").pipe(
  Schema.decodeTo(Schema.Redacted(Schema.String).pipe(Schema.toType), {
    decode: SchemaGetter.transform((key) => Redacted.make(Redacted.value(key).trim())),
    encode: SchemaGetter.transform((key) => key)
  })
)

/** The longest text of a JavaScript engine, in characters. */
const maxTextLength = 2 ** 29 - 24

const BodySize = Options.PositiveCount.check(
  Schema.makeFilter((size) => size <= maxTextLength, { expected: `an integer of at most ${maxTextLength}` })
)

const isPolicy = (value: unknown): value is RequestPolicy =>
  Predicate.hasProperty(value, "make") && Effect.isEffect(value.make)

const policy = Schema.optional(Options.satisfying(isPolicy, "a policy of RequestPolicy"))

const transformClient = Schema.optional(Options.Callback)

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
  transformClient
})

/** Validates the options of a client. */
export const validate = Options.validator(Settings)

/** Validates overrides of some options. */
export const validateOverrides = Options.validator(Schema.Struct({
  timeout: Schema.optionalKey(Options.Time),
  totalTimeout: Schema.optionalKey(Options.Time),
  maxRetries: Schema.optionalKey(Options.Count),
  transformClient
}))

/** Validates the options of one call. */
export const validateExecution = Options.validator(Schema.Struct({
  operation: Schema.optional(Options.Text),
  attributes: Schema.optional(Options.Callback)
}))

/** Validates the options of a method that decodes with a custom schema. */
export const validateSchema = Options.validator(Schema.Struct({
  schema: Schema.optional(Options.satisfying(Schema.isSchema, "a schema"))
}))

/** Validates the options of a campaign that is created. */
export const validateCreation = Options.validator(Schema.Struct({
  allowDuplicates: Schema.optional(Options.Flag),
  allowMissingVariables: Schema.optional(Options.Flag)
}))

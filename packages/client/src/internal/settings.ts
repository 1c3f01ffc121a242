import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import { BaseUrl } from "./baseUrl.ts"

const defaultBaseUrl = "https://www.getrevox.com/api"

const isDurationInput = (input: unknown): input is Duration.Input =>
  Predicate.isNumber(input) || Predicate.isString(input) || Predicate.isObject(input) || Predicate.isBigInt(input) ||
  Array.isArray(input)

/** A duration longer than zero, in any form of `Duration.Input`. */
export const Time = Schema.Any.pipe(
  Schema.decodeTo(
    Schema.Duration.check(
      Schema.makeFilter((duration) => Duration.isPositive(duration), { expected: "a duration longer than zero" })
    ),
    {
      decode: SchemaGetter.transformEffect((input: unknown) =>
        Effect.mapError(
          Effect.fromOption(isDurationInput(input) ? Duration.fromInput(input) : Option.none()),
          () => new SchemaIssue.InvalidValue({ expected: `a duration such as "30 seconds"` }, input)
        )
      ),
      encode: SchemaGetter.transform((duration) => duration)
    }
  )
)

/** The maximum number of retries. */
export const MaxRetries = Schema.Natural

const ApiKey = Schema.Redacted(
  Schema.String.check(
    // A header cannot contain other characters.
    Schema.isPattern(/^[\x21-\x7e]+$/, { expected: "a key of visible ASCII characters" })
  )
)

/** The validated options of a client, with defaults. */
export const Settings = Schema.Struct({
  apiKey: Schema.toType(ApiKey),
  baseUrl: BaseUrl.pipe(Schema.withDecodingDefault(Effect.succeed(defaultBaseUrl))),
  timeout: Time.pipe(Schema.withDecodingDefault(Effect.succeed("60 seconds"))),
  totalTimeout: Time.pipe(Schema.withDecodingDefault(Effect.succeed(Infinity))),
  maxRetries: MaxRetries.pipe(Schema.withDecodingDefault(Effect.succeed(2))),
  maxConcurrentRequests: Schema.optional(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
  userAgent: Schema.String.check(
    Schema.isPattern(/^[\x20-\x7e]+$/, { expected: "a header of printable ASCII characters" })
  ).pipe(Schema.withDecodingDefault(Effect.succeed("effect-revox")))
})

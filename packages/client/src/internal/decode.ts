import * as Bounds from "@effect-revox/schema/Bounds"
import * as Compiled from "@effect-revox/schema/Compiled"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { memoize } from "effect/Function"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { InvalidResponseError } from "../RevoxError.ts"
import { type Answer, describe, withoutKey } from "./answer.ts"

/**
 * The decoder of a schema, made once: compiled where that is allowed. What comes out of `JSON.parse` is nobody else's,
 * so it need not be copied.
 */
const decoder: <S extends Schema.Constraint>(
  schema: S
) => (input: unknown) => Effect.Effect<S["Type"], Schema.SchemaError, S["DecodingServices"]> = memoize(
  <S extends Schema.Constraint>(schema: S) => Schema.decodeUnknownEffect(Compiled.json(Bounds.ignore(schema)))
)

/**
 * Reads an answer as JSON of a schema. The bounds that the API documents are not held against the server; everything
 * else is, and so are the checks of a schema of the caller's.
 */
export const decodeAnswer = <S extends Schema.Constraint>(
  schema: S,
  answer: Answer,
  options: { readonly apiKey: Redacted.Redacted<string>; readonly attempts: number }
): Effect.Effect<S["Type"], InvalidResponseError, S["DecodingServices"]> => {
  const invalid = (message: string) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Effect.fail(
        new InvalidResponseError({
          ...describe(withoutKey(answer, options.apiKey), now),
          attempts: options.attempts,
          message
        })
      ))
  const json = Result.try((): unknown => JSON.parse(answer.body))
  if (Result.isFailure(json)) return invalid("The body is not JSON: check that the base URL is that of the API.")
  return Effect.catchEager(
    decoder(schema)(json.success),
    (error) => invalid(`The body does not fit the schema. ${error.message}`)
  )
}

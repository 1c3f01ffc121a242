import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"

/** The canonical form of a base URL, so that equal URLs have equal keys. */
const canonical = (text: unknown): Option.Option<string> => {
  const url = Predicate.isString(text) ? URL.parse(text) : null
  return url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "" ||
      /[?#]/.test(url.href)
    ? Option.none()
    : Option.some(url.href.replace(/\/+$/, ""))
}

/** A base URL in its canonical form. */
export const BaseUrl = Schema.String.check(
  Schema.makeFilter((text) => Option.contains(canonical(text), text), {
    expected: "an http or https URL without credentials, query, fragment and slash at its end"
  })
)

/** A base URL in any form, as an option. */
export const BaseUrlOption = Schema.Any.pipe(
  Schema.decodeTo(Schema.String, {
    decode: SchemaGetter.transformEffect((input: unknown) =>
      Effect.mapError(
        Effect.fromOption(canonical(input)),
        () => new SchemaIssue.InvalidValue({ expected: "an http or https URL without credentials and query" }, input)
      )
    ),
    encode: SchemaGetter.transform((url) => url)
  })
)

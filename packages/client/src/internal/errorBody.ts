import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * The API reference does not document the bodies of errors. This reads the usual forms: `{"error":{"message"}}`,
 * `{"message"}`, `{"error":"…"}` and problem+json.
 */
const ErrorBody = Schema.fromJsonString(
  Schema.Union([
    Schema.Struct({ error: Schema.Struct({ message: Schema.String }) }),
    Schema.Struct({ message: Schema.String }),
    Schema.Struct({ error: Schema.String }),
    Schema.Struct({ detail: Schema.String }),
    Schema.Struct({ title: Schema.String })
  ])
)

const decode = Schema.decodeUnknownOption(ErrorBody)

const text = (body: typeof ErrorBody.Type): string => {
  if ("message" in body) return body.message
  if ("detail" in body) return body.detail
  if ("title" in body) return body.title
  return typeof body.error === "string" ? body.error : body.error.message
}

/** The message in the body of an error, if the body has a known form. */
export const messageOf = (body: string): Option.Option<string> =>
  decode(body).pipe(Option.map(text), Option.filter((message) => message.trim() !== ""))

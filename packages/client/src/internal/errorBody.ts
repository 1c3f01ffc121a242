import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/**
 * The reference does not say what the body of an error looks like, so every shape in use is read:
 * `{"error":{"message"}}`, `{"message"}`, `{"error":"…"}`, problem+json.
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

/** What the server says about an error, when its body says anything that can be told. */
export const messageOf = (body: string): Option.Option<string> =>
  decode(body).pipe(Option.map(text), Option.filter((message) => message.trim() !== ""))

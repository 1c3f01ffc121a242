/**
 * Assistants that are defined in the request that places a call.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { UncheckedJson } from "./internal/json.ts"
import { NonEmptyString } from "./internal/strings.ts"

/**
 * An assistant of one call. It is not stored, and it has no name.
 *
 * **Gotchas**
 *
 * Only `prompt` is checked. The other fields of an assistant, such as `voice` and `first_sentence`, are sent as given.
 *
 * @category schemas
 * @since 0.1.0
 */
export const InlineAssistant = Schema.StructWithRest(
  Schema.Struct({
    prompt: NonEmptyString.annotateKey({
      description: "The instructions of the assistant: at least one character. Can contain `{{variable}}` placeholders."
    })
  }),
  [Schema.Record(Schema.String, UncheckedJson)]
).annotate({
  identifier: "InlineAssistant",
  description: "An assistant of one call. It is not stored, and it has no name."
})
/**
 * An assistant of one call. It is not stored, and it has no name.
 *
 * @category models
 * @since 0.1.0
 */
export type InlineAssistant = typeof InlineAssistant.Type

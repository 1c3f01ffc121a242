/**
 * Assistants that are defined in the request that places a call.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { settings } from "./internal/assistantSettings.ts"
import { NonEmptyString } from "./internal/strings.ts"
import { withoutMasks } from "./internal/withoutMasks.ts"

/**
 * An assistant of one call. It is not stored, and it has no name. Absent settings have the defaults of the service.
 *
 * **Details**
 *
 * The schema is as strict as that of `AssistantCreate`.
 *
 * @category schemas
 * @since 0.1.0
 */
export class InlineAssistant extends Schema.Opaque<InlineAssistant>()(
  Schema.Struct({
    prompt: NonEmptyString.annotateKey({
      description: "The instructions of the assistant: at least one character. Can contain `{{variable}}` placeholders."
    }),
    ...settings
  }).check(withoutMasks).annotate({
    identifier: "InlineAssistant",
    description: "An assistant of one call. It is not stored, and it has no name."
  })
) {}

/**
 * The request bodies that create and update an assistant.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { settings } from "./internal/assistantSettings.ts"
import { withoutMasks } from "./internal/withoutMasks.ts"

/**
 * The request body of `POST /assistants`. Absent settings have the defaults of the service.
 *
 * **Details**
 *
 * The schema is strict: unknown fields, values outside of documented bounds, phone numbers that are not in E.164 format
 * and masked secrets are invalid. Enumerations accept literals that this version of the package does not know, so that an
 * assistant of a newer version of the API can be copied.
 *
 * @see `Assistant.toCreate` for the body that creates a copy of an assistant
 * @category schemas
 * @since 0.1.0
 */
export class AssistantCreate extends Schema.Opaque<AssistantCreate>()(
  Schema.Struct({
    name: Schema.String.annotateKey({ description: "The name of the assistant." }),
    prompt: Schema.String.annotateKey({ description: "The instructions of the assistant for a call." }),
    ...settings
  }).check(withoutMasks).annotate({
    identifier: "AssistantCreate",
    description: "The request body of `POST /assistants`. Absent settings have the defaults of the service."
  })
) {}

/**
 * The request body of `PATCH /assistants/{id}`. Absent settings keep their values, and `null` clears them.
 *
 * **Details**
 *
 * Settings whose type does not include `null` cannot be cleared. Lists such as `custom_tools` and `faq_items` replace the
 * existing ones.
 *
 * @category schemas
 * @since 0.1.0
 */
export class AssistantUpdate extends Schema.Opaque<AssistantUpdate>()(
  Schema.Struct({
    name: Schema.optionalKey(Schema.String).annotateKey({ description: "The name of the assistant." }),
    prompt: Schema.optionalKey(Schema.String).annotateKey({
      description: "The instructions of the assistant for a call."
    }),
    ...settings
  }).check(withoutMasks).annotate({
    identifier: "AssistantUpdate",
    description: "The request body of `PATCH /assistants/{id}`. Absent settings keep their values."
  })
) {}

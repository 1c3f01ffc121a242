/**
 * Values that the model extracts from a conversation.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { NonEmptyString } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * The type of an extracted value.
 *
 * @category schemas
 * @since 0.1.0
 */
export const FieldType = OpenEnum.make(["string", "number", "boolean", "enum", "date", "datetime"])
/**
 * The type of an extracted value.
 *
 * @category models
 * @since 0.1.0
 */
export type FieldType = typeof FieldType.Type

/**
 * A named, typed value that the model extracts from a conversation: for a call's structured output, or as a parameter
 * of a custom tool.
 *
 * @category schemas
 * @since 0.1.0
 */
export class StructuredOutputField extends Schema.Opaque<StructuredOutputField>()(
  Schema.Struct({
    name: NonEmptyString.annotateKey({
      description: "The key under which the value is returned. At least one character."
    }),
    required: Schema.Boolean.annotateKey({ description: "Whether the model must find a value." }),
    type: FieldType.annotateKey({ description: "The type of the value." }),
    description: Schema.optionalKey(Schema.String).annotateKey({
      description: "Description of the value, for the model."
    }),
    enum_options: Schema.optionalKey(Schema.Array(Schema.String)).annotateKey({
      description: "The allowed values, when `type` is `enum`."
    })
  }).annotate({
    identifier: "StructuredOutputField",
    description:
      "A named, typed value that the model extracts from a conversation: for a call's structured output, or as a " +
      "parameter of a custom tool."
  })
) {}

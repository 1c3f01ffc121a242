/**
 * Turns of a conversation.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { UncheckedJsonObject } from "./internal/json.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * The speaker of a turn: the called person, the assistant, or a tool that the assistant used.
 *
 * @category schemas
 * @since 0.1.0
 */
export const TranscriptRole = OpenEnum.make(["user", "assistant", "tool"])
/**
 * The speaker of a turn: the called person, the assistant, or a tool that the assistant used.
 *
 * @category models
 * @since 0.1.0
 */
export type TranscriptRole = typeof TranscriptRole.Type

/**
 * One turn of a conversation, or one use of a tool.
 *
 * @category schemas
 * @since 0.1.0
 */
export class TranscriptMessage extends Schema.Opaque<TranscriptMessage>()(
  Schema.Struct({
    content: Schema.String.annotateKey({ description: "The spoken text, or the result of the tool." }),
    role: TranscriptRole.annotateKey({ description: "The speaker of the turn." }),
    tool_arguments: Schema.optionalKey(Schema.Union([UncheckedJsonObject, Schema.String])).annotateKey({
      description: "The arguments that the tool was called with: an object, or text if the model wrote invalid JSON."
    }),
    tool_is_error: Schema.optionalKey(Schema.Boolean).annotateKey({ description: "Whether the tool failed." }),
    tool_name: Schema.optionalKey(Schema.String).annotateKey({ description: "The tool that was used." })
  }).annotate({
    identifier: "TranscriptMessage",
    description: "One turn of a conversation, or one use of a tool."
  })
) {}

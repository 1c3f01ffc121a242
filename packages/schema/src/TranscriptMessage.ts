/**
 * One turn of a conversation.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { UncheckedJsonObject } from "./internal/json.ts"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * Who a turn of a conversation belongs to: the person called, the assistant, or a tool that the assistant used.
 *
 * @category schemas
 * @since 0.1.0
 */
export const TranscriptRole = OpenEnum.make(["user", "assistant", "tool"])
/**
 * Who a turn of a conversation belongs to: the person called, the assistant, or a tool that the assistant used.
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
    content: Schema.String.annotateKey({ description: "What was said, or what the tool returned." }),
    role: TranscriptRole.annotateKey({ description: "Who the turn belongs to." }),
    tool_arguments: Schema.optionalKey(Schema.Union([UncheckedJsonObject, Schema.String])).annotateKey({
      description:
        "The arguments that the tool was called with: an object, or text where the model wrote no valid JSON."
    }),
    tool_is_error: Schema.optionalKey(Schema.Boolean).annotateKey({ description: "Whether the tool failed." }),
    tool_name: Schema.optionalKey(Schema.String).annotateKey({ description: "The tool that was used." })
  }).annotate({
    identifier: "TranscriptMessage",
    description: "One turn of a conversation, or one use of a tool."
  })
) {}

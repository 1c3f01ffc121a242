/**
 * FAQ entries of an assistant.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * The author of an FAQ entry: `human` or `ai`.
 *
 * @category schemas
 * @since 0.1.0
 */
export const FaqSource = OpenEnum.make(["human", "ai"])
/**
 * The author of an FAQ entry: `human` or `ai`.
 *
 * @category models
 * @since 0.1.0
 */
export type FaqSource = typeof FaqSource.Type

/**
 * An FAQ entry of an assistant: a question and its answer.
 *
 * @category schemas
 * @since 0.1.0
 */
export class FaqItem extends Schema.Opaque<FaqItem>()(
  Schema.Struct({
    answer: Schema.String.annotateKey({ description: "The answer of the assistant." }),
    question: Schema.String.annotateKey({ description: "The question." }),
    id: Schema.optionalKey(Schema.String).annotateKey({ description: "The id of the entry." }),
    needs_human_answer: Schema.optionalKey(Schema.Boolean).annotateKey({
      description: "Whether a person must still write the answer."
    }),
    source: Schema.optionalKey(FaqSource).annotateKey({ description: "The author of the entry." })
  }).annotate({ identifier: "FaqItem", description: "An FAQ entry of an assistant: a question and its answer." })
) {}

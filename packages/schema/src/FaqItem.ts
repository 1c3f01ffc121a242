/**
 * Questions that an assistant can answer.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as OpenEnum from "./OpenEnum.ts"

/**
 * Who wrote an entry of the FAQ.
 *
 * @category schemas
 * @since 0.1.0
 */
export const FaqSource = OpenEnum.make(["human", "ai"])
/**
 * Who wrote an entry of the FAQ.
 *
 * @category models
 * @since 0.1.0
 */
export type FaqSource = typeof FaqSource.Type

/**
 * A question that an assistant can answer, and the answer.
 *
 * @category schemas
 * @since 0.1.0
 */
export class FaqItem extends Schema.Opaque<FaqItem>()(
  Schema.Struct({
    answer: Schema.String.annotateKey({ description: "The answer that the assistant gives." }),
    question: Schema.String.annotateKey({ description: "The question." }),
    id: Schema.optionalKey(Schema.String).annotateKey({ description: "The id of the entry." }),
    needs_human_answer: Schema.optionalKey(Schema.Boolean).annotateKey({
      description: "Whether a person has still to write the answer."
    }),
    source: Schema.optionalKey(FaqSource).annotateKey({ description: "Who wrote the entry." })
  }).annotate({ identifier: "FaqItem", description: "A question that an assistant can answer, and the answer." })
) {}

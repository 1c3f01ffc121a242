/**
 * Context for the speech recognition of an assistant.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { UncheckedJson } from "./internal/json.ts"

/**
 * Context for the speech recognition of an assistant.
 *
 * @category schemas
 * @since 0.1.0
 */
export class SttContext extends Schema.Opaque<SttContext>()(
  Schema.Struct({
    general: Schema.Array(UncheckedJson).annotateKey({
      description: "General context. The items are not publicly documented."
    }),
    terms: Schema.Array(Schema.String).annotateKey({ description: "Terms to recognize, such as names of products." })
  }).annotate({ identifier: "SttContext", description: "Context for the speech recognition of an assistant." })
) {}

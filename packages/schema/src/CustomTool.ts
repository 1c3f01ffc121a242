/**
 * HTTP endpoints that an assistant can call during a conversation.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { NonEmptyString } from "./internal/strings.ts"
import * as OpenEnum from "./OpenEnum.ts"
import { StructuredOutputField } from "./StructuredOutputField.ts"

/**
 * The HTTP method of a custom tool.
 *
 * @category schemas
 * @since 0.1.0
 */
export const HttpMethod = OpenEnum.make(["GET", "POST", "PUT", "PATCH", "DELETE"])
/**
 * The HTTP method of a custom tool.
 *
 * @category models
 * @since 0.1.0
 */
export type HttpMethod = typeof HttpMethod.Type

/**
 * A header or query parameter that is sent with each call of a custom tool.
 *
 * @category schemas
 * @since 0.1.0
 */
export class KeyValue extends Schema.Opaque<KeyValue>()(
  Schema.Struct({
    key: NonEmptyString.annotateKey({ description: "The name of the header or parameter. At least one character." }),
    value: Schema.String.annotateKey({ description: "The value; `{{variable}}` placeholders are filled in." })
  }).annotate({
    identifier: "KeyValue",
    description: "A header or query parameter that is sent with each call of a custom tool."
  })
) {}

/**
 * An HTTP endpoint that an assistant can call during a conversation.
 *
 * @category schemas
 * @since 0.1.0
 */
export class CustomTool extends Schema.Opaque<CustomTool>()(
  Schema.Struct({
    body_template: Schema.NullOr(Schema.String).annotateKey({
      description: "JSON template of the request body; quoted `{{variable}}` placeholders are filled in."
    }),
    description: NonEmptyString.annotateKey({
      description: "Description of the tool, by which the model decides when to call it. At least one character."
    }),
    headers: Schema.Array(KeyValue).annotateKey({ description: "HTTP headers of the request." }),
    input_schema: Schema.Array(StructuredOutputField).annotateKey({
      description: "The parameters that the model extracts from the conversation and passes to the tool."
    }),
    method: HttpMethod.annotateKey({ description: "The HTTP method." }),
    name: NonEmptyString.annotateKey({
      description: "The tool's unique name in lowercase_snake_case (`check_inventory`). At least one character."
    }),
    query_params: Schema.Array(KeyValue).annotateKey({ description: "Query parameters appended to the URL." }),
    url: NonEmptyString.annotateKey({
      description: "Full URL of the endpoint; `{{variable}}` placeholders are filled in. At least one character."
    })
  }).annotate({
    identifier: "CustomTool",
    description: "An HTTP endpoint that an assistant can call during a conversation."
  })
) {}

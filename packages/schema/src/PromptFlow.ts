/**
 * The prompt of an assistant as a graph of the visual editor.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { UncheckedJson } from "./internal/json.ts"

/**
 * A connection between two nodes of a prompt flow, with all fields that the server sends.
 *
 * @category models
 * @since 0.1.0
 */
export interface PromptFlowEdge {
  /** The id of the edge. */
  readonly id: string
  /** The id of the node at which the edge starts. */
  readonly source: string
  /** The id of the node at which the edge ends. */
  readonly target: string
  readonly [field: string]: Schema.Json
}

/**
 * A connection between two nodes of a prompt flow.
 *
 * @category schemas
 * @since 0.1.0
 */
export const PromptFlowEdge = Schema.make<Schema.Codec<PromptFlowEdge>>(
  Schema.StructWithRest(
    Schema.Struct({
      id: Schema.String.annotateKey({ description: "The id of the edge." }),
      source: Schema.String.annotateKey({ description: "The id of the node at which the edge starts." }),
      target: Schema.String.annotateKey({ description: "The id of the node at which the edge ends." })
    }),
    [Schema.Record(Schema.String, UncheckedJson)]
  ).annotate({
    identifier: "PromptFlowEdge",
    description: "A connection between two nodes of a prompt flow, with all fields that the server sends."
  }).ast
)

/**
 * The prompt of an assistant as a graph of the visual editor. It has no effect on calls.
 *
 * @category schemas
 * @since 0.1.0
 */
export class PromptFlow extends Schema.Opaque<PromptFlow>()(
  Schema.Struct({
    edges: Schema.Array(PromptFlowEdge).annotateKey({ description: "The connections between nodes." }),
    nodes: Schema.Array(UncheckedJson).annotateKey({ description: "The nodes. They are not publicly documented." })
  }).annotate({
    identifier: "PromptFlow",
    description: "The prompt of an assistant as a graph of the visual editor. It has no effect on calls."
  })
) {}

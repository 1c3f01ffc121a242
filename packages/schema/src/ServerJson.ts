/**
 * Decoding of JSON that comes from a server.
 *
 * The client decodes every response this way. Use it for JSON that your program receives itself, such as a stored
 * response.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { memoize } from "effect/Function"
import * as Schema from "effect/Schema"
import * as Bounds from "./Bounds.ts"
import * as Compiled from "./Compiled.ts"
import * as Depth from "./internal/depth.ts"
import * as Mismatch from "./internal/mismatch.ts"

/**
 * Maximum depth of arrays and objects in JSON that a schema does not describe further: 128 levels.
 *
 * @category constants
 * @since 0.1.0
 */
export const maxDepth: number = Depth.maxDepth

/**
 * JSON at any depth. A {@link decoder} does not limit it.
 *
 * @category schemas
 * @since 0.1.0
 */
export const AnyJson: Schema.Codec<Schema.Json> = Depth.AnyJson

/**
 * Replaces arrays and objects beyond {@link maxDepth} levels by `null`, so that recursive functions such as
 * `JSON.stringify` do not exceed the stack. Returns other values as they are.
 *
 * @category combinators
 * @since 0.1.0
 */
export const truncate = (value: Schema.Json): Schema.Json => Depth.isShallow(value) ? value : Depth.truncated(value)

const tooDeep = "The value has too many levels of arrays and objects for its schema."

/**
 * Returns the decoder of a schema for JSON that comes from a server. It fails with a description of the mismatch.
 *
 * **Details**
 *
 * - The schema is compiled, see `Compiled.compile`.
 * - The bounds that the API documents are not enforced, see `Bounds.lenient`.
 * - JSON that the schema does not describe further (`Schema.Any`, `Schema.Unknown`, `Schema.Json`) may have
 *   {@link maxDepth} levels of arrays and objects. JSON with thousands of levels makes recursive functions such as
 *   `JSON.stringify` throw.
 * - The description has the path, the rule, the kind of value that was found, and the id of the row. It never has the
 *   value, which may be personal data.
 *
 * The result is memoized, so that a schema is compiled once.
 *
 * **Example** (Decoding a stored page)
 *
 * ```ts
 * import { CampaignRowsPage, ServerJson } from "@effect-revox/schema"
 * import { Effect } from "effect"
 *
 * const decode = ServerJson.decoder(CampaignRowsPage.CampaignRowsPage)
 *
 * const rowsOf = (text: string) => Effect.map(decode(JSON.parse(text)), (page) => page.rows)
 * ```
 *
 * @category decoding
 * @since 0.1.0
 */
export const decoder: <S extends Schema.Constraint>(
  schema: S
) => (input: unknown) => Effect.Effect<S["Type"], string, S["DecodingServices"]> = memoize(
  <S extends Schema.Constraint>(schema: S) => {
    const limited = Schema.make<Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]>>(
      Depth.limitDepth(Bounds.lenient(schema).ast)
    )
    const decode = Schema.decodeUnknownEffect(Compiled.compile(limited))
    return (input: unknown): Effect.Effect<S["Type"], string, S["DecodingServices"]> => {
      const decoded = Effect.catchEager(
        decode(input),
        ({ issue }) => Effect.fail(Mismatch.describe(issue, input))
      )
      return Exit.isExit(decoded) && Exit.isSuccess(decoded) ? decoded : Effect.catchDefect(
        decoded,
        // Recursive schemas exceed the stack.
        (defect) => defect instanceof RangeError ? Effect.fail(tooDeep) : Effect.die(defect)
      )
    }
  }
)

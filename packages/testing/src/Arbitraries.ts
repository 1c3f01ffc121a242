/**
 * Arbitraries for property tests, derived from schemas.
 *
 * @since 0.1.0
 */
import * as Arbitrary from "effect/Arbitrary"
import * as Schema from "effect/Schema"
import { withMoments } from "./internal/moments.ts"

/**
 * Creates an arbitrary of the values of a schema, such as an entity, a page, a request body or a typed row.
 *
 * **Details**
 *
 * Generated values satisfy all checks of the schema and survive a JSON round trip. Timestamps are ISO-8601 strings of
 * valid dates, or `null`. Open enumerations generate documented literals and unknown strings.
 *
 * **Example** (Testing a property of every row)
 *
 * ```ts
 * import { CampaignRow } from "@effect-revox/schema"
 * import { Arbitraries } from "@effect-revox/testing"
 * import { Effect, Equal, Schema } from "effect"
 * import { it } from "@effect/vitest"
 *
 * it.effect.prop("survives a round trip", { row: Arbitraries.make(CampaignRow.CampaignRow) }, ({ row }) =>
 *   Effect.map(
 *     Schema.decodeUnknownEffect(CampaignRow.CampaignRow)(JSON.parse(JSON.stringify(row))),
 *     (decoded) => Equal.equals(decoded, row)
 *   ))
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <A, I>(schema: Schema.Codec<A, I>): Arbitrary.Arbitrary<A> => {
  // A round trip removes values that JSON does not have, such as `-0`.
  const json = Schema.fromJsonString(schema)
  const encode = Schema.encodeSync(json)
  const decode = Schema.decodeSync(json)
  const generated = Schema.make<Schema.Codec<A, I>>(withMoments(schema.ast))
  return Arbitrary.map(Arbitrary.schema(generated), (value) => decode(encode(value)))
}

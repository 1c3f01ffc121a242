import * as Schema from "effect/Schema"

/**
 * JSON that the API does not describe further. It is decoded unchanged.
 *
 * `Schema.Json` would validate every nested value again, and is a declaration, so schemas that contain it would not be
 * compiled. A response contains only JSON, so no check is needed. The schema is `Any` at run time and `Json` in types.
 */
export const UncheckedJson = Schema.make<Schema.Codec<Schema.Json>>(Schema.Any.ast)

/** A JSON object whose values the API does not describe. */
export const UncheckedJsonObject = Schema.Record(Schema.String, UncheckedJson)

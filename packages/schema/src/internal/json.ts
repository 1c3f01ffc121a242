import * as Schema from "effect/Schema"

/**
 * JSON that the API does not describe further, passed through untouched.
 *
 * `Schema.Json` would walk every nested value again, and as a declaration it would take each schema that contains it
 * off Effect's compiled path. The wire only carries JSON, so there is nothing to check: `Any` at run time, `Json` in
 * the types.
 */
export const UncheckedJson = Schema.make<Schema.Codec<Schema.Json>>(Schema.Any.ast)

/** A JSON object whose values the API does not describe. */
export const UncheckedJsonObject = Schema.Record(Schema.String, UncheckedJson)

import * as Schema from "effect/Schema"

/**
 * Describes a field whose schema is an opaque struct. `annotateKey` alone returns the plain struct, so that hovers would
 * show all of its fields instead of the name of its type.
 */
export const described = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.make<Schema.Codec<S["Type"], S["Encoded"], S["DecodingServices"], S["EncodingServices"]>>(
    schema.annotateKey({ description }).ast
  )

import * as Schema from "effect/Schema"

/**
 * A schema as a text of JSON. Runners talk to each other in a binary form by default, which has no place for unions whose
 * members cannot be told apart by their shapes, as open enumerations are.
 */
export const wire = <S extends Schema.Constraint>(schema: S) => Schema.fromJsonString(Schema.toCodecJson(schema))

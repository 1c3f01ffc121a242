import * as Schema from "effect/Schema"

/**
 * Encodes a schema as JSON text. The default binary encoding between runners does not support unions whose members have
 * the same shape, such as open enumerations.
 */
export const wire = <S extends Schema.Constraint>(schema: S) => Schema.fromJsonString(Schema.toCodecJson(schema))

import * as Schema from "effect/Schema"

// The baseline of a program that decodes with Effect without this SDK.
export const decode = Schema.decodeUnknownEffect(Schema.Struct({ id: Schema.String }))

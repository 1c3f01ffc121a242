import * as Schema from "effect/Schema"

// What any program that decodes something with Effect pays before it knows of Revox.
export const decode = Schema.decodeUnknownEffect(Schema.Struct({ id: Schema.String }))

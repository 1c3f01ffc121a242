import { Schema } from "effect"
import { tidy } from "../../packages/schema/src/internal/httpApi/openApi.ts"
import { entities } from "./entities.ts"

const definitions = Object.entries(entities).flatMap(([name, schema]) => {
  const document = Schema.toJsonSchemaDocument(schema)
  return Object.entries({ [name]: document.schema, ...document.definitions })
})

/** A JSON Schema. */
export type Definition = Readonly<Record<string, unknown>>

/** The JSON Schema document with a definition for every entity. */
export const jsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $comment: "Generated from the schemas of @effect-revox/schema by `pnpm generate`.",
  $defs: tidy(Object.fromEntries(definitions.toSorted(([a], [b]) => a.localeCompare(b))))
}

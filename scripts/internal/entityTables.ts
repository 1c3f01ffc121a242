import { Predicate, Schema, SchemaAST } from "effect"
import { entities } from "./entities.ts"

const linked = (identifier: string): string =>
  identifier in entities ? `[${identifier}](#${identifier.toLowerCase()})` : identifier

/** A schema as a reader of TypeScript would write its type, with links to the other entities. */
const typeOf = (ast: SchemaAST.AST): string => {
  const identifier = SchemaAST.resolveIdentifier(ast)
  if (identifier !== undefined) return identifier === "Unrecognized" ? "…" : linked(identifier)
  if (SchemaAST.resolveTitle(ast) === "Timestamp") return "Timestamp"
  switch (ast._tag) {
    case "Union":
      return ast.types.map(typeOf).join(" \\| ")
    case "Arrays":
      return ast.rest.map((type) => {
        const item = typeOf(type)
        return item.includes("\\|") ? `(${item})[]` : `${item}[]`
      }).join()
    case "Objects":
      return ast.indexSignatures.map((signature) => `{ [key]: ${typeOf(signature.type)} }`).join()
    case "Literal":
      return `\`${JSON.stringify(ast.literal)}\``
    case "Any":
      return "JSON"
    case "Declaration":
      return "bytes"
    default:
      return ast._tag.toLowerCase()
  }
}

const bounds: Readonly<Record<string, (value: unknown) => string>> = {
  minimum: (value) => `≥ ${value}`,
  exclusiveMinimum: (value) => `> ${value}`,
  maximum: (value) => (value === Number.MAX_SAFE_INTEGER ? "" : `≤ ${value}`),
  minLength: (value) => `at least ${value} character`,
  maxLength: (value) => `at most ${value} characters`,
  format: String
}

/** Describes the bounds of a value. */
const boundsOf = (schema: unknown): ReadonlyArray<string> => {
  if (!Predicate.isObject(schema)) return []
  const own = Object.entries(bounds).flatMap(([keyword, say]) =>
    keyword in schema && schema[keyword] !== Number.MIN_SAFE_INTEGER ? [say(schema[keyword])] : []
  )
  const integer = schema["type"] === "integer" ? ["integer"] : []
  const members = Array.isArray(schema["anyOf"]) ? schema["anyOf"].flatMap(boundsOf) : []
  const parts = Array.isArray(schema["allOf"]) ? schema["allOf"].flatMap(boundsOf) : []
  return [...integer, ...own, ...members, ...parts].filter((bound) => bound !== "")
}

const row = (property: SchemaAST.PropertySignature): string => {
  const key = String(property.name)
  const document = Schema.toJsonSchemaDocument(Schema.make(property.type))
  const optional = SchemaAST.isOptional(property.type) ? "optional" : ""
  return `| \`${key}\` | ${typeOf(property.type)} | ${optional} | ${boundsOf(document.schema).join(", ")} | ${
    property.type.context?.annotations?.description ?? ""
  } |`
}

const section = ([name, { ast }]: readonly [string, Schema.Top]): string => {
  const description = SchemaAST.resolveDescription(ast) ?? ""
  const heading = `## ${name}\n\n${description}\n`
  if (ast._tag === "Union") {
    return `${heading}\n${ast.types.map((type) => `- ${typeOf(type) || "any other kind"}`).join("\n")}\n`
  }
  if (ast._tag !== "Objects") return heading
  return `${heading}\n| Field | Type | Key | Bounds | Meaning |\n| --- | --- | --- | --- | --- |\n${
    ast.propertySignatures.map(row).join("\n")
  }\n`
}

/** A page with a table for every entity. */
export const entityTables = `---
description: Every entity of the Revox API and its fields, with types, bounds and descriptions, generated from the schemas.
---

# Entities

Every entity of the API with its fields, under their names in JSON. Generated from the annotations of
\`@effect-revox/schema\` by \`pnpm generate\`.

- **Type**: \`…\` in a list of literals stands for unknown literals, which decode as \`Unrecognized\`. \`Timestamp\` is an
  ISO-8601 string or null in practice, although the reference allows any JSON value.
- **Key**: an optional key may be absent. A field that only some endpoints return is optional.
- **Bounds** apply to values that you create and to arbitraries. Responses are not validated against them.

${Object.entries(entities).map(section).join("\n")}`

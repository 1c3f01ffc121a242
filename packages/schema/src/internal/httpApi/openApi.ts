import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as Endpoint from "../../Endpoint.ts"

/** A JSON object, as OpenAPI and JSON Schema consist of them. */
export type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject => Predicate.isObject(value)

/** A schema inside `allOf` that only describes a field. */
const isDescription = (value: unknown): value is { readonly description: string } =>
  isObject(value) && Object.keys(value).join() === "description"

const tidyValue = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(tidyValue) : isObject(value) ? tidy(value) : value

/**
 * Moves the description of a field from an `allOf` to the schema of the field, and leaves objects open: the API adds
 * fields at any time.
 */
export const tidy = (value: JsonObject): JsonObject => {
  const { additionalProperties, allOf, ...rest } = value
  const items: ReadonlyArray<unknown> = Array.isArray(allOf) ? allOf : []
  const constraints = items.filter((item) => !isDescription(item))
  return {
    ...Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, tidyValue(item)])),
    ...(isObject(additionalProperties) ? { additionalProperties: tidy(additionalProperties) } : {}),
    ...(constraints.length === 0 ? {} : { allOf: constraints.map(tidyValue) }),
    ...items.findLast(isDescription)
  }
}

/** The JSON Schema of each query parameter before it is encoded as a string, without references. */
const querySchemas = (query: Endpoint.QuerySchema): JsonObject => {
  const { schema } = Schema.toJsonSchemaDocument(Schema.Struct(query.fields), { referencePolicy: () => undefined })
  return isObject(schema["properties"]) ? schema["properties"] : {}
}

/**
 * Returns a function that describes the parameters of an OpenAPI operation as the endpoint declares them. The codecs of
 * the API only know the strings of the URL.
 */
export const describeParameters = (query: Endpoint.QuerySchema | undefined) => (operation: JsonObject): JsonObject => {
  const parameters: unknown = operation["parameters"]
  if (!Array.isArray(parameters)) return operation
  const schemas = query === undefined ? {} : querySchemas(query)
  return {
    ...operation,
    parameters: parameters.filter(isObject).map((parameter) => {
      const declared = parameter["in"] === "query" ? schemas[String(parameter["name"])] : parameter["schema"]
      const { description, ...schema } = tidy(isObject(declared) ? declared : {})
      return {
        ...parameter,
        ...(description === undefined ? {} : { description }),
        schema,
        ...(schema["type"] === "array" ? { style: "form", explode: false } : {})
      }
    })
  }
}

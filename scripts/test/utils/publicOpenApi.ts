import { Predicate } from "effect"
import * as Yaml from "effect/encoding/Yaml"
import { readFileSync } from "node:fs"

/** A part of an OpenAPI document. */
export type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json => Predicate.isObject(value) && !Array.isArray(value)

/** The object at a key; empty if there is none. */
export const at = (value: unknown, ...keys: ReadonlyArray<string>): Json => {
  const found = keys.reduce<unknown>((json, key) => isJson(json) ? json[key] : undefined, value)
  return isJson(found) ? found : {}
}

/** The list at a key; empty if there is none. */
export const list = (value: unknown): ReadonlyArray<unknown> => Array.isArray(value) ? value : []

/** The public description of the API. */
export const publicDocument: unknown = Yaml.parse(
  readFileSync(new URL("../fixtures/public-openapi.yaml", import.meta.url), "utf8")
)

/** Replaces a reference by what it refers to. */
export const resolve = (document: unknown, value: unknown): Json => {
  const reference = at(value)["$ref"]
  return Predicate.isString(reference)
    ? resolve(document, at(document, ...reference.slice(2).split("/")))
    : at(value)
}

/** A settled operation of the public description. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly operation: Json
}

/** The operations of a document. */
export const operationsOf = (document: unknown): ReadonlyArray<Operation> =>
  Object.entries(at(document, "paths")).flatMap(([path, item]) =>
    Object.entries(at(item)).map(([method, operation]) => ({ method, path, operation: at(operation) }))
  )

/** The members of a schema, of which one applies, without references. */
export const membersOf = (document: unknown, schema: unknown): ReadonlyArray<Json> => {
  const resolved = resolve(document, schema)
  const members = [...list(resolved["anyOf"]), ...list(resolved["oneOf"]), ...list(resolved["allOf"])]
  const nested = members.flatMap((member) => membersOf(document, member))
  return members.length === 0 || "properties" in resolved ? [resolved, ...nested] : nested
}

/** The schema of the JSON body of a request or of a successful response. */
export const bodyOf = (document: unknown, operation: Json, kind: "request" | "response"): unknown =>
  at(
    resolve(document, kind === "request" ? operation["requestBody"] : at(operation, "responses")["200"]),
    "content",
    "application/json"
  )["schema"]

/** A JSON value of a schema: with all properties, or with those that are required. */
export const sample = (document: unknown, schema: unknown, complete: boolean): unknown => {
  const members = membersOf(document, schema)
  const resolved = (complete ? members.find(({ type }) => type !== "null") : members.at(-1)) ?? {}
  const { enum: literals, format, minLength, minimum, properties, required, type } = resolved
  const [first] = list(literals)
  if (first !== undefined) return first
  const types = Array.isArray(type) ? type : [type]
  if (!complete && types.includes("null")) return null
  switch (types[0]) {
    case "object":
      return Object.fromEntries(
        Object.entries(at(properties)).filter(([name]) => complete || list(required).includes(name)).map((
          [name, property]
        ) => [name, sample(document, property, complete)])
      )
    case "array":
      return complete ? [sample(document, resolved["items"], complete)] : []
    case "integer":
    case "number":
      return Predicate.isNumber(minimum) ? minimum : 1
    case "boolean":
      return true
    case "string":
      return format === "email"
        ? "a@example.com"
        : format === "uri"
        ? "https://example.com"
        : minLength === 0
        ? ""
        : "text"
    case "null":
      return null
    default:
      // A schema without a type allows any JSON.
      return "2026-11-25T09:30:00.000Z"
  }
}

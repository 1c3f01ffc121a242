import * as Predicate from "effect/Predicate"
import * as SchemaIssue from "effect/SchemaIssue"

type Path = ReadonlyArray<PropertyKey>

const at = (value: unknown, key: PropertyKey): unknown =>
  Predicate.isObjectOrArray(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined

const kindOf = (value: unknown): string | undefined =>
  value === undefined
    ? undefined
    : value === null
    ? "null"
    : Array.isArray(value)
    ? "an array"
    : typeof value === "object"
    ? "an object"
    : `a ${typeof value}`

/** The id of the first element of an array on the path, such as that of a row. */
const elementId = (input: unknown, path: Path): string | undefined => {
  let value = input
  for (const key of path) {
    const isElement = Array.isArray(value)
    value = at(value, key)
    const id = isElement ? at(value, "id") : undefined
    if (Predicate.isString(id)) return id.slice(0, 100)
  }
  return undefined
}

const pathText = (path: Path): string =>
  path.map((key) => typeof key === "number" ? `[${key}]` : `[${JSON.stringify(String(key))}]`).join("")

const hintFor = (path: Path, kind: string | undefined): string =>
  kind === "null" && path.slice(0, -1).includes("structured_output")
    ? "\n  A value that was not extracted can be null: use Schema.NullOr for it, or the option onInvalidRow of rows."
    : ""

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** Describes why a value does not match a schema: each path, the rule and the kind of value, but never the value. */
export const describe = (issue: SchemaIssue.Issue, input: unknown): string =>
  format(issue).issues.map(({ message, path = [] }) => {
    const keys = path.map((segment) => typeof segment === "object" ? segment.key : segment)
    const kind = kindOf(keys.reduce<unknown>(at, input))
    const id = elementId(input, keys)
    return message +
      (kind === undefined ? "" : `, got ${kind}`) +
      (keys.length === 0 ? "" : `\n  at ${pathText(keys)}`) +
      (id === undefined ? "" : ` (id ${JSON.stringify(id)})`) +
      hintFor(keys, kind)
  }).join("\n")

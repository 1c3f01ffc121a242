import * as PhoneNumber from "@effect-revox/schema/PhoneNumber"
import * as Array from "effect/Array"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"

/**
 * The part of a value in which a text or number is.
 *
 * - `"phone"`: a field that the schemas mark as a phone number
 * - `"declared"`: another field that the schemas describe
 * - `"custom"`: JSON that the schemas do not describe, such as the columns of a contact
 */
export type Kind = "phone" | "declared" | "custom"

/** The place of a value. */
export interface Place {
  readonly kind: Kind
  /** The name of the nearest field that contains the value. */
  readonly field: string
  /** The path of the value, such as `campaigns[0].name`. */
  readonly path: string
  /** Number of objects and lists of custom JSON around the value. */
  readonly depth: number
}

/** Rewrites parts of a value. */
export interface Rules {
  readonly text?: (text: string, place: Place) => Schema.Json
  readonly number?: (number: number, place: Place) => Schema.Json
  readonly list?: (items: ReadonlyArray<unknown>, place: Place) => ReadonlyArray<unknown>
  /** Rewrites the fields of an object that its schema does not have. */
  readonly object?: (entries: ReadonlyArray<[string, unknown]>, place: Place) => ReadonlyArray<[string, unknown]>
  /** Replaces a list or an object of custom JSON. `undefined` keeps it. */
  readonly nested?: (value: unknown, place: Place) => Schema.Json | undefined
}

type Nodes = ReadonlyArray<SchemaAST.AST>

/** The members of unions and the targets of suspended nodes. */
const flattened = (nodes: Nodes): Nodes =>
  nodes.flatMap((node) =>
    node._tag === "Union" ? flattened(node.types) : node._tag === "Suspend" ? flattened([node.thunk()]) : [node]
  )

const itemNodes = (nodes: Nodes): Nodes =>
  flattened(nodes.flatMap((node) => node._tag === "Arrays" ? [...node.elements, ...node.rest] : []))

const fieldNodes = (nodes: Nodes, name: string): Nodes =>
  flattened(nodes.flatMap((node) =>
    node._tag === "Objects"
      ? node.propertySignatures.filter((signature) => signature.name === name).map(({ type }) => type)
      : []
  ))

const namesOf = (nodes: Nodes): ReadonlySet<PropertyKey> =>
  new Set(nodes.flatMap((node) => node._tag === "Objects" ? node.propertySignatures.map(({ name }) => name) : []))

const kindOf = (nodes: Nodes): Kind =>
  nodes.some(PhoneNumber.isReceived) ? "phone" : nodes.some((node) => node._tag !== "Any") ? "declared" : "custom"

/**
 * Rewrites a JSON value by rules that depend on the schema of each part. Fields of records, and fields that
 * the schema does not have, are custom.
 */
export const rewrite = (schema: Schema.Constraint, value: unknown, rules: Rules): unknown => {
  const visit = (nodes: Nodes, value: unknown, place: Omit<Place, "kind">): unknown => {
    const at: Place = { ...place, kind: kindOf(nodes) }
    if (Predicate.isString(value)) return rules.text === undefined ? value : rules.text(value, at)
    if (Predicate.isNumber(value)) return rules.number === undefined ? value : rules.number(value, at)
    if (!Predicate.isObjectOrArray(value)) return value
    const isCustom = at.kind === "custom"
    const replaced = isCustom ? rules.nested?.(value, at) : undefined
    if (replaced !== undefined) return replaced
    const depth = place.depth + (isCustom ? 1 : 0)
    if (globalThis.Array.isArray(value)) {
      const items = rules.list === undefined ? value : rules.list(value, at)
      const ofItems = itemNodes(nodes)
      return items.map((item, index) =>
        visit(ofItems, item, { field: place.field, path: `${place.path}[${index}]`, depth })
      )
    }
    const names = namesOf(nodes)
    const [declared, custom] = Array.partition(
      Object.entries(value),
      (entry) => names.has(entry[0]) ? Result.succeed(entry) : Result.fail(entry)
    )
    const entries = [...declared, ...(rules.object === undefined ? custom : rules.object(custom, at))]
    return Object.fromEntries(entries.map(([name, field]) => [
      name,
      visit(fieldNodes(nodes, name), field, {
        field: name,
        path: place.path === "" ? name : `${place.path}.${name}`,
        depth
      })
    ]))
  }
  return visit(flattened([schema.ast]), value, { field: "", path: "", depth: 0 })
}

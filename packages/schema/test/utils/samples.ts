import { SchemaAST } from "effect"

/**
 * A complete value: every optional key is present, each list has one element, and no value is null. `member` selects the
 * member of a union, or the last one if the union has fewer members.
 */
export const complete = (ast: SchemaAST.AST, member: number): unknown => {
  switch (ast._tag) {
    case "Objects": {
      const entries = ast.propertySignatures.map((property) => [property.name, complete(property.type, member)])
      for (const signature of ast.indexSignatures) entries.push(["key", complete(signature.type, member)])
      return Object.fromEntries(entries)
    }
    case "Arrays":
      return ast.rest.map((type) => complete(type, member))
    case "Union": {
      const members = ast.types.filter((type) => type._tag !== "Null")
      return complete(members[Math.min(member, members.length - 1)] ?? ast, member)
    }
    case "Literal":
      return ast.literal
    case "String":
      return "text"
    case "Number":
      return 1
    case "Boolean":
      return true
    case "Any":
      return { any: ["json", null] }
    default:
      throw new TypeError(`no sample for ${ast._tag}`)
  }
}

/** The position of an open enumeration in a value. */
export interface EnumPosition {
  readonly path: ReadonlyArray<PropertyKey>
  readonly literals: ReadonlyArray<string>
}

const openLiterals = (ast: SchemaAST.AST): ReadonlyArray<string> | undefined => {
  if (ast._tag !== "Union" || ast.types.length !== 2 || ast.types[1]?._tag !== "String") return undefined
  const [known] = ast.types
  const members = known?._tag === "Union" ? known.types : known === undefined ? [] : [known]
  const literals = members.flatMap((
    type
  ) => (type._tag === "Literal" && typeof type.literal === "string" ? [type.literal] : []))
  return literals.length === members.length ? literals : undefined
}

const fits = (ast: SchemaAST.AST, value: unknown): boolean =>
  openLiterals(ast) !== undefined
    ? typeof value === "string"
    : ast._tag === "Objects"
    ? typeof value === "object" && value !== null && !Array.isArray(value) &&
      ast.propertySignatures.every((property) => SchemaAST.isOptional(property.type) || property.name in value) &&
      ast.propertySignatures.every((property) =>
        property.type._tag !== "Literal" || Reflect.get(value, property.name) === property.type.literal
      )
    : ast._tag === "Arrays"
    ? Array.isArray(value)
    : ast._tag === "Union" && ast.types.some((type) => fits(type, value))

/** The open enumerations in a value of a schema. */
export const enumPositions = (
  ast: SchemaAST.AST,
  value: unknown,
  path: ReadonlyArray<PropertyKey> = []
): ReadonlyArray<EnumPosition> => {
  const literals = openLiterals(ast)
  if (literals !== undefined) return value === undefined ? [] : [{ path, literals }]
  switch (ast._tag) {
    case "Objects":
      return typeof value !== "object" || value === null ?
        [] :
        ast.propertySignatures.flatMap((property) =>
          enumPositions(property.type, Reflect.get(value, property.name), [...path, property.name])
        )
    case "Arrays":
      return Array.isArray(value)
        ? value.flatMap((
          item,
          index
        ) => (ast.rest[0] === undefined ? [] : enumPositions(ast.rest[0], item, [...path, index])))
        : []
    case "Union": {
      const member = ast.types.find((type) => fits(type, value))
      return member === undefined ? [] : enumPositions(member, value, path)
    }
    default:
      return []
  }
}

/** A copy of a JSON value with one place changed. */
export const replaced = (value: unknown, path: ReadonlyArray<PropertyKey>, replacement: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return replacement
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === key ? replaced(item, rest, replacement) : item))
  }
  if (typeof value !== "object" || value === null) return value
  return { ...value, [key]: replaced(Reflect.get(value, key), rest, replacement) }
}

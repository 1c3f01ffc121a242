import { Api, CampaignRow, type Endpoint } from "@effect-revox/schema"
import { Schema, SchemaAST } from "effect"

const childrenOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  switch (ast._tag) {
    case "Arrays":
      return [...ast.elements, ...ast.rest]
    case "Objects":
      return [...ast.propertySignatures, ...ast.indexSignatures].map(({ type }) => type)
    case "Suspend":
      return [ast.thunk()]
    case "Union":
      return ast.types
    default:
      return []
  }
}

/** The objects and unions with an identifier in the given schemas. Each is followed by those that it contains. */
export const entitiesIn = (
  roots: ReadonlyArray<Schema.Constraint>
): Readonly<Record<string, Schema.Codec<unknown, unknown>>> => {
  const visited = new Set<SchemaAST.AST>()
  const found = new Map<string, Schema.Codec<unknown, unknown>>()
  const visit = (ast: SchemaAST.AST): void => {
    if (visited.has(ast)) return
    visited.add(ast)
    const identifier = SchemaAST.resolveIdentifier(ast)
    if (identifier !== undefined && !found.has(identifier) && (SchemaAST.isObjects(ast) || SchemaAST.isUnion(ast))) {
      found.set(identifier, Schema.make(ast))
    }
    childrenOf(ast).forEach(visit)
  }
  for (const { ast } of roots) visit(ast)
  return Object.fromEntries(found)
}

const schemasOf = ({ payload, query, success }: Endpoint.Any): ReadonlyArray<Schema.Constraint> =>
  [query, payload, success].filter((schema) => schema !== undefined)

/** All entities of the API, in the order in which the documentation lists them. */
export const entities = entitiesIn([
  ...Object.values(Api).flatMap((endpoints) => Object.values(endpoints)).flatMap(schemasOf),
  CampaignRow.Raw
])

import * as SchemaAST from "effect/SchemaAST"

type Rewrite = (ast: SchemaAST.AST) => SchemaAST.AST

/** A copy of a node with the given fields changed. */
export const copied = <A extends SchemaAST.AST>(ast: A, changes: Partial<A> = {}): A =>
  Object.create(Object.getPrototypeOf(ast), {
    ...Object.getOwnPropertyDescriptors(ast),
    ...Object.getOwnPropertyDescriptors(changes)
  })

/** A copy of a node with the given fields changed, or the node itself if nothing changes. */
export const replaced = <A extends SchemaAST.AST>(ast: A, changes: Partial<A>): A =>
  Object.entries(changes).every(([key, value]) => Reflect.get(ast, key) === value) ? ast : copied(ast, changes)

const mapOrSame = <A>(items: ReadonlyArray<A>, f: (item: A) => A): ReadonlyArray<A> => {
  const mapped = items.map(f)
  return mapped.every((item, index) => item === items[index]) ? items : mapped
}

/** Rewrites the nodes inside a node. The result is the node itself where none of them changes. */
export const mapChildren = (ast: SchemaAST.AST, rewrite: Rewrite): SchemaAST.AST => {
  switch (ast._tag) {
    case "Arrays":
      return replaced(ast, { elements: mapOrSame(ast.elements, rewrite), rest: mapOrSame(ast.rest, rewrite) })
    case "Objects":
      return replaced(ast, {
        propertySignatures: mapOrSame(ast.propertySignatures, (signature) => {
          const type = rewrite(signature.type)
          return type === signature.type ? signature : new SchemaAST.PropertySignature(signature.name, type)
        }),
        indexSignatures: mapOrSame(ast.indexSignatures, (signature) => {
          const type = rewrite(signature.type)
          return type === signature.type ? signature : new SchemaAST.IndexSignature(signature.parameter, type)
        })
      })
    case "Suspend":
      return copied(ast, { thunk: () => rewrite(ast.thunk()) })
    case "Union":
      return replaced(ast, { types: mapOrSame(ast.types, rewrite) })
    default:
      return ast
  }
}

/** Rewrites the nodes that a node is decoded from. The result is the node itself where none of them changes. */
export const mapEncoding = (ast: SchemaAST.AST, rewrite: Rewrite): SchemaAST.AST => {
  if (ast.encoding === undefined) return ast
  const mapLink = (link: SchemaAST.Link): SchemaAST.Link => {
    const to = rewrite(link.to)
    return to === link.to ? link : new SchemaAST.Link(to, link.transformation)
  }
  const [first, ...rest] = ast.encoding
  const links: SchemaAST.Encoding = [mapLink(first), ...rest.map(mapLink)]
  return links.every((link, index) => link === ast.encoding?.[index]) ? ast : copied(ast, { encoding: links })
}

/** Rewrites the node that a node with transformations is first decoded from: that of the value on the wire. */
export const mapWire = (ast: SchemaAST.AST, rewrite: Rewrite): SchemaAST.AST => {
  const wire = ast.encoding?.at(-1)?.to
  return mapEncoding(ast, (to) => to === wire ? rewrite(to) : to)
}

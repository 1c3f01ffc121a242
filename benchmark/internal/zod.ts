import { Bounds, CampaignRow, CampaignRowsPage } from "@effect-revox/schema"
import { SchemaAST } from "effect"
import { z } from "zod"
import { type Contender, headers, loop, pageUrl, see } from "./contender.ts"

const made = new Map<SchemaAST.AST, z.ZodType>()

/** Converts an Effect schema to the zod schema that one would write by hand. */
export const fromAst = (ast: SchemaAST.AST): z.ZodType => {
  const known = made.get(ast)
  if (known !== undefined) return known
  const schema = translate(ast)
  made.set(ast, schema)
  return schema
}

const key = (type: SchemaAST.AST): z.ZodType => SchemaAST.isOptional(type) ? fromAst(type).optional() : fromAst(type)

const translate = (ast: SchemaAST.AST): z.ZodType => {
  switch (ast._tag) {
    case "Any":
      return z.unknown()
    case "Arrays":
      return z.array(fromAst(ast.rest[0] ?? SchemaAST.any))
    case "Boolean":
      return z.boolean()
    case "Literal":
      return z.literal(typeof ast.literal === "bigint" ? String(ast.literal) : ast.literal)
    case "Null":
      return z.null()
    case "Number":
      return z.number()
    case "Objects": {
      const shape = Object.fromEntries(ast.propertySignatures.map(({ name, type }) => [name, key(type)]))
      const [index] = ast.indexSignatures
      if (index === undefined) return z.object(shape)
      return ast.propertySignatures.length === 0 ? z.record(z.string(), fromAst(index.type)) : z.looseObject(shape)
    }
    case "String":
      return z.string()
    case "Union": {
      const nullable = ast.types.filter((type) => type._tag !== "Null")
      if (nullable.length < ast.types.length && nullable.length === 1) return fromAst(nullable[0] ?? ast).nullable()
      // An open enumeration is a string, and an open set of models anything with a type.
      const open = ast.types.find((type) => type._tag === "String")
      if (open !== undefined && ast.types.every((type) => type._tag !== "Objects")) return z.string()
      if (ast.options?.mode === "oneOf") return fromAst(ast.types[0] ?? ast)
      return z.union(ast.types.map(fromAst))
    }
    default:
      throw new TypeError(`Cannot convert a schema of type ${ast._tag} to zod`)
  }
}

export const fetchZod: Contender = {
  name: "fetch + json + zod",
  make: async (task) => {
    // The type is not inferred from the AST, and only the ids of the parsed value are read.
    const page = fromAst(Bounds.lenient(CampaignRowsPage.make(CampaignRow.CampaignRow)).ast)
    return (seen) =>
      loop(task, async (number) => {
        const response = await fetch(pageUrl(task, number), { headers })
        const { rows } = page.parse(await response.json()) as { readonly rows: ReadonlyArray<{ readonly id: string }> }
        see(seen, rows)
      })
  }
}

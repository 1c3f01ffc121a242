import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import { shallow } from "../depth.ts"
import { type Composite, isComposite } from "./support.ts"

/**
 * Results of the generated functions, as bits that are combined over the parts of a value: it matches, it matches but
 * has keys that the schema drops, or it does not match.
 */
export const fits = 0
export const excess = 1
export const unfit = 2

/** The source of a program, and the nodes that it refers to. */
export interface Program {
  /** The nodes with a generated function: `f0`, `f1`, ... in this order. */
  readonly nodes: ReadonlyArray<SchemaAST.AST>
  /** The nodes whose checks are called: `C[0]`, `C[1]`, ... in this order. */
  readonly checked: ReadonlyArray<SchemaAST.AST>
  /**
   * The body of a function of `C`, `P` (runs the checks of a node), `R` (drops keys) and `D` (whether a value is shallow):
   * returns all functions.
   */
  readonly source: string
}

const finite = Schema.Finite.ast.checks?.[0]

/** Whether the only check of a number is that it is finite, which needs no call. */
const isJustFinite = ({ checks }: SchemaAST.AST): boolean => {
  const check = checks?.[0]
  return checks?.length === 1 && check?._tag === "Filter" && finite?._tag === "Filter" && check.run === finite.run
}

/** Whether the only check of a node is that of {@link shallow}, which most values pass without a call. */
const isJustShallow = ({ checks }: SchemaAST.AST): boolean => checks?.length === 1 && checks[0] === shallow

const acceptsUndefined = (ast: SchemaAST.AST): boolean =>
  ast._tag === "Any" || ast._tag === "Unknown" || ast._tag === "Undefined" ||
  (ast._tag === "Union" && ast.types.some(acceptsUndefined))

const isOptional = (ast: SchemaAST.AST): boolean => ast.context?.isOptional === true

/** The condition of a node that matches every value. */
const always = "true"

/** Combines conditions of which one must be true, without those that another one implies. */
const anyOf = (conditions: ReadonlyArray<string>, x: string): string => {
  if (conditions.includes(always)) return always
  const text = `typeof ${x}==="string"`
  const left = conditions.includes(text)
    ? conditions.filter((condition) => condition === text || !condition.startsWith(`${x}==="`))
    : conditions
  return left.length === 0 ? "false" : left.length === 1 ? left.join("") : `(${left.join("||")})`
}

/**
 * Generates the functions that validate values of a schema: one for each node that contains objects or arrays. They do
 * not change or copy values.
 */
export const generate = (root: Composite): Program => {
  const nodes: Array<SchemaAST.AST> = []
  const indexes = new Map<SchemaAST.AST, number>()
  const checked: Array<SchemaAST.AST> = []
  const functions: Array<string> = []

  const passes = (ast: SchemaAST.AST, x: string): string => `P(C[${checked.push(ast) - 1}],${x},o)`

  /** The members of nested unions, flattened where the result is equivalent. */
  const members = (ast: SchemaAST.Union): ReadonlyArray<SchemaAST.AST> =>
    ast.types.flatMap((type) =>
      type._tag === "Union" && type.checks === undefined && type.options?.mode !== "oneOf" ? members(type) : [type]
    )

  /** A condition on the value alone. */
  const leaf = (ast: SchemaAST.AST, x: string): string => {
    if (ast._tag === "Number" && isJustFinite(ast)) return `Number.isFinite(${x})`
    const condition = shape(ast, x)
    if (condition === always && isJustShallow(ast)) return `(typeof ${x}!=="object"||D(${x}))`
    if (ast.checks === undefined) return condition
    return condition === always ? passes(ast, x) : `(${condition}&&${passes(ast, x)})`
  }

  const shape = (ast: SchemaAST.AST, x: string): string => {
    switch (ast._tag) {
      case "Boolean":
        return `typeof ${x}==="boolean"`
      case "Literal":
        return `${x}===${JSON.stringify(ast.literal)}`
      case "Null":
        return `${x}===null`
      case "Number":
        return `typeof ${x}==="number"`
      case "String":
        return `typeof ${x}==="string"`
      case "Undefined":
        return `${x}===void 0`
      case "Union":
        return anyOf(members(ast).map((type) => leaf(type, x)), x)
      default:
        return always
    }
  }

  const call = (ast: SchemaAST.AST, x: string): string => `(s|=f${indexOf(ast)}(${x},o))<${unfit}`

  /** A condition that is true for a value that matches. It records in `s` whether there are keys to drop. */
  const condition = (ast: SchemaAST.AST, x: string): string => {
    if (!isComposite(ast)) return leaf(ast, x)
    if (ast._tag !== "Union" || ast.checks !== undefined || ast.options?.mode === "oneOf") return call(ast, x)
    const all = members(ast)
    const [first, ...others] = all.filter(isComposite)
    const leaves = anyOf(all.filter((type) => !isComposite(type)).map((type) => leaf(type, x)), x)
    // For unions such as `NullOr`, no object matches a leaf, so the order does not matter.
    return first === undefined || others.length > 0 || leaves === always
      ? call(ast, x)
      : `(${leaves}||${condition(first, x)})`
  }

  const property = ({ name, type }: SchemaAST.PropertySignature): string => {
    const key = JSON.stringify(name)
    const holds = condition(type, "x")
    const needs = holds === always ? "" : `if(!(${holds}))return ${unfit};`
    if (!isOptional(type)) {
      const present = acceptsUndefined(type) ? `if(x===void 0&&!(${key} in i))return ${unfit};` : ""
      return `x=i[${key}];${present}${needs}`
    }
    return acceptsUndefined(type)
      ? `if(${key} in i){x=i[${key}];${needs}m++}`
      : `x=i[${key}];if(x!==void 0){${needs}m++}`
  }

  /** Rejects a present key with the value `undefined`. JSON has no such keys, so this check comes last. */
  const neverUndefined = ({ name, type }: SchemaAST.PropertySignature): string => {
    const key = JSON.stringify(name)
    return acceptsUndefined(type) ? "" : `if(${key} in i&&i[${key}]===void 0)return ${unfit};`
  }

  const objects = (ast: SchemaAST.Objects): string => {
    const optional = ast.propertySignatures.filter(({ type }) => isOptional(type))
    const required = ast.propertySignatures.filter(({ type }) => !isOptional(type))
      // The discriminators of unions come first.
      .sort((a, b) => Number(b.type._tag === "Literal") - Number(a.type._tag === "Literal"))
    const known = `if(typeof i!=="object"||i===null||Array.isArray(i))return ${unfit};` +
      `let s=${fits},n=0,m=${required.length},x;${required.map(property).join("")}`
    const optionalChecks = optional.map(property).join("")
    const presenceChecks = optional.map(neverUndefined).join("")
    const [index] = ast.indexSignatures
    if (index === undefined) {
      // Most objects have all optional keys or none. Counting keys is cheaper than checking each of them.
      return `${known}for(const k in i)n++;${
        optional.length === 0 ? "" : `if(n===m)return s;${optionalChecks}`
      }if(n===m)return s;${presenceChecks}return s|${excess}`
    }
    const holds = condition(index.type, "x")
    const values = holds === always ? "" : `for(const k in i){x=i[k];if(!(${holds}))return ${unfit}}`
    return `${known}${optionalChecks}${presenceChecks}${values}return s`
  }

  const arrays = (ast: SchemaAST.Arrays): string => {
    const holds = ast.rest.map((type) => condition(type, "x")).join("&&")
    return `if(!Array.isArray(i))return ${unfit};let s=${fits};` +
      `for(let j=0;j<i.length;j++){const x=i[j];if(!(${holds}))return ${unfit}}return s`
  }

  const union = (ast: SchemaAST.Union): string => {
    if (ast.options?.mode === "oneOf") {
      const each = ast.types.map((type) =>
        isComposite(type)
          ? `m=f${indexOf(type)}(i,o);if(m<${unfit}){c++;s=m}`
          : `if(${leaf(type, "i")})c++;`
      )
      return `let m,s=${fits},c=0;${each.join("")}return c===1?s:${unfit}`
    }
    const each = members(ast).map((type) =>
      isComposite(type)
        ? `m=f${indexOf(type)}(i,o);if(m<${unfit})return m;`
        : `if(${leaf(type, "i")})return ${fits};`
    )
    return `let m;${each.join("")}return ${unfit}`
  }

  const indexOf = (ast: SchemaAST.AST): number => {
    const known = indexes.get(ast)
    if (known !== undefined) return known
    const index = nodes.push(ast) - 1
    indexes.set(ast, index)
    if (!isComposite(ast)) {
      functions.push(`function f${index}(i,o){return ${leaf(ast, "i")}?${fits}:${unfit}}`)
      return index
    }
    const body = ast._tag === "Objects" ? objects(ast) : ast._tag === "Arrays" ? arrays(ast) : union(ast)
    functions.push(
      ast.checks === undefined
        ? `function f${index}(i,o){${body}}`
        // As in the interpreter, a check receives the value without unknown keys.
        : `function g${index}(i,o){${body}}` +
          `function f${index}(i,o){const s=g${index}(i,o);` +
          `return s<${unfit}&&${passes(ast, `s===${fits}?i:R(C[${checked.length}],i)`)}?s:${unfit}}`
    )
    return index
  }

  const visited = new Set<SchemaAST.AST>()
  /** Rebuilding a value needs the function of each node and of each member of a union, including inlined ones. */
  const visit = (ast: SchemaAST.AST): void => {
    if (!isComposite(ast) || visited.has(ast)) return
    visited.add(ast)
    indexOf(ast)
    if (ast._tag === "Union") ast.types.forEach(indexOf)
    const children = ast._tag === "Objects"
      ? [...ast.propertySignatures, ...ast.indexSignatures].map(({ type }) => type)
      : ast._tag === "Arrays"
      ? ast.rest
      : ast.types
    children.forEach(visit)
  }

  visit(root)
  const names = nodes.map((_, index) => `f${index}`)
  return { nodes, checked, source: `"use strict";${functions.join("\n")}\nreturn[${names.join(",")}]` }
}

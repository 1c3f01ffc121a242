/** Limits of the size of results. */
import type * as Schema from "effect/Schema"
import * as Walk from "./walk.ts"

/** Maximum number of characters of a result, as JSON. */
export const maxResult = 30_000

interface Level {
  /** Maximum length of a text. */
  readonly text: number
  /** Maximum number of items of a list. */
  readonly items: number
  /** Maximum number of fields of an object of custom JSON. */
  readonly fields: number
  /** Maximum depth of custom JSON. */
  readonly depth: number
}

// The values of the last level are so small that every result of the tools fits.
const levels: readonly [Level, ...ReadonlyArray<Level>] = [
  { text: 4_000, items: 500, fields: 100, depth: 8 },
  { text: 1_000, items: 200, fields: 50, depth: 6 },
  { text: 400, items: 100, fields: 30, depth: 5 },
  { text: 200, items: 50, fields: 20, depth: 4 },
  { text: 100, items: 20, fields: 10, depth: 3 },
  { text: 60, items: 5, fields: 5, depth: 2 },
  { text: 40, items: 2, fields: 3, depth: 1 }
]

/** A value that fits, and its parts that were cut. */
export interface Fitted {
  readonly value: unknown
  readonly cuts: ReadonlyArray<string>
}

const cutText = (text: string, length: number): string => text.slice(0, length).toWellFormed()

const reduced = (schema: Schema.Constraint, value: unknown, level: Level): Fitted => {
  const cuts: Array<string> = []
  const result = Walk.rewrite(schema, value, {
    text: (text, { path }) => {
      if (text.length <= level.text) return text
      cuts.push(`${path} (${level.text} of ${text.length} characters)`)
      return `${cutText(text, level.text)} [cut]`
    },
    list: (items, { path }) => {
      if (items.length <= level.items) return items
      cuts.push(`${path} (${level.items} of ${items.length} items)`)
      return items.slice(0, level.items)
    },
    object: (entries, { path }) => {
      const short = entries.map(([name, field]): [string, unknown] => [cutText(name, level.text), field])
      if (entries.length <= level.fields) return short
      cuts.push(`${path} (${level.fields} of ${entries.length} fields)`)
      return short.slice(0, level.fields)
    },
    nested: (_, { depth, path }) => {
      if (depth < level.depth) return undefined
      cuts.push(`${path} (nested values)`)
      return "[cut]"
    }
  })
  return { value: result, cuts }
}

/** Number of characters of a value as JSON. */
export const sizeOf = (value: unknown): number => JSON.stringify(value).length

/** Cuts texts, lists and custom objects until the JSON of a value has at most `size` characters. */
export const fit = (schema: Schema.Constraint, value: unknown, size: number): Fitted => {
  let fitted = reduced(schema, value, levels[0])
  for (const level of levels.slice(1)) {
    if (sizeOf(fitted.value) <= size) break
    fitted = reduced(schema, value, level)
  }
  return fitted
}

/** The first items that fit, each with its long parts cut. The first item is always included. */
export const fitItems = (
  schema: Schema.Constraint,
  items: ReadonlyArray<unknown>,
  size: number
): { readonly items: ReadonlyArray<unknown>; readonly cuts: ReadonlyArray<string> } => {
  const fitting: Array<unknown> = []
  const cuts: Array<string> = []
  let used = 0
  for (const [index, item] of items.entries()) {
    const fitted = fit(schema, item, Math.min(size, 10_000))
    used += sizeOf(fitted.value) + 1
    if (index > 0 && used > size) break
    fitting.push(fitted.value)
    cuts.push(...fitted.cuts.map((cut) => `[${index}].${cut}`))
  }
  return { items: fitting, cuts }
}

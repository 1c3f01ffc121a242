import type * as Schema from "effect/Schema"
import type { StructuredOutput } from "../../ReportFigures.ts"
import * as Values from "./values.ts"

/** The fields of structured output, with a bounded number of different names. */
export interface Fields {
  rows: number
  readonly fields: Map<string, Field>
  hasMoreFields: boolean
  /** The last name in the order of names. Later names are not counted once there are too many. */
  last: string | undefined
}

interface Field {
  filled: number
  readonly values: Values.Values
}

const maxFields = 200
const maxNameLength = 100

const limit = Values.limitOf(2_000)

export const empty = (): Fields => ({ rows: 0, fields: new Map(), hasMoreFields: false, last: undefined })

const lastOf = (names: Iterable<string>): string | undefined => {
  let last: string | undefined
  for (const name of names) if (last === undefined || name > last) last = name
  return last
}

/**
 * Returns the field with a name. If there are too many, the first ones in the order of names are kept. They are the same
 * for any order of rows, and none of them was left out before.
 */
const fieldOf = (self: Fields, name: string): Field | undefined => {
  const known = self.fields.get(name)
  if (known !== undefined) return known
  if (name.length > maxNameLength) {
    self.hasMoreFields = true
    return undefined
  }
  if (self.fields.size >= maxFields) {
    self.hasMoreFields = true
    self.last ??= lastOf(self.fields.keys())
    if (self.last === undefined || name > self.last) return undefined
    self.fields.delete(self.last)
    self.last = undefined
  }
  const field: Field = { filled: 0, values: Values.empty() }
  self.fields.set(name, field)
  return field
}

const isFilled = (value: Schema.Json | undefined): boolean =>
  value !== null && value !== undefined && (typeof value !== "string" || /\S/.test(value))

/** Adds the structured output of a row. */
export const add = (self: Fields, output: Schema.JsonObject): void => {
  self.rows += 1
  for (const name of Object.keys(output)) {
    const field = fieldOf(self, name)
    const value = output[name]
    if (field === undefined || value === undefined || value === null || !isFilled(value)) continue
    field.filled += 1
    if (typeof value === "object") Values.addOther(field.values)
    else Values.add(field.values, value, limit)
  }
}

export const freeze = ({ fields, hasMoreFields, rows }: Fields): StructuredOutput => ({
  rows,
  fields: [...fields]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { filled, values }]) => ({ name, filled, values: Values.freeze(values) })),
  hasMoreFields
})

/** Adds the fields of a report to others. */
export const merge = (self: Fields, that: StructuredOutput): void => {
  self.rows += that.rows
  self.hasMoreFields ||= that.hasMoreFields
  for (const { filled, name, values } of that.fields) {
    const field = fieldOf(self, name)
    if (field === undefined) continue
    field.filled += filled
    Values.merge(field.values, values, limit)
  }
}

/** Prepares results for a model: without secrets, hidden characters and full phone numbers, and of a limited size. */
import * as Secrets from "@effect-revox/schema/Secrets"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Printable from "../internal/printable.ts"
import * as Bounding from "./bounding.ts"
import * as Masking from "./masking.ts"
import * as Walk from "./walk.ts"

/** Whether results have full phone numbers. */
export const ShowNumbers = Context.Reference<boolean>("@effect-revox/cli/mcp/ShowNumbers", {
  defaultValue: () => false
})

/** Characters that are not shown, so that they could hide instructions from the user. */
const hidden = /[\u200b\u2060\ufeff\u{e0000}-\u{e007f}]/gu

const visible = (text: string): string => Printable.text(text).replace(hidden, "")

/** A text for a model. */
export const text = (text: string): Effect.Effect<string> =>
  Effect.map(ShowNumbers, (showNumbers) => showNumbers ? visible(text) : Masking.inText(visible(text)))

/** The parts of a value that the schema has, without secrets, hidden characters and full phone numbers. */
const prepared = Effect.fnUntraced(function*<S extends Codec>(schema: S, value: unknown) {
  const known = yield* decode(schema, Secrets.maskAll(value))
  const shown = Walk.rewrite(schema, known, { text: visible })
  return (yield* ShowNumbers) ? shown : Masking.mask(schema, shown)
})

/** Schemas of results have the same values as their JSON. */
type Codec = Schema.Codec<unknown, unknown>

const decode = <S extends Codec>(schema: S, value: unknown): Effect.Effect<S["Type"]> =>
  Effect.orDie(Schema.decodeUnknownEffect(schema)(value))

const rest = "revox on the command line with --json prints them in full."

const cutNotice = (cuts: ReadonlyArray<string>, hint: string): ReadonlyArray<string> => {
  if (cuts.length === 0) return []
  const more = cuts.length > 5 ? ` and ${cuts.length - 5} more` : ""
  return [`These parts were cut: ${cuts.slice(0, 5).join(", ")}${more}. ${hint}`]
}

const joined = (notes: ReadonlyArray<string>) => notes.length === 0 ? {} : { notice: notes.join(" ").slice(0, 2_000) }

/** Room for the other fields of a result. */
const size = Bounding.maxResult - 3_000

/** Prepares one value. `hint` describes how to get the parts that are cut. */
export const one = Effect.fnUntraced(function*<S extends Codec>(
  schema: S,
  value: unknown,
  options: { readonly notes?: ReadonlyArray<string>; readonly hint?: string } = {}
) {
  const { notes = [], hint = rest } = options
  const fitted = Bounding.fit(schema, yield* prepared(schema, value), size)
  const fields = joined([...notes, ...cutNotice(fitted.cuts, hint)])
  return { value: yield* decode(schema, fitted.value), ...fields }
})

/** A part of a list. */
export interface Part {
  /** The name of the items, such as `rows`. */
  readonly name: string
  readonly items: ReadonlyArray<unknown>
  /** Number of items before the part. */
  readonly offset: number
  /** Number of items of the list, if it is known. */
  readonly total: number | undefined
  /** Whether there are items after the part. */
  readonly hasMore: boolean
  readonly notes?: ReadonlyArray<string>
}

/** Prepares a part of a list: as many items as fit. */
export const list = Effect.fnUntraced(function*<S extends Codec>(schema: S, part: Part) {
  const values = yield* Effect.forEach(part.items, (item) => prepared(schema, item))
  const { cuts, items } = Bounding.fitItems(schema, values, size)
  const next = part.offset + items.length
  const hasMore = part.hasMore || items.length < values.length
  const of = part.total === undefined ? "" : ` of ${part.total}`
  const notes = hasMore ? [`${items.length}${of} ${part.name}. Pass offset: ${next} for more.`] : []
  return {
    items: yield* Effect.forEach(items, (item) => decode(schema, item)),
    ...(part.total === undefined ? {} : { total: part.total }),
    ...joined([...notes, ...(part.notes ?? []), ...cutNotice(cuts, rest)])
  }
})

import * as Options from "@effect-revox/schema/Options"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import * as RowsCursor from "../RowsCursor.ts"
import { InvalidCursorError, type Reason, RowsError } from "../RowsError.ts"
import * as RowsFilter from "../RowsFilter.ts"
import type * as RowsOptions from "../RowsOptions.ts"
import { isSignal } from "./facade.ts"

/** The options of a stream of rows, with or without a schema. */
export type AnyOptions<E, R> = Omit<RowsOptions.Options<E, R>, "schema">

/** The options of a stream of rows that decide which pages are requested. */
type RowsReadingOptions = Omit<RowsOptions.Options, "onInvalidRow" | "schema">

/** Valid options with their defaults. */
export interface Settings {
  readonly campaignId: string
  /** The filter as it is sent: as the caller gave it. */
  readonly query: RowsFilter.RowsFilter
  /** The filter in its canonical form. */
  readonly filter: RowsFilter.RowsFilter
  readonly firstPage: 0 | 1
  readonly pageSize: number
  readonly prefetch: number
  /** `undefined` for the default, which depends on the total that the server states. */
  readonly integrity: RowsOptions.Integrity | undefined
  readonly from: RowsCursor.RowsCursor | undefined
}

const queryOf = ({ query, result, statuses }: RowsReadingOptions): RowsFilter.RowsFilter => ({
  ...(query === undefined ? {} : { query }),
  ...(result === undefined ? {} : { result }),
  ...(statuses === undefined ? {} : { statuses })
})

const isOnInvalidRow = (value: unknown): value is RowsOptions.OnInvalidRow<unknown, unknown> =>
  value === "fail" || value === "skip" || Predicate.isFunction(value)

/** The options of a stream of rows. Cursors are decoded below, and the values of filters by the request. */
export const fields = {
  firstPage: Schema.optional(Options.oneOf([0, 1])),
  pageSize: Schema.optional(Options.PositiveCount),
  prefetch: Schema.optional(Options.PositiveCount),
  integrity: Schema.optional(Options.oneOf(["none", "complete", "strict"])),
  from: Schema.optional(Schema.Any),
  query: Schema.optional(Options.Text),
  result: Schema.optional(Options.Text),
  statuses: Schema.optional(Options.satisfying(Array.isArray, "an array")),
  schema: Schema.optional(Options.satisfying(Schema.isSchema, "a schema")),
  onInvalidRow: Schema.optional(Options.satisfying(isOnInvalidRow, "\"fail\", \"skip\" or a function")),
  signal: Schema.optional(Options.satisfying(isSignal, "an AbortSignal"))
}

const validateOptions = Options.validator(Schema.Struct(fields))

/** Validates the options of an audit, which has no others. */
export const validateAudit = Options.validator(Schema.Struct(
  Struct.omit(fields, ["integrity", "onInvalidRow", "schema", "signal"])
))

/** Whether options have a custom schema. JavaScript may pass `null` for options. */
export const hasSchema = <A extends object>(
  options: A
): options is A & { readonly schema: RowsOptions.RowSchema } =>
  Predicate.hasProperty(options, "schema") && options.schema !== undefined

const filterKeys = ["query", "result", "statuses"] as const

/** The reason why a cursor cannot be resumed with these settings, if there is one. */
const cursorMismatch = (cursor: RowsCursor.RowsCursor, settings: Omit<Settings, "from">): string | undefined => {
  const { campaignId, filter, firstPage, pageSize } = settings
  if (cursor.campaignId !== campaignId) return `it belongs to campaign ${cursor.campaignId}.`
  // Only the names of the filters: a query may contain a phone number.
  const changed = filterKeys.filter((key) => !Equal.equals(cursor.filter[key], filter[key]))
  if (changed.length > 0) return `it was created with a different filter: ${changed.join(", ")}.`
  if (cursor.firstPage !== firstPage) {
    return `it was created with firstPage ${cursor.firstPage}, and firstPage is ${firstPage} now.`
  }
  if (cursor.pageSize !== pageSize) {
    return `it was created with pageSize ${cursor.pageSize}, and pageSize is ${pageSize} now.`
  }
  return cursor.position % cursor.effectiveSize === 0
    ? undefined
    : `its position ${cursor.position} is not between two pages of ${cursor.effectiveSize} rows.`
}

const validate = Effect.fnUntraced(function*(
  campaignId: string,
  options: RowsReadingOptions
): Effect.fn.Return<Settings, Reason> {
  const { firstPage: givenPage, integrity, pageSize: givenSize, prefetch = 4 } = yield* validateOptions(options)
  // The type of the cursor proves nothing in JavaScript or after a cast, so it is decoded again.
  const from = options.from === undefined ? undefined : yield* RowsCursor.decode(options.from)
  const firstPage = givenPage ?? from?.firstPage ?? 0
  const pageSize = givenSize ?? from?.pageSize ?? 100
  const query = queryOf(options)
  const filter = RowsFilter.normalize(query)
  const settings = { campaignId, query, filter, firstPage, pageSize, prefetch, integrity }
  const problem = from === undefined ? undefined : cursorMismatch(from, settings)
  if (problem !== undefined) return yield* new InvalidCursorError({ problem })
  return { ...settings, from }
})

/** Validates the options before any request is sent. */
export const make = (campaignId: string, options: RowsReadingOptions): Effect.Effect<Settings, RowsError> =>
  Effect.mapError(validate(campaignId, options), (reason) => new RowsError({ campaignId, reason }))

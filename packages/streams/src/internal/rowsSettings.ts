import type * as RowsQuery from "@effect-revox/schema/RowsQuery"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Schema from "effect/Schema"
import { RowsCursor } from "../RowsCursor.ts"
import { InvalidCursorError, InvalidOptionError, type Reason, RowsError } from "../RowsError.ts"

/** What may be wrong with the rows that came. */
export type Integrity = "none" | "complete" | "strict"

/** The options of a reading, before they are looked at. */
export interface Options extends Pick<RowsQuery.RowsQuery, "query" | "result" | "statuses"> {
  readonly pageSize?: number | undefined
  readonly concurrency?: number | undefined
  readonly firstPage?: number | undefined
  readonly from?: RowsCursor | undefined
  readonly integrity?: Integrity | undefined
}

/** The options of a reading, all of them said, and good. */
export interface Settings {
  readonly campaignId: string
  /** The filter as it is sent. */
  readonly query: Pick<RowsQuery.RowsQuery, "query" | "result" | "statuses">
  /** The filter as a cursor keeps it. */
  readonly filter: RowsCursor["filter"]
  readonly firstPage: 0 | 1
  readonly pageSize: number
  readonly concurrency: number
  readonly integrity: Integrity
  readonly from: RowsCursor | undefined
}

/** The filter in one form: without what filters nothing, and the statuses in one order. */
const filterOf = ({ query, result, statuses }: Options): RowsCursor["filter"] => ({
  ...(query === undefined || query === "" ? {} : { query }),
  ...(result === undefined || result === "all" ? {} : { result }),
  ...(statuses === undefined || statuses.length === 0 ? {} : { statuses: [...new Set(statuses)].sort() })
})

/** The filter as the caller said it. */
const queryOf = ({ query, result, statuses }: Options): Settings["query"] => ({
  ...(query === undefined ? {} : { query }),
  ...(result === undefined ? {} : { result }),
  ...(statuses === undefined ? {} : { statuses })
})

const invalid = (option: string, problem: string) => new InvalidOptionError({ option, problem })

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1

/** What keeps a cursor from standing for a place in this reading. */
const misfit = (cursor: RowsCursor, settings: Omit<Settings, "from">): string | undefined => {
  const { campaignId, filter, firstPage, pageSize } = settings
  return cursor.campaignId !== campaignId
    ? `it is one of campaign ${cursor.campaignId}.`
    : !Equal.equals(cursor.filter, filter)
    ? "its filter is another."
    : cursor.firstPage !== firstPage
    ? `its pages count from ${cursor.firstPage}, and these from ${firstPage}.`
    : cursor.pageSize !== pageSize
    ? `its pages were asked for with ${cursor.pageSize} rows, and these with ${pageSize}.`
    : cursor.position % cursor.effectiveSize !== 0
    ? `its position ${cursor.position} is not between two pages of ${cursor.effectiveSize} rows.`
    : undefined
}

const isCursor = Schema.is(RowsCursor)

const isFirstPage = (value: number): value is 0 | 1 => value === 0 || value === 1

const check = (campaignId: string, options: Options): Settings | Reason => {
  const { concurrency = 4, from } = options
  if (from !== undefined && !isCursor(from)) {
    return new InvalidCursorError({ problem: "it is not one that a page of this version came with." })
  }
  const { firstPage = from?.firstPage ?? 0, pageSize = from?.pageSize ?? 100 } = options
  if (!isCount(pageSize)) return invalid("pageSize", `expected an integer of 1 or more, got ${pageSize}.`)
  if (!isCount(concurrency)) return invalid("concurrency", `expected an integer of 1 or more, got ${concurrency}.`)
  if (!isFirstPage(firstPage)) return invalid("firstPage", `expected 0 or 1, got ${firstPage}.`)
  const filter = filterOf(options)
  // The members of a filter change while the campaign runs, so that their number says nothing by itself.
  const { integrity = Object.keys(filter).length === 0 ? "complete" : "none" } = options
  const settings = { campaignId, query: queryOf(options), filter, firstPage, pageSize, concurrency, integrity }
  const problem = from === undefined ? undefined : misfit(from, settings)
  return problem === undefined ? { ...settings, from } : new InvalidCursorError({ problem })
}

/** Looks at the options of a reading, before anything is asked for. */
export const make = (campaignId: string, options: Options): Effect.Effect<Settings, RowsError> =>
  Effect.suspend(() => {
    const checked = check(campaignId, options)
    return "_tag" in checked ? Effect.fail(new RowsError({ campaignId, reason: checked })) : Effect.succeed(checked)
  })

import * as Predicate from "effect/Predicate"
import type { InvalidRow } from "../RowsOptions.ts"
import type { FetchedPage } from "./fetchPage.ts"
import type { PageResponse } from "./pageResponse.ts"
import type { PageRows } from "./paging.ts"
import * as SeenRows from "./seenRows.ts"
import * as Tally from "./tally.ts"

interface Row {
  readonly id: string
}

/** The new rows of a page. */
interface NewRows<A> {
  readonly rows: ReadonlyArray<A>
  readonly invalid: ReadonlyArray<InvalidRow>
  readonly counts: PageRows
}

/** Compares the rows of pages with those of earlier pages. */
interface CompareRows {
  /** The number of rows that are new. */
  readonly newRowsIn: (page: FetchedPage<Row>) => number
  /** The properties of a response on which paging depends. */
  readonly describe: (page: FetchedPage<Row>) => PageResponse
  /** Leaves out the first `skip` rows and those of earlier pages, and remembers the others. */
  readonly deduplicate: <A extends Row>(page: FetchedPage<A>, skip: number) => NewRows<A>
}

/** The values that pass, which are nearly always all: these are not copied. */
const filterUncopied = <A>(all: ReadonlyArray<A>, passes: (value: A) => boolean): ReadonlyArray<A> => {
  const first = all.findIndex((value) => !passes(value))
  return first < 0 ? all : [...all.slice(0, first), ...all.slice(first + 1).filter(passes)]
}

/** The id of an invalid row. A row without an id cannot be compared: two contacts may have the same data. */
const idOf = ({ row }: InvalidRow): string | undefined =>
  Predicate.hasProperty(row, "id") && Predicate.isString(row.id) ? row.id : undefined

const countOf = ({ invalid, rows }: FetchedPage<unknown>): number => rows.length + invalid.length

const skipRows = <A>(page: FetchedPage<A>, count: number): FetchedPage<A> => {
  if (count === 0) return page
  const invalid = page.invalid.filter(({ index }) => index >= count)
  return { ...page, invalid, rows: page.rows.slice(count - (page.invalid.length - invalid.length)) }
}

export const make = (): CompareRows => {
  const seen = SeenRows.make()
  const isNew = (id: string | undefined): boolean => id === undefined || !seen.has(id)

  const hasNewRows = ({ invalid, rows }: FetchedPage<Row>): boolean => {
    if (rows.some((row) => isNew(row.id))) return true
    const ids = invalid.map(idOf)
    const identified = ids.filter(Predicate.isNotUndefined)
    // Rows without ids are always new. They decide only on a page on which no other row can be compared.
    return rows.length + identified.length === 0 ? ids.length > 0 : identified.some(isNew)
  }

  return {
    newRowsIn: ({ invalid, rows }) =>
      rows.filter((row) => isNew(row.id)).length + invalid.filter((row) => isNew(idOf(row))).length,
    describe: (page) => ({
      rows: countOf(page),
      hasNewRows: hasNewRows(page),
      hasIds: page.rows.length > 0 || page.invalid.some((row) => idOf(row) !== undefined),
      startsWithKnownRow: page.rows.slice(0, 1).some((row) => !isNew(row.id)),
      pageSize: page.page_size,
      total: page.total
    }),
    deduplicate: (page, skip) => {
      if (page.total !== undefined) seen.reserve(Tally.rowsIn(page.total))
      const kept = skipRows(page, skip)
      const rows = filterUncopied(kept.rows, (row) => seen.add(row.id))
      const invalid = filterUncopied(kept.invalid, (row) => {
        const id = idOf(row)
        return id === undefined || seen.add(id)
      })
      const received = rows.length + invalid.length
      const unidentified = invalid.filter((row) => idOf(row) === undefined).length
      return {
        rows,
        invalid,
        counts: {
          identified: received - unidentified,
          unidentified,
          duplicates: countOf(kept) - received,
          invalid: invalid.length
        }
      }
    }
  }
}

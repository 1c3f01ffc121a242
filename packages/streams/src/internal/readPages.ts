import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { RowsAudit } from "../RowsAudit.ts"
import * as Audit from "../RowsAudit.ts"
import type { RowsCursor } from "../RowsCursor.ts"
import { IntegrityError, MissingRowsError, type Reason, RowsError } from "../RowsError.ts"
import type { InvalidRow, Page } from "../RowsOptions.ts"
import type { FetchedPage as Fetched, FetchPage as Fetch } from "./fetchPage.ts"
import type { Settings } from "./rowsSettings.ts"
import * as SeenRows from "./seenRows.ts"
import * as Tally from "./tally.ts"
import * as Window from "./window.ts"

/** So many pages in a row without a new row end the reading, whatever the total says: it would never end otherwise. */
const patience = 8

/** Those that are new, which are nearly always all: these are not copied. */
const newOf = <A>(all: ReadonlyArray<A>, isNew: (value: A) => boolean): ReadonlyArray<A> => {
  const known = all.findIndex((value) => !isNew(value))
  return known < 0 ? all : [...all.slice(0, known), ...all.slice(known + 1).filter(isNew)]
}

/** By what an invalid row is known again: its id, or all of it. */
const keyOf = ({ row }: InvalidRow): string =>
  Predicate.hasProperty(row, "id") && Predicate.isString(row.id) ? row.id : JSON.stringify(row)

/** An answer without its first so many rows. */
const without = <Row>(answer: Fetched<Row>, count: number): Fetched<Row> => {
  if (count === 0) return answer
  const invalid = answer.invalid.filter(({ index }) => index >= count)
  return { ...answer, invalid, rows: answer.rows.slice(count - (answer.invalid.length - invalid.length)) }
}

type Answer<Row, R> = Effect.Effect<Fetched<Row>, RevoxError, R>

/** An answer that was asked for, or is when it is waited for. */
interface Answering<Row, R> {
  readonly answer: Answer<Row, R>
  readonly cancel: Effect.Effect<void>
}

interface Flight<Row, R> extends Window.Window, Answering<Row, R> {}

/** How far a reading is. */
interface Reading<Row, R> {
  audit: RowsAudit
  /** Rows per page, as the server gives them. */
  size: number
  /** All places before it were delivered. */
  position: number
  /** All places before it were asked for. */
  asked: number
  /** The list goes as far as this, as far as is known. */
  end: number
  /** What is in flight, or waits for its turn. */
  flights: Array<Flight<Row, R>>
  /** Answers since the last page. */
  requests: number
  mayAskAgain: boolean
  /** Pages in a row without a new row. */
  barren: number
  isOver: boolean
}

const begin = <Row, R>({ from, pageSize }: Settings): Reading<Row, R> => {
  const position = from?.position ?? 0
  return {
    audit: from?.audit ?? Tally.empty,
    size: from?.effectiveSize ?? pageSize,
    position,
    asked: position,
    // One page at first, whose total and size say how many more there are.
    end: position + 1,
    flights: [],
    requests: 0,
    mayAskAgain: true,
    barren: 0,
    isOver: false
  }
}

/**
 * Reads the pages of a list that may change meanwhile, in order.
 *
 * The list is a range of places, and a request stands for a window of it. `concurrency` windows are held at most, from
 * the moment they are asked for to the moment the consumer gets them: requests in flight and pages that wait share that
 * number. Nothing is asked for but by a pull.
 */
export const readPages = <Row extends { readonly id: string }, R, E2, R2>(
  settings: Settings,
  fetch: Fetch<Row, R>,
  onInvalid: (row: InvalidRow) => Effect.Effect<unknown, E2, R2>
) =>
  Stream.scoped(Stream.fromPull(Effect.map(Effect.scope, (scope) => {
    type Needs = Campaigns | R
    const { campaignId, concurrency, filter, firstPage, integrity, pageSize } = settings
    const seen = SeenRows.make()
    const reading = begin<Row, Needs>(settings)

    const fail = (reason: Reason) => Effect.fail(new RowsError({ campaignId, reason }))

    const newRowsIn = (answer: Fetched<Row>): number =>
      answer.rows.filter((row) => !seen.has(row.id)).length +
      answer.invalid.filter((row) => !seen.has(keyOf(row))).length

    /** Who asks for one page at a time waits for it at once: nothing happens meanwhile, so it needs no fiber. */
    const ask: (answer: Answer<Row, Needs>) => Effect.Effect<Answering<Row, Needs>, never, Needs> = concurrency === 1
      ? (answer) => Effect.succeed({ answer, cancel: Effect.void })
      : (answer) =>
        Effect.map(
          // A request that waits for its turn among pages that came would be on its way when all of them are decoded.
          Effect.forkIn(answer, scope, { startImmediately: true }),
          (fiber) => ({ answer: Fiber.join(fiber), cancel: Fiber.interrupt(fiber) })
        )

    const launch = Effect.suspend(() => {
      const window = Window.at(reading.asked, reading.size, firstPage)
      reading.asked = window.start + window.size
      return Effect.map(
        ask(fetch(window.page, window.size)),
        (answering) => reading.flights.push({ ...window, ...answering })
      )
    })

    const launchAll = Effect.whileLoop({
      while: () => reading.flights.length < concurrency && reading.asked < reading.end,
      body: () => launch,
      step: () => {}
    })

    /**
     * The window as the server understood it. When its pages have another size, what is in flight stands for other
     * places than those that it was sent for, and the window itself may: `undefined` then.
     */
    const understood = Effect.fnUntraced(function*(window: Window.Window, answer: Fetched<Row>) {
      const size = Window.sizeOf(window, answer)
      if (size === reading.size) return window
      const stray = reading.flights
      reading.flights = []
      yield* Effect.forEach(stray, ({ cancel }) => cancel, { concurrency: "unbounded", discard: true })
      reading.size = size
      const start = (window.page - firstPage) * size
      if (start !== reading.position) {
        reading.asked = reading.position
        return undefined
      }
      reading.asked = start + size
      return { page: window.page, start, size }
    })

    const hasNewRows = (answer: Fetched<Row>): boolean =>
      answer.rows.some((row) => !seen.has(row.id)) || answer.invalid.some((row) => !seen.has(keyOf(row)))

    /** Asks for a page that looks wrong once more, and gives the better of both answers. */
    const secondLook = Effect.fnUntraced(function*(window: Window.Window, answer: Fetched<Row>) {
      const isStale = Window.countOf(answer) > 0 && !hasNewRows(answer)
      if (!reading.mayAskAgain || !isStale && !Window.isShort(window, answer)) return answer
      const second = yield* fetch(window.page, window.size)
      reading.requests += 1
      if (newRowsIn(second) > newRowsIn(answer)) return second
      // The server means what it says. To ask for every such page twice would be rude.
      reading.mayAskAgain = false
      return answer
    })

    /** Twice the same short first page is a limit of the server that it does not tell of. */
    const untoldLimit = (window: Window.Window, answer: Fetched<Row>): Window.Window => {
      const size = Window.countOf(answer)
      if (window.start > 0 || size === 0 || !Window.isShort(window, answer)) return window
      reading.size = size
      reading.asked = size
      return { ...window, size }
    }

    /** The page, less the rows that came before, with everything else noted that the answer tells. */
    const deliver = Effect.fnUntraced(function*(window: Window.Window, whole: Fetched<Row>) {
      const count = Window.countOf(whole)
      seen.reserve(Tally.rowsIn(whole.total))
      const answer = without(whole, reading.position - window.start)
      const rows = newOf(answer.rows, (row) => seen.add(row.id))
      const invalid = newOf(answer.invalid, (row) => seen.add(keyOf(row)))
      const received = rows.length + invalid.length
      const audit = Tally.add(reading.audit, {
        total: Tally.rowsIn(answer.total),
        received,
        duplicates: Window.countOf(answer) - received,
        invalid: invalid.length,
        short: Window.isShort(window, whole) || received === 0 && count > 0,
        requests: reading.requests
      })
      const position = window.start + window.size
      reading.audit = audit
      reading.requests = 0
      reading.position = position
      reading.barren = received === 0 ? reading.barren + 1 : 0
      // A total that is less than what came is no total: a full page is followed by another then.
      const isUnderstated = audit.received > audit.expected && received > 0 && count >= window.size
      reading.end = isUnderstated ? position + 1 : audit.expected
      reading.isOver = reading.barren >= patience || count === 0 && Window.rowsDue(window, whole) === 0
      // The page leaves its place to another. The first page has no others beside it: the consumer may want no more.
      if (reading.flights.length > 0 && !reading.isOver) yield* launchAll

      yield* Effect.forEach(invalid, onInvalid, { discard: true })
      const problem = integrity === "strict" ? Tally.mismatch(audit) : undefined
      if (problem !== undefined) return yield* fail(new IntegrityError({ audit, problem }))
      const effectiveSize = reading.size
      const cursor: RowsCursor = {
        version: 1,
        campaignId,
        filter,
        firstPage,
        pageSize,
        effectiveSize,
        position,
        audit
      }
      const { page_size, total } = answer
      const page: Page<Row> = { page: window.page, page_size, total, rows, cursor, audit }
      return [page] as const
    })

    const conclude = Effect.suspend((): Effect.Effect<never, RowsError | Cause.Done<void>> => {
      const { audit } = reading
      if (integrity === "strict" && !Audit.isExact(audit)) {
        const problem = `${audit.received} rows came where there are ${audit.expected}.`
        return fail(new IntegrityError({ audit, problem }))
      }
      return integrity === "complete" && audit.missing > 0 ? fail(new MissingRowsError({ audit })) : Cause.done()
    })

    return Effect.gen(function*() {
      while (!reading.isOver) {
        yield* launchAll
        const flight = reading.flights.shift()
        if (flight === undefined) break
        const answer = yield* flight.answer
        reading.requests += 1
        const window = yield* understood(flight, answer)
        if (window === undefined) continue
        const better = yield* secondLook(window, answer)
        return yield* deliver(untoldLimit(window, better), better)
      }
      return yield* conclude
    })
  })))

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
import type { Fetch, Fetched, InvalidRow } from "./fetchPage.ts"
import type { Settings } from "./rowsSettings.ts"
import * as SeenRows from "./seenRows.ts"
import * as Tally from "./tally.ts"
import * as Window from "./window.ts"

/** A page, less the rows that came before it. */
export interface ReadPage<Row> {
  readonly page: number
  readonly page_size: number
  readonly total: number
  readonly rows: ReadonlyArray<Row>
  readonly cursor: RowsCursor
  readonly audit: RowsAudit
}

/** So many pages in a row without a new row end the reading, whatever the total says: it would never end otherwise. */
const patience = 8

/** By what an invalid row is known again: its id, or all of it. */
const keyOf = ({ row }: InvalidRow): string =>
  Predicate.hasProperty(row, "id") && Predicate.isString(row.id) ? row.id : JSON.stringify(row)

/** An answer without its first so many rows. */
const without = <Row>(answer: Fetched<Row>, count: number): Fetched<Row> => {
  if (count === 0) return answer
  const invalid = answer.invalid.filter(({ index }) => index >= count)
  return { ...answer, invalid, rows: answer.rows.slice(count - (answer.invalid.length - invalid.length)) }
}

interface Flight<Row> extends Window.Window {
  readonly fiber: Fiber.Fiber<Fetched<Row>, RevoxError>
}

/**
 * Reads the pages of a list that may change meanwhile, in order.
 *
 * The list is a range of places, and a request stands for a window of it. `concurrency` windows are held at most, from
 * the moment they are asked for to the moment the consumer comes back for the next: requests in flight and pages that
 * wait share that number. Nothing is asked for but by a pull.
 */
export const readPages = <Row extends { readonly id: string }, R, E2, R2>(
  settings: Settings,
  fetch: Fetch<Row, R>,
  onInvalid: (row: InvalidRow) => Effect.Effect<unknown, E2, R2>
) =>
  Stream.scoped(Stream.fromPull(Effect.gen(function*() {
    const { campaignId, concurrency, filter, firstPage, from, integrity, pageSize } = settings
    const scope = yield* Effect.scope
    const seen = SeenRows.make()
    let audit = from?.audit ?? Tally.empty
    let size = from?.effectiveSize ?? pageSize
    /** All places before it were delivered. */
    let position = from?.position ?? 0
    /** All places before it were asked for. */
    let asked = position
    /** The list goes as far as this, as far as is known: one window at first. */
    let end = position + 1
    let flights: Array<Flight<Row>> = []
    /** Answers since the last page. */
    let requests = 0
    let mayAskAgain = true
    let barren = 0
    let ended = false

    const fail = (reason: Reason) => Effect.fail(new RowsError({ campaignId, reason }))

    const newRowsIn = (answer: Fetched<Row>): number =>
      answer.rows.filter((row) => !seen.has(row.id)).length +
      answer.invalid.filter((row) => !seen.has(keyOf(row))).length

    const launch = Effect.suspend(() => {
      const window = Window.at(asked, size, firstPage)
      asked = window.start + size
      return Effect.map(Effect.forkIn(fetch(window.page, size), scope), (fiber) => flights.push({ ...window, fiber }))
    })

    /** Asks for a page that looks wrong once more, and keeps the better of both answers. */
    const askAgain = Effect.fnUntraced(function*(window: Window.Window, answer: Fetched<Row>) {
      const second = yield* fetch(window.page, window.size)
      requests += 1
      if (newRowsIn(second) > newRowsIn(answer)) return second
      // The server means what it says. To ask for every such page twice would be rude.
      mayAskAgain = false
      return answer
    })

    const conclude = Effect.suspend((): Effect.Effect<never, RowsError | Cause.Done<void>> => {
      if (integrity === "strict" && !Audit.isExact(audit)) {
        return fail(
          new IntegrityError({ audit, problem: `${audit.received} rows came where there are ${audit.expected}.` })
        )
      }
      return integrity === "complete" && audit.missing > 0 ? fail(new MissingRowsError({ audit })) : Cause.done()
    })

    /** The rows of an answer that are new, with everything else it tells noted. */
    const take = Effect.fnUntraced(function*(window: Window.Window, whole: Fetched<Row>, short: boolean) {
      const answer = without(whole, position - window.start)
      const rows = answer.rows.filter((row) => seen.add(row.id))
      const invalid = answer.invalid.filter((row) => seen.add(keyOf(row)))
      const received = rows.length + invalid.length
      const stale = received === 0 && Window.countOf(answer) > 0
      audit = Tally.add(audit, {
        total: Tally.rowsIn(answer.total),
        received,
        duplicates: Window.countOf(answer) - received,
        invalid: invalid.length,
        short: short || stale,
        requests
      })
      requests = 0
      position = window.start + window.size
      barren = received === 0 ? barren + 1 : 0
      end = audit.expected
      // A total that is less than what came is no total: a full page is followed by another then.
      if (audit.received > end && received > 0 && Window.countOf(whole) >= window.size) end = position + 1
      ended = barren >= patience || Window.countOf(whole) === 0 && Window.rowsDue(window, whole) === 0
      yield* Effect.forEach(invalid, onInvalid, { discard: true })
      const problem = integrity === "strict" ? Tally.mismatch(audit) : undefined
      if (problem !== undefined) return yield* fail(new IntegrityError({ audit, problem }))
      const cursor: RowsCursor = {
        version: 1,
        campaignId,
        filter,
        firstPage,
        pageSize,
        effectiveSize: size,
        position,
        audit
      }
      const page: ReadPage<Row> = {
        page: window.page,
        page_size: answer.page_size,
        total: answer.total,
        rows,
        cursor,
        audit
      }
      return page
    })

    return Effect.gen(function*() {
      while (!ended) {
        while (flights.length < concurrency && asked < end) yield* launch
        const flight = flights.shift()
        if (flight === undefined) break
        let window: Window.Window = flight
        let answer = yield* Fiber.join(flight.fiber)
        requests += 1

        const actual = Window.sizeOf(window, answer)
        if (actual !== size) {
          // The server's pages have another size, so what is in flight are other places than those it was sent for.
          const stray = flights
          flights = []
          yield* Fiber.interruptAll(stray.map(({ fiber }) => fiber))
          size = actual
          window = { page: window.page, start: (window.page - firstPage) * size, size }
          asked = window.start === position ? position + size : position
          if (window.start !== position) continue
        }

        const isShort = () => Window.countOf(answer) < Window.rowsDue(window, answer)
        if (mayAskAgain && (isShort() || Window.countOf(answer) > 0 && newRowsIn(answer) === 0)) {
          answer = yield* askAgain(window, answer)
        }
        const count = Window.countOf(answer)
        if (isShort() && window.start === 0 && count > 0) {
          // Twice the same short first page is a limit of the server that it does not tell of.
          size = count
          window = { ...window, size }
          asked = size
        }
        return [yield* take(window, answer, isShort())] as const
      }
      return yield* conclude
    })
  })))

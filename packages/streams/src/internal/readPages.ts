import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import type { RowsCursor } from "../RowsCursor.ts"
import { RowsError } from "../RowsError.ts"
import type { InvalidRow, Page } from "../RowsOptions.ts"
import * as CompareRows from "./compareRows.ts"
import { type FetchedPage, type FetchPage, orEmpty } from "./fetchPage.ts"
import type { PageRange } from "./pageRange.ts"
import * as Paging from "./paging.ts"
import type { Settings } from "./rowsSettings.ts"

/** A page that was requested, or is requested when its response is awaited. */
interface Request<Row, R> {
  readonly response: Effect.Effect<FetchedPage<Row>, RevoxError, R>
  readonly cancel: Effect.Effect<void>
}

const cursorOf = ({ campaignId, filter, firstPage, pageSize }: Settings, state: Paging.State): RowsCursor => ({
  version: 2,
  campaignId,
  filter,
  firstPage,
  pageSize,
  effectiveSize: state.size,
  position: state.position,
  audit: state.audit
})

/**
 * Reads the pages of a list that may change meanwhile, in order: `Paging.step` decides, and this loop runs what it
 * decides. Pages are requested only when the consumer pulls, and `prefetch` pages at most are in flight or wait to be
 * read.
 */
export const readPages = <Row extends { readonly id: string }, R, E2, R2>(
  settings: Settings,
  fetchPage: FetchPage<Row, R>,
  onInvalid: (row: InvalidRow) => Effect.Effect<unknown, E2, R2>
) =>
  Stream.scoped(Stream.fromPull(Effect.map(Effect.scope, (scope) => {
    type Needs = Campaigns | R
    const { campaignId, prefetch } = settings
    const { deduplicate, describe, newRowsIn } = CompareRows.make()
    const requests: Array<Request<Row, Needs>> = []
    let state = Paging.begin(settings)

    /** With a prefetch of 1, a page is requested when its response is awaited, so it needs no fiber. */
    const send = ({ page, size }: PageRange): Effect.Effect<Request<Row, Needs>, never, Needs> =>
      prefetch === 1
        ? Effect.succeed({ response: fetchPage(page, size), cancel: Effect.void })
        : Effect.map(
          // A request that waits for its turn among decoded pages would only be sent after all of them.
          Effect.forkIn(fetchPage(page, size), scope, { startImmediately: true }),
          (fiber) => ({ response: Fiber.join(fiber), cancel: Fiber.interrupt(fiber) })
        )

    const cancelAll = Effect.suspend(() =>
      Effect.forEach(requests.splice(0), ({ cancel }) => cancel, { concurrency: "unbounded", discard: true })
    )

    const sendAll = Effect.fnUntraced(function*(ranges: ReadonlyArray<PageRange>) {
      for (const range of ranges) requests.push(yield* send(range))
    })

    const run = (event: Paging.Event) =>
      Effect.suspend(() => {
        const { cancel, decision, request, state: next } = Paging.step(settings, state, event)
        state = next
        const sent = request.length === 0 ? Effect.succeed(decision) : Effect.as(sendAll(request), decision)
        return cancel.length === 0 ? sent : Effect.andThen(cancelAll, sent)
      })

    return Effect.gen(function*() {
      let decision = yield* run({ _tag: "Pulled" })
      while (decision._tag === "Await") {
        const request = requests.shift()
        if (request === undefined) return yield* Effect.die("No page is in flight.")
        let response = yield* state.isProbing ? orEmpty(request.response) : request.response
        decision = yield* run({ _tag: "Received", response: describe(response) })
        if (decision._tag === "Refetch") {
          const second = yield* fetchPage(decision.range.page, decision.range.size)
          const hasHelped = newRowsIn(second) > newRowsIn(response)
          if (hasHelped) response = second
          decision = yield* run({ _tag: "Refetched", response: describe(response), hasHelped })
        }
        if (decision._tag === "Compare") {
          const { counts, invalid, rows } = deduplicate(response, decision.skip)
          decision = yield* run({ _tag: "Compared", rows: counts })
          yield* Effect.forEach(invalid, onInvalid, { discard: true })
          if (decision._tag === "Emit") {
            const { page_size, total } = response
            const page: Page<Row> = {
              page: decision.page,
              ...(page_size === undefined ? {} : { page_size }),
              ...(total === undefined ? {} : { total }),
              rows,
              cursor: cursorOf(settings, state),
              audit: state.audit
            }
            return [page] as const
          }
        }
      }
      return yield* decision._tag === "Fail"
        ? Effect.fail(new RowsError({ campaignId, reason: decision.reason }))
        : Cause.done()
    })
  })))

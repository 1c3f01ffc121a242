import { Calls } from "@effect-revox/client/Calls"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Call } from "@effect-revox/schema/Call"
import type { CallCriteria } from "@effect-revox/schema/CallSearch"
import * as Effect from "effect/Effect"

const pageSize = 100

/** The calls that a search found, in the order of the API. */
export interface Found {
  readonly calls: ReadonlyArray<Call>
  /** Number of calls that the API states. */
  readonly total: number
}

const none: Found = { calls: [], total: Infinity }

/** Whether the server has no page 0, because its pages count from 1. */
const isRejected = ({ reason }: RevoxError): boolean =>
  reason._tag === "BadRequestError" || reason._tag === "UnprocessableEntityError"

/**
 * Searches calls, up to a limit. The API does not document whether the first page is 0 or 1, so page 0 may be empty,
 * rejected or the same as page 1.
 */
export const search = Effect.fnUntraced(function*(
  criteria: Omit<CallCriteria, "page" | "page_size">,
  limit: number
): Effect.fn.Return<Found, RevoxError, Calls> {
  const { search } = yield* Calls
  const read = (page: number): Effect.Effect<Found, RevoxError> =>
    search({ ...criteria, page, page_size: Math.min(limit, pageSize) }).pipe(
      Effect.map(({ calls, total_count }) => ({ calls, total: total_count })),
      page === 0 ? Effect.catchIf(isRejected, () => Effect.succeed(none)) : (self) => self
    )
  const found = new Map<string, Call>()
  let total = Infinity
  for (let page = 0; found.size < Math.min(limit, total); page++) {
    const before = found.size
    const next = yield* read(page)
    total = next.total
    for (const call of next.calls) found.set(call.id, call)
    if (page > 0 && found.size === before) break
  }
  return { calls: [...found.values()].slice(0, limit), total: Number.isFinite(total) ? total : found.size }
})

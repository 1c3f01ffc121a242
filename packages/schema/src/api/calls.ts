/**
 * The endpoints of calls and their attempts.
 *
 * @since 0.1.0
 */
import { AttemptsPage } from "../AttemptsPage.ts"
import { AttemptsQuery } from "../AttemptsQuery.ts"
import { CallEnvelope } from "../Call.ts"
import { CallCreate } from "../CallCreate.ts"
import { CallSearch, CallSearchResult } from "../CallSearch.ts"
import * as Endpoint from "../Endpoint.ts"
import { CallId } from "../Ids.ts"

/**
 * Places a call, now or at a time.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const create = /*#__PURE__*/ Endpoint.make("POST", "/call", {
  summary: "Places a call, now or at a time.",
  payload: CallCreate,
  success: CallEnvelope,
  idempotent: false,
  recovery: "Search for the metadata of the call before you place it again. The list of attempts can contain an " +
    "attempt with its number and time, but a missing attempt proves nothing, since a call has none before it is dialled."
})

/**
 * Retrieves a call by its id.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const retrieve = /*#__PURE__*/ Endpoint.make("GET", "/call/:id", {
  summary: "Retrieves a call by its id.",
  params: { id: CallId },
  success: CallEnvelope,
  returnsResource: true
})

/**
 * Retrieves one page of the attempts of all calls.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const listAttempts = /*#__PURE__*/ Endpoint.make("GET", "/call", {
  summary: "Retrieves one page of the attempts of all calls.",
  query: AttemptsQuery,
  success: AttemptsPage
})

/**
 * Searches calls.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const search = /*#__PURE__*/ Endpoint.make("POST", "/call/search", {
  summary: "Searches calls.",
  payload: CallSearch,
  success: CallSearchResult,
  idempotent: true,
  provisional: true,
  // Callers search by phone number.
  redacted: ["query", "to_phone_number"]
})

/**
 * Cancels a running or scheduled call.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const cancel = /*#__PURE__*/ Endpoint.make("POST", "/call/:id/cancel", {
  summary: "Cancels a running or scheduled call.",
  params: { id: CallId },
  // The response is not publicly documented.
  success: Endpoint.Empty,
  idempotent: true
})

/**
 * Pauses a call.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const pause = /*#__PURE__*/ Endpoint.make("POST", "/call/:id/pause", {
  summary: "Pauses a call.",
  params: { id: CallId },
  success: Endpoint.Empty,
  idempotent: true,
  provisional: true
})

/**
 * Resumes a paused call.
 *
 * @category endpoints
 * @since 0.1.0
 */
export const resume = /*#__PURE__*/ Endpoint.make("POST", "/call/:id/resume", {
  summary: "Resumes a paused call.",
  params: { id: CallId },
  success: Endpoint.Empty,
  // A repeated request could undo a pause that an operator made in between.
  idempotent: false,
  provisional: true,
  recovery: "Retrieve the call and check its status before you resume it again."
})

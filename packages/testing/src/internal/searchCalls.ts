import type { Call } from "@effect-revox/schema/Call"
import type { CallSearch } from "@effect-revox/schema/CallSearch"

const includes = (values: ReadonlyArray<string>, value: string | null | undefined): boolean =>
  values.length === 0 || typeof value === "string" && values.includes(value)

const contains = (call: Call, text: string): boolean =>
  [call.to_phone_number, ...Object.values(call.metadata ?? {})].some((value) => value.includes(text))

/** Whether a call matches all filters of a search. */
export const matches = (search: CallSearch) => (call: Call): boolean =>
  includes(search.assistant_ids, call.assistant?.id) &&
  // Simulated calls have no assignee.
  search.assignee_ids.length === 0 &&
  includes(search.campaign_ids, call.campaign?.id) &&
  includes(search.directions, call.direction) &&
  includes(search.from_phone_numbers, call.from_phone_number) &&
  includes(search.outcomes, call.outcome) &&
  includes(search.results, call.last_call_attempt?.result) &&
  includes(search.statuses, call.status) &&
  includes(search.call_ids ?? [], call.id) &&
  (search.to_phone_number === undefined || call.to_phone_number === search.to_phone_number) &&
  (search.query === undefined || contains(call, search.query))

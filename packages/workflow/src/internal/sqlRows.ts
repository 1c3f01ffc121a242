import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import { type Timestamp, toDateTime } from "@effect-revox/schema/Timestamp"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"

/** What PostgreSQL keeps in no text and no JSON, if a string is of that kind. */
const cleanText = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed()

const clean = (value: unknown): unknown => {
  if (Predicate.isString(value)) return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (!Predicate.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), clean(item)]))
}

// `JSON.stringify` writes the characters in question as escapes, and few texts have any.
const suspicious = /\\u0000|\\ud[89a-f]/

/** A value as JSON that PostgreSQL takes: NUL and half characters become the replacement character. */
export const toJson = (value: unknown): string => {
  const text = JSON.stringify(value)
  return suspicious.test(text) ? JSON.stringify(clean(value)) : text
}

const first = "0001"
const last = "9999"

/** A timestamp that PostgreSQL reads; null where it is no point in time of the common calendar. */
const instant = (timestamp: Timestamp | undefined): string | null =>
  timestamp === undefined ? null : Option.match(Option.map(toDateTime(timestamp), DateTime.formatIso), {
    onNone: () => null,
    onSome: (iso) => /^\d{4}-/.test(iso) && iso.slice(0, 4) >= first && iso.slice(0, 4) <= last ? iso : null
  })

const attemptLine = (rowId: string, attempt: CallAttempt) => ({
  id: attempt.id,
  row_id: rowId,
  status: attempt.status,
  result: attempt.result,
  phone_number: attempt.phone_number,
  started_at: instant(attempt.started_at),
  answered_at: instant(attempt.answered_at),
  ended_at: instant(attempt.ended_at),
  ended_by: attempt.ended_by ?? null,
  end_reason: attempt.end_reason ?? null,
  dial_error: attempt.dial_error,
  structured_output: attempt.structured_output ?? null,
  data: attempt
})

const rowLine = (campaignId: string, row: CampaignRow.CampaignRow) => {
  const latest = Option.getOrUndefined(CampaignRow.latestAttempt(row))
  return {
    id: row.id,
    campaign_id: campaignId,
    row_index: row.row_index,
    phone_number: row.phone_number,
    input_data: row.input_data,
    call_id: row.call?.id ?? null,
    call_status: row.call?.status ?? null,
    calls_count: row.call?.calls_count ?? null,
    result: latest?.result ?? null,
    structured_output: latest?.structured_output ?? null,
    data: row
  }
}

const attemptsOf = ({ call }: CampaignRow.CampaignRow): ReadonlyArray<CallAttempt> =>
  call === undefined
    ? []
    : [...(call.last_call_attempt === null ? [] : [call.last_call_attempt]), ...call.call_attempts]

const byId = <A extends { readonly id: string }>(items: ReadonlyArray<A>): ReadonlyArray<A> =>
  // One statement may not touch a line twice, and two transactions have to take them in the same order.
  [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** A page as lines of the tables, each kind as one JSON document. */
export const linesOf = (campaignId: string, rows: ReadonlyArray<CampaignRow.CampaignRow>) => {
  const lines = byId(rows.map((row) => rowLine(campaignId, row)))
  const attempts = byId(rows.flatMap((row) => attemptsOf(row).map((attempt) => attemptLine(row.id, attempt))))
  return { rows: toJson(lines), attempts: toJson(attempts) }
}

import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import { type Timestamp, toDateTime } from "@effect-revox/schema/Timestamp"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"

/** Replaces characters that PostgreSQL rejects in text and JSON: NUL and lone surrogates. */
const cleanText = (text: string): string => text.replaceAll("\u0000", "\ufffd").toWellFormed()

const clean = (value: unknown): unknown => {
  if (Predicate.isString(value)) return cleanText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (!Predicate.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), clean(item)]))
}

// `JSON.stringify` escapes these characters. Most texts have none, so that only few are cleaned.
const invalidTextEscapes = /\\u0000|\\ud[89a-f]/

/** Encodes a value as JSON for PostgreSQL. NUL and lone surrogates become the replacement character. */
export const toJson = (value: unknown): string => {
  const text = JSON.stringify(value)
  return invalidTextEscapes.test(text) ? JSON.stringify(clean(value)) : text
}

const minYear = "0001"
const maxYear = "9999"

/** Formats a timestamp for PostgreSQL. Returns null if it is invalid or its year is not between 1 and 9999. */
const instant = (timestamp: Timestamp | undefined): string | null =>
  timestamp === undefined ? null : Option.match(Option.map(toDateTime(timestamp), DateTime.formatIso), {
    onNone: () => null,
    onSome: (iso) => /^\d{4}-/.test(iso) && iso.slice(0, 4) >= minYear && iso.slice(0, 4) <= maxYear ? iso : null
  })

const attemptRow = (rowId: string, attempt: CallAttempt) => ({
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

const campaignRow = (campaignId: string, row: CampaignRow.CampaignRow) => {
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
  // A statement must not upsert a row twice, and transactions must lock rows in the same order to avoid deadlocks.
  [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** Encodes a page as table rows, with one JSON document per table. */
export const toTableRows = (campaignId: string, rows: ReadonlyArray<CampaignRow.CampaignRow>) => {
  const tableRows = byId(rows.map((row) => campaignRow(campaignId, row)))
  const attempts = byId(rows.flatMap((row) => attemptsOf(row).map((attempt) => attemptRow(row.id, attempt))))
  return { rows: toJson(tableRows), attempts: toJson(attempts) }
}

import type * as Ids from "@effect-revox/schema/Ids"
import type * as Timestamp from "@effect-revox/schema/Timestamp"
import * as Brand from "effect/Brand"

/** Constructors without a check: rows are made by the million, from ids and times that are right by construction. */
export const campaignId = Brand.nominal<Ids.CampaignId>()
export const rowId = Brand.nominal<Ids.RowId>()
export const callId = Brand.nominal<Ids.CallId>()
export const attemptId = Brand.nominal<Ids.CallAttemptId>()
export const assistantId = Brand.nominal<Ids.AssistantId>()
export const organizationId = Brand.nominal<Ids.OrganizationId>()

const isoOf = Brand.nominal<Timestamp.Iso>()

/** Milliseconds since 1970 as an ISO-8601 string. `null` for a moment that never comes. */
export const iso = (epochMillis: number): Timestamp.Iso | null =>
  epochMillis === Infinity ? null : isoOf(new Date(epochMillis).toISOString())

import type * as Ids from "@effect-revox/schema/Ids"
import * as OpenEnum from "@effect-revox/schema/OpenEnum"
import type * as Timestamp from "@effect-revox/schema/Timestamp"
import * as Brand from "effect/Brand"
import * as Schema from "effect/Schema"

/** Constructors without checks, for performance. The simulator only creates valid ids and times. */
export const campaignId = Brand.nominal<Ids.CampaignId>()
export const rowId = Brand.nominal<Ids.RowId>()
export const callId = Brand.nominal<Ids.CallId>()
export const attemptId = Brand.nominal<Ids.CallAttemptId>()
export const assistantId = Brand.nominal<Ids.AssistantId>()
export const organizationId = Brand.nominal<Ids.OrganizationId>()
export const userId = Brand.nominal<Ids.UserId>()
export const voiceId = Brand.nominal<Ids.VoiceId>()

const isoOf = Brand.nominal<Timestamp.Iso>()

const day = 86_400_000
const pad = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, "0"))
const two = (value: number): string => pad[value]?.slice(1) ?? ""

let latestDay = -1
let latestDate = ""

/**
 * Formats milliseconds since 1970 like `Date.prototype.toISOString`, or returns `null` for `Infinity`. A million rows
 * have eight million timestamps on a few days, so the date of the latest day is cached.
 */
export const iso = (epochMillis: number): Timestamp.Iso | null => {
  if (epochMillis === Infinity) {
    return null
  }
  const millis = Math.floor(epochMillis)
  const dayNumber = Math.floor(millis / day)
  if (dayNumber !== latestDay) {
    latestDate = new Date(millis).toISOString().slice(0, 11)
    latestDay = dayNumber
  }
  const rest = millis - dayNumber * day
  const seconds = Math.floor(rest / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return isoOf(
    `${latestDate}${two(hours)}:${two(minutes % 60)}:${two(seconds % 60)}.${pad[rest % 1000] ?? ""}Z`
  )
}

/** Creates a literal that the schemas do not list. */
export const unrecognized = Schema.decodeSync(OpenEnum.Unrecognized)

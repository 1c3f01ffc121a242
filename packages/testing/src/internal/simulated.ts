import type { Assistant } from "@effect-revox/schema/Assistant"
import type { CallRetryConfig } from "@effect-revox/schema/CallRetryConfig"
import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import type * as Ids from "@effect-revox/schema/Ids"
import type { RowStats } from "@effect-revox/schema/RowStats"
import * as Assistants from "./assistant.ts"
import * as brands from "./brands.ts"
import type { Life } from "./life.ts"
import { cancelsAt, extractedAt, settlesAt, statusAt } from "./life.ts"
import * as People from "./people.ts"
import { longestCall } from "./plan.ts"
import * as Random from "./random.ts"
import type { Recordings } from "./recordings.ts"
import type { Shared } from "./row.ts"
import { idPrefixes } from "./row.ts"
import type { SimulatedTime } from "./simulatedTime.ts"

/** A campaign of the simulator. */
export interface Simulated extends Shared {
  readonly id: Ids.CampaignId
  readonly name: string
  readonly assistants: Assistants.Assistants
  /** Time at which the campaign was added, in milliseconds on the simulator's clock. */
  readonly addedAt: number
  readonly time: SimulatedTime
  /** Simulated milliseconds that have passed when the campaign is added: `Infinity` for one that has ended. */
  readonly initialOffset: number
  readonly callRetryConfig: CallRetryConfig | null
  readonly maxConcurrentCalls: number | null
  /** Milliseconds from the creation of the campaign to the time at which it was added. */
  readonly age: number
  /** Simulated time of the last change. */
  readonly settlesAt: number
}

/** The parameters of a campaign. */
export interface Parameters {
  readonly id: string
  readonly name: string
  readonly seed: number
  readonly rows: number
  readonly life: Life
  readonly createdAt: number
  readonly addedAt: number
  readonly time: SimulatedTime
  readonly initialOffset: number
  readonly age: number
  readonly recordings: Recordings
  /** The fields of the request that created the campaign. Default: generated from the seed. */
  readonly requested?: {
    readonly assistantId: string
    readonly contacts: ReadonlyArray<CampaignContact>
    readonly fromPhoneNumber: string | null
    readonly callRetryConfig: CallRetryConfig | null
    readonly maxConcurrentCalls: number | null
  } | undefined
}

/** The fields that no request defined, generated from the seed. */
const generated = (seed: number, rows: number, assistant: Assistant) => ({
  callRetryConfig: Random.hash(seed, 2, 9) % 2 === 0 ? null : assistant.call_retry_config,
  // More than the number of concurrent calls ever reaches, since rows are spread over the duration.
  maxConcurrentCalls: Random.hash(seed, 4, 9) % 4 === 0 ? null : Math.max(5, Math.ceil(rows / 2)),
  fromPhoneNumber: Random.hash(seed, 1, 9) % 3 === 0 ? null : "+33184801234"
})

export const make = (parameters: Parameters): Simulated => {
  const { life, requested, rows, seed } = parameters
  const assistants = Assistants.make(seed, parameters.createdAt, life.extraction !== null, requested?.assistantId)
  const id = brands.campaignId(parameters.id)
  const people = requested?.contacts.map(People.fromContact) ?? []
  return {
    ...parameters,
    ...(requested ?? generated(seed, rows, assistants.campaign)),
    id,
    ordersAtCreation: requested !== undefined,
    selected: undefined,
    person: (index) => people[index] ?? People.at(seed, index),
    prefixes: idPrefixes(parameters.seed),
    reference: { id, name: parameters.name },
    assistants,
    assistant: assistants.rows,
    settlesAt: settlesAt(life, longestCall(life.duration))
  }
}

/** Converts a reading of the simulator's clock to simulated milliseconds since the campaign was added. */
export const nowOf = (self: Simulated, clock: number): number =>
  Math.min(self.settlesAt, self.initialOffset + self.time.between(self.addedAt, clock))

/** Returns the campaign with another assistant, or with a changed one. */
export const withAssistant = (self: Simulated, assistant: Assistant): Simulated => {
  const assistants = Assistants.viewsOf(assistant)
  return { ...self, assistants, assistant: assistants.rows }
}

/** Returns the campaign with another life cycle. */
export const withLife = (self: Simulated, life: Life): Simulated => ({
  ...self,
  life,
  settlesAt: settlesAt(life, longestCall(life.duration))
})

/** Returns the campaign at a time, as in the response of `GET /campaigns/{id}`. */
export const campaignAt = (self: Simulated, now: number, rowStats: RowStats): Campaign => {
  const { life } = self
  const extraction = extractedAt(life, now)
  return {
    id: self.id,
    assistant_id: self.assistants.campaign.id,
    created_at: brands.iso(self.createdAt - self.age),
    is_cancelled: now >= cancelsAt(life),
    name: self.name,
    organization_id: self.assistants.campaign.organization_id,
    status: statusAt(life, now),
    updated_at: brands.iso(self.createdAt + now),
    assistant: self.assistants.campaign,
    call_retry_config: self.callRetryConfig,
    from_phone_number: self.fromPhoneNumber,
    max_concurrent_calls: self.maxConcurrentCalls,
    row_stats: rowStats,
    scheduled_at: brands.iso(self.createdAt + life.draft),
    structured_output_extraction: life.extraction === null
      ? Random.hash(self.seed, 3, 9) % 2 === 0 ? null : "none"
      : extraction < 0
      ? "none"
      : extraction < 1
      ? "running"
      : "completed"
  }
}

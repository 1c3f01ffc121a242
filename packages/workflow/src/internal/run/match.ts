import type { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Campaign } from "@effect-revox/schema/Campaign"
import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import type { RowsError } from "@effect-revox/streams/RowsError"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { campaignName, type RunJob } from "../../RunJob.ts"

/** Whether two lists have the same elements, each the same number of times. */
export const sameMultiset = (left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean => {
  if (left.length !== right.length) return false
  const counts = new Map<string, number>()
  for (const value of left) counts.set(value, (counts.get(value) ?? 0) + 1)
  return right.every((value) => {
    const count = counts.get(value) ?? 0
    counts.set(value, count - 1)
    return count > 0
  })
}

/** The phone numbers of all rows of a campaign. */
const phoneNumbers = (campaignId: string, { export: { firstPage } }: RunJob) =>
  CampaignRows.stream(campaignId, { firstPage, pageSize: 500 }).pipe(
    Stream.map((row) => row.phone_number),
    Stream.runCollect
  )

/**
 * Returns what distinguishes a campaign from that of a run. An empty list means that the campaign belongs to the run.
 */
export const differences = Effect.fnUntraced(function*(
  job: RunJob,
  contacts: ReadonlyArray<CampaignContact>,
  campaign: Campaign
): Effect.fn.Return<ReadonlyArray<string>, RevoxError | RowsError, Campaigns> {
  const found: Array<string> = []
  if (campaign.name !== campaignName(job)) found.push("name")
  if (campaign.assistant_id !== job.campaign.assistant_id) found.push("assistant_id")
  const numbers = yield* phoneNumbers(campaign.id, job)
  if (!sameMultiset(numbers, contacts.map((contact) => contact.to_phone_number))) found.push("phone numbers")
  return found
})

/** Whether a campaign in a list may belong to a run. */
export const isCandidate = (job: RunJob, campaign: Campaign): boolean => campaign.name === campaignName(job)

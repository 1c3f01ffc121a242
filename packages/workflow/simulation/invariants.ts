import type { Campaign, CampaignContact } from "@effect-revox/schema"
import { type ExportRecord, RunJob, type RunRecord } from "@effect-revox/workflow"
import { Effect, Option } from "effect"
import type { World } from "./world.ts"

/** Result of a simulation. */
export interface Finding {
  readonly status: string
  readonly kills: number
  readonly problems: ReadonlyArray<string>
}

const sorted = (values: ReadonlyArray<string>): string => [...values].sort().join(",")

const mayCall = ({ is_cancelled, status }: Campaign.Campaign): boolean =>
  !is_cancelled && (status === "running" || status === "paused")

/** Checks that no contact is called twice, and that a complete run has called and exported each contact once. */
export const runInvariants = Effect.fnUntraced(function*(world: World, options: {
  readonly id: string
  readonly contacts: ReadonlyArray<CampaignContact.CampaignContact>
  readonly kills: number
  readonly sentAgain: number
  readonly isStuck: boolean
}): Effect.fn.Return<Finding> {
  const { contacts, id, isStuck, kills, sentAgain } = options
  const problems: Array<string> = []
  const check = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem)
  }
  const run: RunRecord.RunRecord | undefined = Option.getOrUndefined(yield* Effect.orDie(world.storage.runs.get(id)))
  const campaigns = yield* world.simulator.campaigns
  const creates = world.handled.get("campaigns.create") ?? 0
  const launches = world.handled.get("campaigns.launch") ?? 0
  // A run that was resumed after a launch mismatch waits until someone launches its draft.
  const waitsForLaunch = run?.status === "exporting" && campaigns.some(({ status }) => status === "draft")
  check(!isStuck || waitsForLaunch, "the run is stuck")
  check(run !== undefined, "the run is lost")
  check(creates <= 1, `the server created ${creates} campaigns`)
  check(launches <= 1 + sentAgain, `the server launched ${launches} times`)
  const own = run === undefined ? [] : campaigns.filter(({ name }) => name === RunJob.campaignName(run.job))
  check(own.length === campaigns.length, "a campaign has another name")
  for (const campaign of campaigns) {
    const rows = yield* Effect.orDie(world.simulator.rows(campaign.id, 0, 1000))
    check(
      sorted(rows.map((row) => row.phone_number)) === sorted(contacts.map((contact) => contact.to_phone_number)),
      "the rows of the campaign are not the contacts"
    )
  }
  if (run?.status === "complete") {
    const [campaign] = campaigns
    check(
      campaigns.length === 1 && campaign?.id === run.campaignId,
      "a complete run does not have exactly one campaign"
    )
    const expected = campaign === undefined ? [] : yield* world.simulator.expectedRows(campaign.id)
    const visible = world.storage.shelf.visible.get(run.campaignId ?? "") ?? []
    check(sorted(visible) === sorted(expected), `${visible.length} rows were exported instead of ${expected.length}`)
    check(run.summary?.rows === contacts.length, "the summary has another number of rows")
  }
  if (run?.status === "cancelled" && !run.isAdopted) {
    check(!campaigns.some(mayCall), "the campaign of a cancelled run may still call")
    check(!campaigns.some(({ is_cancelled, status }) => status === "draft" && !is_cancelled), "a draft was left behind")
  }
  if (run?.status === "failed" && run.campaignId === null && run.creation.state === "none") {
    check(campaigns.length === 0, "a run that states that nothing was created has a campaign")
  }
  const error = run?.error === null || run?.error === undefined ? "" : ` (${run.failure?.error})`
  return { status: `${run?.status ?? "lost"}${error}`, kills, problems }
})

/** Checks that an export publishes each row once, or nothing. */
export const exportInvariants = Effect.fnUntraced(function*(world: World, options: {
  readonly campaignId: string
  readonly record: ExportRecord.ExportRecord | undefined
  readonly kills: number
  readonly isStuck: boolean
}): Effect.fn.Return<Finding> {
  const { campaignId, isStuck, kills, record } = options
  const problems: Array<string> = []
  const check = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem)
  }
  const expected = yield* world.simulator.expectedRows(campaignId)
  const visible = world.storage.shelf.visible.get(campaignId)
  check(!isStuck, "the export is stuck")
  check(record !== undefined, "the export is lost")
  if (record?.status === "complete") {
    check(sorted(visible ?? []) === sorted(expected), `${visible?.length} rows instead of ${expected.length}`)
    check(record.rows === expected.length, `the record has ${record.rows} rows instead of ${expected.length}`)
  } else if (record?.status === "cancelled") {
    check(!world.storage.shelf.hidden.has(record.id), "a cancelled export left rows behind")
  }
  return { status: record?.status ?? "lost", kills, problems }
})

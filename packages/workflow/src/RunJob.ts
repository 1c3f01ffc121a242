/**
 * Job of a campaign run, as plain JSON: the campaign to create, how to launch it, and how to wait for it and export it.
 *
 * @since 0.1.0
 */
import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import type { CampaignLaunch } from "@effect-revox/schema/CampaignLaunch"
import { LaunchMode } from "@effect-revox/schema/CampaignLaunch"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import { ExportJob } from "./ExportJob.ts"

const maxKeyLength = 100

/** A key becomes a part of the name of the campaign, so it must be visible and short. */
const Key = Schema.String.check(
  Schema.makeFilter(
    (key) =>
      key.trim() === key && key !== "" && key.length <= maxKeyLength && key.isWellFormed() && !/\p{C}/u.test(key),
    { expected: `1 to ${maxKeyLength} visible characters without surrounding spaces` }
  )
)

const SettleTime = Schema.DurationFromMillis.check(
  Schema.makeFilter((time) => Duration.isFinite(time) && Duration.toMillis(time) >= 1, {
    expected: "a finite duration of 1 millisecond or more"
  })
)

/**
 * Campaign that a run creates: the request body of `POST /campaigns` without its contacts and `launch`, which the run
 * has separately.
 *
 * @category models
 * @since 0.1.0
 */
export class RunCampaign extends Schema.Opaque<RunCampaign>()(
  Schema.Struct(Struct.omit(CampaignCreate.fields, ["contacts", "launch"])).annotate({
    identifier: "RunCampaign",
    description: "Campaign that a run creates, without its contacts."
  })
) {}

/**
 * Export of the rows of a run: an `ExportJob` without the id of the campaign, which is unknown until it is created.
 *
 * @category models
 * @since 0.1.0
 */
export class RunExport extends Schema.Opaque<RunExport>()(
  Schema.Struct(Struct.omit(ExportJob.fields, ["campaignId", "generation"])).annotate({
    identifier: "RunExport",
    description: "Export of the rows of a run: destination, filter, completion condition and limits."
  })
) {}

/**
 * Schema of how a run launches its campaign.
 *
 * - `create`: the request that creates the campaign also launches it
 * - `draft`: creates a draft, and launches it with a second request
 * - `manual`: creates a draft, and waits until someone launches it
 *
 * **Details**
 *
 * With `draft`, a create request whose outcome is unknown cannot have called anyone, provided that the server respects
 * `launch: false`.
 *
 * @category models
 * @since 0.1.0
 */
export const RunLaunch = Schema.Literals(["create", "draft", "manual"])
/**
 * How a run launches its campaign.
 *
 * @category models
 * @since 0.1.0
 */
export type RunLaunch = typeof RunLaunch.Type

/**
 * Job of a campaign run. `launchMode`, `createSettleTime` and most fields of `export` have defaults.
 *
 * @category models
 * @since 0.1.0
 */
export class RunJob extends Schema.Opaque<RunJob>()(
  Schema.Struct({
    key: Key.annotateKey({
      description: "Key of the run, at most 100 characters. The same key is the same run, forever."
    }),
    campaign: RunCampaign.annotateKey({ description: "Campaign to create, without its contacts." }),
    launch: RunLaunch.annotateKey({
      description: "How the campaign is launched: by the `create` request, from a `draft`, or in a `manual` way."
    }),
    launchMode: LaunchMode.pipe(
      Schema.withConstructorDefault(Effect.succeed<LaunchMode>("ai_first"))
    ).annotateKey({ description: "Speaker in the calls when a draft is launched. Default: `ai_first`." }),
    createSettleTime: SettleTime.pipe(
      Schema.withConstructorDefault(Effect.succeed(Duration.minutes(15)))
    ).annotateKey({
      description: "Time to poll for the effect of a request whose outcome is unknown. It must be longer than the " +
        "server may take to process a request. Default: 15 minutes."
    }),
    allowDuplicates: Schema.Boolean.pipe(Schema.withConstructorDefault(Effect.succeed(false))).annotateKey({
      description: "Whether several contacts may have the same phone number, which is called once for each. " +
        "Default: false."
    }),
    allowMissingVariables: Schema.Boolean.pipe(Schema.withConstructorDefault(Effect.succeed(false))).annotateKey({
      description: "Whether a contact may lack prompt variables that other contacts have. Default: false."
    }),
    export: RunExport.annotateKey({ description: "Export of the rows." })
  }).annotate({ identifier: "RunJob", description: "Job of a campaign run." })
) {}

/**
 * Returns the name of the campaign that a run creates. It contains the key of the run, so that the run can find its
 * campaign in a list.
 *
 * @category getters
 * @since 0.1.0
 */
export const campaignName = (
  { campaign, key }: { readonly campaign: { readonly name: string }; readonly key: string }
): string => `${campaign.name} [${key}]`

/**
 * Returns the request body that creates the campaign of a run.
 *
 * @category getters
 * @since 0.1.0
 */
export const createRequest = (job: RunJob, contacts: CampaignCreate["contacts"]): CampaignCreate => ({
  ...job.launch === "draft" ? Struct.omit(job.campaign, ["scheduled_at"]) : job.campaign,
  name: campaignName(job),
  contacts,
  launch: job.launch === "create"
})

/**
 * Returns the request body that launches the draft of a run: all of its rows.
 *
 * @category getters
 * @since 0.1.0
 */
export const launchRequest = ({ campaign: { scheduled_at }, launchMode }: RunJob): CampaignLaunch => ({
  mode: launchMode,
  selection: { filters: {}, rows: { call_ids: [], mode: "all" } },
  ...(scheduled_at === undefined ? {} : { scheduled_at })
})

import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as Options from "@effect-revox/schema/Options"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { createRequest, type RunExport, RunJob } from "../../RunJob.ts"
import { toJobFields, validateRunRequest } from "../options.ts"

/** The export of a run before its defaults are set. */
export interface ExportRequest
  extends Omit<(typeof RunExport)["~type.make.in"], "baseUrl" | "timeout" | "stallTimeout" | "maxPollInterval">
{
  /** Base URL of the service. Default: that of the options of `CampaignRuns`, or none. */
  readonly baseUrl?: string | undefined
  /** Maximum time to wait for the campaign. Default: unlimited. */
  readonly timeout?: Duration.Input | undefined
  /** Maximum time without changes in the `row_stats` of a running campaign. Default: unlimited. */
  readonly stallTimeout?: Duration.Input | undefined
  /** Maximum pause between two polls of the campaign, 1 ms or more. Default: 5 minutes. */
  readonly maxPollInterval?: Duration.Input | undefined
}

/** A job before its defaults are set. */
export interface JobRequest extends Omit<(typeof RunJob)["~type.make.in"], "createSettleTime" | "export"> {
  /** Time to poll for the effect of a request whose outcome is unknown. Default: 15 minutes. */
  readonly createSettleTime?: Duration.Input | undefined
  /** Export of the rows. */
  readonly export: ExportRequest
}

/** A misspelled name must fail: a campaign without its `scheduled_at` would call its contacts at once. */
const strict = { parseOptions: { onExcessProperty: "error" } } as const

/** Creates the job of a request, and names the option that is invalid. */
export const toJob = Effect.fnUntraced(function*(
  request: JobRequest & { readonly contacts?: unknown }
): Effect.fn.Return<RunJob, Options.InvalidOptionError> {
  const valid = yield* validateRunRequest(request)
  const { contacts: _contacts, createSettleTime: _time, export: exportRequest, ...rest } = request
  const { baseUrl: _baseUrl, maxPollInterval: _pause, stallTimeout: _stall, timeout: _timeout, ...exportRest } =
    exportRequest
  const given = {
    ...rest,
    ...(valid.createSettleTime === undefined ? {} : { createSettleTime: valid.createSettleTime }),
    export: { ...exportRest, ...toJobFields(valid.export) }
  }
  return yield* Effect.mapError(RunJob.makeEffect(given), (issue) => Options.fromIssue(issue, given))
})

/** Checks the body of the create request, before anything is stored. */
export const validate = Effect.fnUntraced(function*(
  job: RunJob,
  contacts: ReadonlyArray<CampaignContact>
): Effect.fn.Return<void, Options.InvalidOptionError> {
  const body = createRequest(job, contacts)
  yield* Effect.mapError(CampaignCreate.makeEffect(body, strict), (issue) => Options.fromIssue(issue, body))
})

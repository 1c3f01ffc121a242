import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as Options from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Struct from "effect/Struct"
import { createRequest, RunExport, RunJob } from "../../RunJob.ts"
import { validateRun } from "../options.ts"

/** The durations of an export, in all forms that `Duration.fromInput` accepts. */
export interface ExportRequest
  extends Omit<(typeof RunExport)["~type.make.in"], "timeout" | "stallTimeout" | "maxPollInterval">
{
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

// An infinite limit is no limit.
const isLimit = (input: Duration.Duration | undefined): input is Duration.Duration =>
  input !== undefined && Duration.isFinite(input)

/** A misspelled name must fail: a campaign without its `scheduled_at` would call its contacts at once. */
const strict = { parseOptions: { onExcessProperty: "error" } } as const

/** Creates the job of a request, and names the option that is invalid. */
export const toJob = Effect.fnUntraced(function*(
  request: JobRequest
): Effect.fn.Return<RunJob, Options.InvalidOptionError> {
  const valid = yield* validateRun(request)
  const { baseUrl, maxPollInterval, stallTimeout, timeout } = valid.export
  const exportRest = Struct.omit(request.export, ["baseUrl", "maxPollInterval", "stallTimeout", "timeout"])
  const given = {
    ...Struct.pick(request, ["allowDuplicates", "allowMissingVariables", "campaign", "key", "launch", "launchMode"]),
    ...(valid.createSettleTime === undefined ? {} : { createSettleTime: valid.createSettleTime }),
    export: yield* RunExport.makeEffect({
      ...exportRest,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(maxPollInterval === undefined ? {} : { maxPollInterval }),
      ...(isLimit(stallTimeout) ? { stallTimeout } : {}),
      ...(isLimit(timeout) ? { timeout } : {})
    }).pipe(Effect.mapError((issue) => Options.fromIssue(issue, exportRest)))
  }
  return yield* RunJob.makeEffect(given, strict).pipe(Effect.mapError((issue) => Options.fromIssue(issue, given)))
})

/** Checks the body of the create request, before anything is stored. */
export const validate = Effect.fnUntraced(function*(
  job: RunJob,
  contacts: ReadonlyArray<CampaignContact>
): Effect.fn.Return<void, Options.InvalidOptionError> {
  const body = createRequest(job, contacts)
  yield* CampaignCreate.makeEffect(body, strict).pipe(Effect.mapError((issue) => Options.fromIssue(issue, body)))
})

import type { CampaignContact } from "@effect-revox/schema/CampaignContact"
import { CampaignCreate } from "@effect-revox/schema/CampaignCreate"
import * as Options from "@effect-revox/schema/Options"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { createRequest, RunExport, RunJob } from "../../RunJob.ts"

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

const exportDurations = Options.validator(Schema.Struct({
  maxPollInterval: Schema.optional(Options.FiniteTime),
  stallTimeout: Schema.optional(Options.Time),
  timeout: Schema.optional(Options.Time)
}))

const settleTime = Options.validator(Schema.Struct({ createSettleTime: Schema.optional(Options.FiniteTime) }))

// An infinite limit is no limit.
const isLimit = (input: Duration.Duration | undefined): input is Duration.Duration =>
  input !== undefined && Duration.isFinite(input)

/** Creates the job of a request, and names the option that is invalid. */
export const toJob = Effect.fnUntraced(function*(
  request: JobRequest
): Effect.fn.Return<RunJob, Options.InvalidOptionError> {
  const { createSettleTime, export: exportRequest, ...rest } = request
  const { maxPollInterval, stallTimeout, timeout, ...exportRest } = exportRequest
  const durations = yield* exportDurations({ maxPollInterval, stallTimeout, timeout })
  const settle = yield* settleTime({ createSettleTime })
  const given = {
    ...rest,
    ...(settle.createSettleTime === undefined ? {} : { createSettleTime: settle.createSettleTime }),
    export: yield* RunExport.makeEffect({
      ...exportRest,
      ...(durations.maxPollInterval === undefined ? {} : { maxPollInterval: durations.maxPollInterval }),
      ...(isLimit(durations.stallTimeout) ? { stallTimeout: durations.stallTimeout } : {}),
      ...(isLimit(durations.timeout) ? { timeout: durations.timeout } : {})
    }).pipe(Effect.mapError((issue) => Options.fromIssue(issue, exportRest)))
  }
  return yield* RunJob.makeEffect(given).pipe(Effect.mapError((issue) => Options.fromIssue(issue, given)))
})

/** Checks the body of the create request, before anything is stored. */
export const validate = Effect.fnUntraced(function*(
  job: RunJob,
  contacts: ReadonlyArray<CampaignContact>
): Effect.fn.Return<void, Options.InvalidOptionError> {
  const body = createRequest(job, contacts)
  yield* CampaignCreate.makeEffect(body).pipe(Effect.mapError((issue) => Options.fromIssue(issue, body)))
})

import { Campaigns } from "@effect-revox/client/Campaigns"
import { CampaignExports, ExportJob } from "@effect-revox/workflow"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ExitCode } from "../../ExitCode.ts"
import { baseUrlOf } from "../connected.ts"
import { CommandFailure } from "../failure.ts"
import { root } from "../root.ts"

/** The default of the client, which the identity of an export contains like any other base URL. */
const defaultBaseUrl = "https://www.getrevox.com/api"

/** The base URL of this command. */
export const baseUrl = Effect.gen(function*() {
  const { url } = yield* baseUrlOf((yield* root).baseUrl)
  return url ?? defaultBaseUrl
})

type Exports = CampaignExports.CampaignExports["Service"]

/** The latest export that differs at most in its organization. */
const findAlike = Effect.fnUntraced(function*(exports: Exports, request: CampaignExports.ExportRequest) {
  const { organizationId: _, ...job } = yield* CampaignExports.job(request)
  const key = ExportJob.deduplicationKey(job)
  const records = yield* exports.list({ campaignId: job.campaignId, limit: 10_000 })
  return records.find(({ job: { organizationId: _, ...other } }) => ExportJob.deduplicationKey(other) === key)
})

/**
 * Adds the organization of the campaign to a request, since another organization of the service may have a campaign with
 * the same id. Without an API key, or while the API is unavailable, the organization is that of an earlier export, so
 * that the same command resumes it. Without one, the export is of any organization.
 */
export const withOrganization = Effect.fnUntraced(function*<E, R>(
  exports: Exports,
  request: CampaignExports.ExportRequest,
  campaigns: Effect.Effect<Context.Context<Campaigns>, E | CommandFailure, R>
) {
  const services = yield* campaigns.pipe(
    Effect.asSome,
    // A command that leaves the work to another process needs no API key.
    Effect.catchIf(
      (error) => error instanceof CommandFailure && error.exitCode === ExitCode.authentication,
      () => Effect.succeedNone
    )
  )
  const campaign = yield* Option.match(services, {
    onNone: () => Effect.succeedNone,
    onSome: (context) =>
      Campaigns.use((campaigns) => campaigns.retrieve(request.campaignId)).pipe(
        Effect.provide(context),
        Effect.asSome,
        Effect.catchIf((error) => error.isRetryable, () => Effect.succeedNone)
      )
  })
  const organizationId = Option.isSome(campaign)
    ? campaign.value.organization_id
    : (yield* findAlike(exports, request))?.job.organizationId
  return organizationId === undefined ? request : { ...request, organizationId }
})

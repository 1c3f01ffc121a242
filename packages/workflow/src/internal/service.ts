import { Campaigns } from "@effect-revox/client/Campaigns"
import type { RevoxError } from "@effect-revox/client/RevoxError"
import type { Campaign } from "@effect-revox/schema/Campaign"
import * as Effect from "effect/Effect"
import type { ExportTask } from "../Destination.ts"
import { ExportStore } from "../ExportStore.ts"
import type { FailureSummary } from "../ExportRecord.ts"
import { retryUntilStored, RunnerContext, untilCancelling } from "./runnerContext.ts"

const otherService = (message: string): FailureSummary => ({ error: "OtherServiceError", message })

const otherBaseUrl = ({ job: { baseUrl } }: ExportTask, own: string): FailureSummary =>
  otherService(
    `the export was started with the base URL ${baseUrl}, and this process uses ${own}: it continues in a process that ` +
      `uses ${baseUrl}`
  )

const otherOrganization = ({ job: { organizationId } }: ExportTask, found: string): FailureSummary =>
  otherService(
    `the export is of the organization ${organizationId}, and the API key of this process belongs to ${found}: it ` +
      `continues in a process with a key of ${organizationId}`
  )

/** Waits until another process runs the export, which ends this one, or until the export is cancelled. */
const suspend = Effect.fnUntraced(function*({ id }: ExportTask, failure: FailureSummary) {
  yield* Effect.logWarning("An export is waiting for another process", id, failure.message)
  yield* retryUntilStored(ExportStore.use((store) => store.recordFailure(id, failure)))
  yield* untilCancelling(id)
  return false
})

/**
 * Returns whether the campaign is that of the export. If it is of another organization, this waits for another process,
 * and returns `false` when the export is cancelled.
 */
export const isSameOrganization = Effect.fnUntraced(function*(task: ExportTask, campaign: Campaign) {
  const { verified } = yield* RunnerContext
  const { organizationId } = task.job
  if (organizationId !== undefined && campaign.organization_id !== organizationId) {
    return yield* suspend(task, otherOrganization(task, campaign.organization_id))
  }
  verified.add(task.id)
  return true
})

/** Returns whether the client of this runner uses the base URL of the export. */
export const hasSameBaseUrl = ({ job }: ExportTask) =>
  RunnerContext.useSync(({ baseUrl }) => baseUrl === undefined || job.baseUrl === undefined || job.baseUrl === baseUrl)

/**
 * Returns whether the client of this runner uses the base URL of the export. If not, this waits for another process, and
 * returns `false` when the export is cancelled. Failing the export would delete what it has written.
 */
export const isSameBaseUrl = Effect.fnUntraced(function*(task: ExportTask) {
  const { baseUrl } = yield* RunnerContext
  return baseUrl === undefined || (yield* hasSameBaseUrl(task)) || (yield* suspend(task, otherBaseUrl(task, baseUrl)))
})

/** Returns whether the client of this runner uses the service and the organization of the export. */
export const isServed = Effect.fnUntraced(function*(
  task: ExportTask
): Effect.fn.Return<boolean, RevoxError, Campaigns | ExportStore | RunnerContext> {
  const { verified } = yield* RunnerContext
  if (!(yield* isSameBaseUrl(task))) return false
  // Each process verifies an export once.
  if (task.job.organizationId === undefined || verified.has(task.id)) return true
  return yield* isSameOrganization(task, yield* Campaigns.use((campaigns) => campaigns.retrieve(task.job.campaignId)))
})

import type { CampaignRunError } from "../../CampaignRunError.ts"
import type { FailureSummary } from "../../ExportRecord.ts"
import * as RunRecord from "../../RunRecord.ts"

type Run = RunRecord.RunRecord

/** A change of a run: `undefined` when the run is in a state that does not allow it. */
export type Change = (run: Run) => Run | undefined

const touched = (run: Run, now: number, changes: Partial<Run>): Run => ({ ...run, ...changes, updatedAt: now })

/** Whether an execution of a generation still owns the run. */
export const isCurrent = (run: Run, generation: number): boolean =>
  run.generation === generation && !RunRecord.isTerminal(run)

/** The changes of a step that made progress. */
const progressed = { pollCount: 0, failures: 0, failure: null }

/** Stores the intent to send the create request. No run that is paused or cancelled may send it. */
export const intendCreate = (generation: number, now: number): Change => (run) =>
  isCurrent(run, generation) && run.creation.state === "none" && !run.isCancelling && !run.isPaused
    ? touched(run, now, {
      ...progressed,
      status: "creating",
      creation: { state: "intended", intents: run.creation.intents + 1, at: now }
    })
    : undefined

/** Stores that the intended create request certainly had no effect. */
export const revokeCreate = (intents: number, now: number): Change => (run) =>
  run.creation.state === "intended" && run.creation.intents === intents
    ? touched(run, now, { creation: { ...run.creation, state: "none" } })
    : undefined

/** Stores the campaign of the run. A response that arrives after the run was taken over is stored too. */
export const created = (campaignId: string, isAdopted: boolean, now: number): Change => (run) =>
  run.campaignId === null
    ? touched(run, now, {
      ...progressed,
      campaignId,
      isAdopted,
      creation: { ...run.creation, state: "done" }
    })
    // The run adopted the campaign before the response of the create request arrived.
    : run.campaignId === campaignId && run.isAdopted && !isAdopted
    ? touched(run, now, { isAdopted })
    : undefined

/** Stores the id of a response that could not be decoded. */
export const candidate = (candidateId: string, now: number): Change => (run) => touched(run, now, { candidateId })

/** Stores the intent to send the launch request. */
export const intendLaunch = (generation: number, now: number): Change => (run) =>
  isCurrent(run, generation) && run.launch.state === "none" && !run.isCancelling && !run.isPaused
    ? touched(run, now, {
      ...progressed,
      status: "launching",
      launch: { state: "intended", intents: run.launch.intents + 1, at: now }
    })
    : undefined

/** Stores that the intended launch request certainly had no effect. */
export const revokeLaunch = (intents: number, now: number): Change => (run) =>
  run.launch.state === "intended" && run.launch.intents === intents
    ? touched(run, now, { launch: { ...run.launch, state: "none" } })
    : undefined

/** Stores that the campaign is launched. */
export const launched = (now: number): Change => (run) =>
  run.launch.state === "done"
    ? run
    : touched(run, now, { ...progressed, launch: { ...run.launch, state: "done" } })

/** Stores a poll for the effect of a request. */
export const polled = (generation: number, failure: FailureSummary | null, now: number): Change => (run) =>
  isCurrent(run, generation)
    ? touched(run, now, {
      status: "settling",
      pollCount: run.pollCount + 1,
      failures: failure === null ? 0 : run.failures + 1,
      failure
    })
    : undefined

/** Stores a transient failure. */
export const failedOnce = (generation: number, failure: FailureSummary, now: number): Change => (run) =>
  isCurrent(run, generation) ? touched(run, now, { failures: run.failures + 1, failure }) : undefined

/** Stores why a run is waiting, which is no failed attempt. */
export const waiting = (generation: number, failure: FailureSummary, now: number): Change => (run) =>
  isCurrent(run, generation) ? touched(run, now, { failure }) : undefined

/** Stores whether a request that pauses the campaign may be in flight. */
export const pausing = (generation: number, isPausing: boolean, now: number): Change => (run) =>
  isCurrent(run, generation) ? touched(run, now, { isPausing }) : undefined

/** Stores the export of the run. */
export const exporting = (generation: number, exportId: string, now: number): Change => (run) =>
  isCurrent(run, generation) ? touched(run, now, { ...progressed, status: "exporting", exportId }) : undefined

/** Ends the run. */
export const ended = (
  generation: number,
  status: "complete" | "failed" | "cancelled",
  detail: { readonly error?: CampaignRunError | undefined; readonly summary?: RunRecord.RunSummary | undefined },
  now: number
): Change =>
(run) => {
  const { error, summary } = detail
  return isCurrent(run, generation)
    ? touched(run, now, {
      status,
      error: error ?? null,
      failure: error === undefined ? null : { error: tagOf(error), message: error.message },
      summary: summary ?? null,
      finishedAt: now
    })
    : undefined
}

/** The most specific tag of an error. */
export const tagOf = (error: CampaignRunError): string => "reason" in error ? error.reason._tag : error._tag

/** Continues a run in a new generation, with other changes. */
export const continued = (changes: (run: Run) => Partial<Run> | undefined, now: number): Change => (run) => {
  const more = changes(run)
  return more === undefined ? undefined : touched(run, now, {
    ...progressed,
    status: "queued",
    generation: run.generation + 1,
    error: null,
    summary: null,
    finishedAt: null,
    ...more
  })
}

import * as RunRecord from "../../RunRecord.ts"
import * as Transitions from "./transitions.ts"

type Run = RunRecord.RunRecord

/** A change that a caller requests. Text is the reason why the state of the run does not allow it. */
export type Requested = (run: Run, now: number) => Run | string

const continued = (run: Run, changes: Partial<Run>, now: number): Run | string =>
  Transitions.continued(() => changes, now)(run) ?? "cannot be continued"

const final = (run: Run): string => `is ${run.status}, which is final: start a run with another key`

/** Whether a run has ended for good. A failed run can be continued. */
const isFinal = ({ status }: Run): boolean => status === "complete" || status === "cancelled"

export const cancel = (mayCancelAdopted: boolean): Requested => (run, now) => {
  if (isFinal(run)) return run
  const changes = { isCancelling: true, mayCancelAdopted: run.mayCancelAdopted || mayCancelAdopted }
  // A run that has ended, or that is paused before a request, has no execution that could be interrupted.
  const isIdle = run.status === "failed" || (run.isPaused && run.exportId === null)
  return isIdle ? continued(run, changes, now) : { ...run, ...changes, updatedAt: now }
}

export const pause: Requested = (run, now) =>
  RunRecord.isTerminal(run)
    ? `is ${run.status}, so it cannot be paused`
    : { ...run, isPaused: true, updatedAt: now }

export const resume: Requested = (run, now) => {
  if (isFinal(run)) return final(run)
  if (run.isCancelling && run.status !== "failed") return "is being cancelled, so it cannot be resumed"
  const changes = { isPaused: false, isCancelling: false, mayCancelAdopted: false }
  if (run.status !== "failed") {
    // An execution that paused before a request has ended. One that exports is still running.
    return !run.isPaused
      ? run
      : run.exportId === null
      ? continued(run, changes, now)
      : { ...run, ...changes, updatedAt: now }
  }
  return run.campaignId === null && run.creation.state === "intended"
    ? "has no known campaign, and its create request may have taken effect: adopt the campaign, or send the request again"
    : continued(run, changes, now)
}

export const adopt = (campaignId: string): Requested => (run, now) => {
  if (isFinal(run)) return final(run)
  if (run.campaignId === campaignId) return run
  if (run.campaignId !== null) return `has the campaign ${run.campaignId}, so it cannot adopt another one`
  return continued(run, {
    campaignId,
    isAdopted: true,
    isCancelling: false,
    creation: { ...run.creation, state: "done" }
  }, now)
}

export const sendAgain: Requested = (run, now) => {
  if (run.status !== "failed") {
    return isFinal(run) ? final(run) : "is still running: wait until it has stopped with an error"
  }
  if (run.campaignId === null) {
    return continued(run, { isCancelling: false, creation: { ...run.creation, state: "none" } }, now)
  }
  return run.launch.state === "intended"
    ? continued(run, { isCancelling: false, launch: { ...run.launch, state: "none" } }, now)
    : `has the campaign ${run.campaignId}, and no request whose outcome is unknown: resume it`
}

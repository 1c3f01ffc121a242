/**
 * Stored state of a campaign run: its job, its campaign, its progress and its result.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CampaignRunError } from "./CampaignRunError.ts"
import { FailureSummary } from "./ExportRecord.ts"
import { RunJob } from "./RunJob.ts"

/**
 * Schema of the status of a run.
 *
 * - `queued`: stored, and no runner has started it
 * - `creating`: creating the campaign
 * - `launching`: launching the campaign
 * - `settling`: the outcome of a request is unknown, and the run polls for its effect
 * - `exporting`: waiting for the campaign and exporting its rows, with the progress of its export
 * - `complete`: all rows are published
 * - `failed`, `cancelled`: ended
 *
 * @category models
 * @since 0.1.0
 */
export const RunStatus = Schema.Literals([
  "queued",
  "creating",
  "launching",
  "settling",
  "exporting",
  "complete",
  "failed",
  "cancelled"
])
/**
 * Status of a run.
 *
 * @category models
 * @since 0.1.0
 */
export type RunStatus = typeof RunStatus.Type

/**
 * Schema of the state of a request that must not be sent twice.
 *
 * - `none`: not sent, or certainly without effect
 * - `intended`: may be sent, and its outcome is unknown
 * - `done`: has taken effect
 *
 * @category models
 * @since 0.1.0
 */
export const RequestState = Schema.Literals(["none", "intended", "done"])
/**
 * State of a request that must not be sent twice.
 *
 * @category models
 * @since 0.1.0
 */
export type RequestState = typeof RequestState.Type

/**
 * Request that must not be sent twice. The run stores its intent before it sends the request.
 *
 * @category models
 * @since 0.1.0
 */
export class OnceRequest extends Schema.Opaque<OnceRequest>()(
  Schema.Struct({
    state: RequestState.annotateKey({ description: "State of the request." }),
    intents: Schema.Natural.annotateKey({ description: "Number of times that the run decided to send the request." }),
    at: Schema.NullOr(Schema.Finite).annotateKey({
      description: "Time of the last of these decisions, in milliseconds since the epoch; null before it."
    })
  }).annotate({ identifier: "OnceRequest", description: "Request that must not be sent twice." })
) {}

/**
 * Result of a complete run.
 *
 * @category models
 * @since 0.1.0
 */
export class RunSummary extends Schema.Opaque<RunSummary>()(
  Schema.Struct({
    campaignId: Schema.String.annotateKey({ description: "Id of the campaign." }),
    contacts: Schema.Natural.annotateKey({ description: "Number of contacts of the run." }),
    rows: Schema.Natural.annotateKey({ description: "Number of rows written." }),
    pages: Schema.Natural.annotateKey({ description: "Number of pages written." }),
    location: Schema.String.annotateKey({ description: "Readable location of the rows." })
  }).annotate({ identifier: "RunSummary", description: "Result of a complete run." })
) {}

/**
 * Fields of a run that change while it runs.
 *
 * @category models
 * @since 0.1.0
 */
export class RunState extends Schema.Opaque<RunState>()(
  Schema.Struct({
    status: RunStatus.annotateKey({ description: "Status of the run." }),
    generation: Schema.Natural.annotateKey({
      description: "Number of times that the run was continued after it had stopped."
    }),
    isCancelling: Schema.Boolean.annotateKey({ description: "Whether its cancellation was requested." }),
    isPaused: Schema.Boolean.annotateKey({ description: "Whether the run is paused." }),
    isPausing: Schema.Boolean.annotateKey({
      description: "Whether a runner may have sent a request that pauses the campaign, and has not confirmed it."
    }),
    mayCancelAdopted: Schema.Boolean.annotateKey({
      description: "Whether its cancellation also applies to an adopted campaign."
    }),
    creation: OnceRequest.annotateKey({ description: "Request that creates the campaign." }),
    launch: OnceRequest.annotateKey({ description: "Request that launches the campaign." }),
    campaignId: Schema.NullOr(Schema.String).annotateKey({
      description: "Id of the campaign; null before it is known."
    }),
    isAdopted: Schema.Boolean.annotateKey({
      description: "Whether the campaign was found in a list or named by a caller, instead of by a response."
    }),
    candidateId: Schema.NullOr(Schema.String).annotateKey({
      description: "Id in a response that could not be decoded; null without one."
    }),
    exportId: Schema.NullOr(Schema.String).annotateKey({ description: "Id of the export; null before it starts." }),
    pollCount: Schema.Natural.annotateKey({ description: "Number of polls for the effect of the current request." }),
    failures: Schema.Natural.annotateKey({ description: "Number of consecutive transient failures." }),
    failure: Schema.NullOr(FailureSummary).annotateKey({
      description: "Failure of the run, or its last transient failure; null without one."
    }),
    error: Schema.NullOr(CampaignRunError).annotateKey({
      description: "Error that ended the run; null without one."
    }),
    summary: Schema.NullOr(RunSummary).annotateKey({ description: "Result of the run; null before it is complete." }),
    updatedAt: Schema.Finite.annotateKey({ description: "Time of the last change, in milliseconds since the epoch." }),
    finishedAt: Schema.NullOr(Schema.Finite).annotateKey({
      description: "Time of the end, in milliseconds since the epoch; null before it."
    })
  }).annotate({ identifier: "RunState", description: "Fields of a run that change while it runs." })
) {}

/**
 * Current state of a run.
 *
 * @category models
 * @since 0.1.0
 */
export class RunRecord extends Schema.Opaque<RunRecord>()(
  Schema.Struct({
    id: Schema.String.annotateKey({ description: "Id of the run, equal to its key." }),
    job: RunJob.annotateKey({ description: "Job of the run." }),
    contactCount: Schema.Natural.annotateKey({ description: "Number of stored contacts." }),
    createdAt: Schema.Finite.annotateKey({ description: "Time of creation, in milliseconds since the epoch." }),
    ...RunState.fields
  }).annotate({ identifier: "RunRecord", description: "Current state of a run." })
) {}

const unsent: OnceRequest = { state: "none", intents: 0, at: null }

/**
 * Creates the record of a new run.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (job: RunJob, contactCount: number, now: number): RunRecord => ({
  id: job.key,
  job,
  contactCount,
  createdAt: now,
  status: "queued",
  generation: 0,
  isCancelling: false,
  isPaused: false,
  isPausing: false,
  mayCancelAdopted: false,
  creation: unsent,
  launch: unsent,
  campaignId: null,
  isAdopted: false,
  candidateId: null,
  exportId: null,
  pollCount: 0,
  failures: 0,
  failure: null,
  error: null,
  summary: null,
  updatedAt: now,
  finishedAt: null
})

/**
 * Returns whether the run has ended: `complete`, `failed` or `cancelled`. A failed run can be continued.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = ({ status }: Pick<RunRecord, "status">): boolean =>
  status === "complete" || status === "failed" || status === "cancelled"

/**
 * Stored state of an export: its job, progress and result.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ExportJob } from "./ExportJob.ts"

/**
 * Schema of the status of an export.
 *
 * - `queued`: requested, and no runner has started it
 * - `waiting`: waiting for the campaign to complete
 * - `exporting`: writing rows
 * - `complete`: all rows are published
 * - `failed`, `cancelled`: ended, and the written rows were rolled back
 *
 * @category models
 * @since 0.1.0
 */
export const ExportStatus = Schema.Literals(["queued", "waiting", "exporting", "complete", "failed", "cancelled"])
/**
 * Status of an export.
 *
 * @category models
 * @since 0.1.0
 */
export type ExportStatus = typeof ExportStatus.Type

const count = (description: string) => Schema.Natural.annotateKey({ description })

/**
 * Campaign state at the last poll.
 *
 * @category models
 * @since 0.1.0
 */
export class CampaignObservation extends Schema.Opaque<CampaignObservation>()(
  Schema.Struct({
    status: Schema.String.annotateKey({ description: "Status of the campaign." }),
    finished: count("Number of rows that are finished."),
    total: count("Number of rows of the campaign."),
    pollCount: count("Number of polls so far."),
    observedAt: Schema.Finite.annotateKey({ description: "Time of the poll, in milliseconds since the epoch." }),
    nextPollAt: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "Time of the next poll, in milliseconds since the epoch."
    })
  }).annotate({ identifier: "CampaignObservation", description: "Campaign state at the last poll." })
) {}

/**
 * Summary of the failure of an export, or of the last transient failure of a running one.
 *
 * @category models
 * @since 0.1.0
 */
export class FailureSummary extends Schema.Opaque<FailureSummary>()(
  Schema.Struct({
    error: Schema.String.annotateKey({ description: "Tag of the error, or of its reason." }),
    message: Schema.String.annotateKey({ description: "Message of the error." })
  }).annotate({ identifier: "FailureSummary", description: "Summary of the failure of an export." })
) {}

/**
 * Current state of an export.
 *
 * @category models
 * @since 0.1.0
 */
export class ExportRecord extends Schema.Opaque<ExportRecord>()(
  Schema.Struct({
    id: Schema.String.annotateKey({ description: "Id of the export, equal to the execution id of its workflow." }),
    job: ExportJob.annotateKey({ description: "Job of the export." }),
    status: ExportStatus.annotateKey({ description: "Status of the export." }),
    isCancelling: Schema.Boolean.annotateKey({ description: "Whether its cancellation was requested." }),
    campaign: Schema.NullOr(CampaignObservation).annotateKey({
      description: "Campaign state at the last poll; null before the first."
    }),
    rows: count("Number of rows written so far."),
    expected: Schema.NullOr(Schema.Natural).annotateKey({
      description: "Largest total of rows that the server reported; null when it reported none."
    }),
    pages: count("Number of pages written so far."),
    failure: Schema.NullOr(FailureSummary).annotateKey({
      description: "Failure of the export, or its last transient failure; null without one."
    }),
    createdAt: Schema.Finite.annotateKey({ description: "Time of creation, in milliseconds since the epoch." }),
    updatedAt: Schema.Finite.annotateKey({ description: "Time of the last change, in milliseconds since the epoch." }),
    finishedAt: Schema.NullOr(Schema.Finite).annotateKey({
      description: "Time of the end, in milliseconds since the epoch; null before it."
    })
  }).annotate({ identifier: "ExportRecord", description: "Current state of an export." })
) {}

/**
 * Returns whether the export has ended: `complete`, `failed` or `cancelled`.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = ({ status }: Pick<ExportRecord, "status">): boolean =>
  status === "complete" || status === "failed" || status === "cancelled"

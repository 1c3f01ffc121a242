/**
 * What is known of an export from outside: how far it is, or what became of it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ExportJob } from "./ExportJob.ts"

/**
 * The states of an export.
 *
 * - `queued`: it was asked for, and no runner has begun
 * - `waiting`: for the campaign to be completed
 * - `exporting`: rows are being written
 * - `complete`: all rows are where they belong
 * - `failed`, `cancelled`: it is over, and what it had written was taken away
 *
 * @category models
 * @since 0.1.0
 */
export const ExportStatus = Schema.Literals(["queued", "waiting", "exporting", "complete", "failed", "cancelled"])
/**
 * The states of an export.
 *
 * @category models
 * @since 0.1.0
 */
export type ExportStatus = typeof ExportStatus.Type

const count = (description: string) => Schema.Natural.annotateKey({ description })

/**
 * How far the campaign was at its last poll.
 *
 * @category models
 * @since 0.1.0
 */
export class CampaignObservation extends Schema.Opaque<CampaignObservation>()(
  Schema.Struct({
    status: Schema.String.annotateKey({ description: "The state of the campaign." }),
    finished: count("Rows that are settled."),
    total: count("Rows that there are."),
    pollCount: count("How often it was recordPoll at."),
    observedAt: Schema.Finite.annotateKey({ description: "When, in milliseconds of the epoch." }),
    nextPollAt: Schema.optionalKey(Schema.Finite).annotateKey({
      description: "When it is polled again, in milliseconds of the epoch."
    })
  }).annotate({ identifier: "ExportSighting", description: "How far the campaign of an export was." })
) {}

/**
 * Why an export failed, or what keeps it from going on, in short.
 *
 * @category models
 * @since 0.1.0
 */
export class FailureSummary extends Schema.Opaque<FailureSummary>()(
  Schema.Struct({
    error: Schema.String.annotateKey({ description: "The tag of the error, or of its reason." }),
    message: Schema.String.annotateKey({ description: "What it says." })
  }).annotate({ identifier: "ExportProblem", description: "Why an export failed, in short." })
) {}

/**
 * An export as it is now.
 *
 * @category models
 * @since 0.1.0
 */
export class ExportRecord extends Schema.Opaque<ExportRecord>()(
  Schema.Struct({
    id: Schema.String.annotateKey({ description: "The id of the export, which is that of the workflow's execution." }),
    job: ExportJob.annotateKey({ description: "What it is to do." }),
    status: ExportStatus.annotateKey({ description: "Its state." }),
    isCancelling: Schema.Boolean.annotateKey({ description: "Whether it was asked to end before its time." }),
    campaign: Schema.NullOr(CampaignObservation).annotateKey({ description: "The campaign as it was last seen." }),
    rows: count("Rows written so far."),
    expected: Schema.NullOr(Schema.Natural).annotateKey({
      description: "The largest total of rows that the server stated; null when it stated none."
    }),
    pages: count("Pages written so far."),
    failure: Schema.NullOr(FailureSummary).annotateKey({
      description: "Why it failed, or what it last stumbled over."
    }),
    createdAt: Schema.Finite.annotateKey({ description: "When it was asked for, in milliseconds of the epoch." }),
    updatedAt: Schema.Finite.annotateKey({ description: "When this last changed." }),
    finishedAt: Schema.NullOr(Schema.Finite).annotateKey({ description: "When it was over." })
  }).annotate({ identifier: "ExportRecord", description: "An export as it is now." })
) {}

/**
 * Whether the export is over.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTerminal = ({ status }: Pick<ExportRecord, "status">): boolean =>
  status === "complete" || status === "failed" || status === "cancelled"

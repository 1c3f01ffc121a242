import * as Option from "effect/Option"
import type { ExportSummary } from "../CampaignExportWorkflow.ts"
import type { ExportRecord } from "../ExportRecord.ts"

/** The result of an export whose execution was interrupted after it had published the rows. */
export const publishedSummary = ({ job, pages, rows, status }: ExportRecord): Option.Option<ExportSummary> =>
  status !== "complete" ? Option.none() : Option.some({
    campaignId: job.campaignId,
    rows,
    pages,
    location: job.destination.target === "" ? job.destination.name : job.destination.target
  })

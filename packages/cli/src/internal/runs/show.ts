import { ExportRecord, RunJob, RunRecord } from "@effect-revox/workflow"
import type { CampaignRunError } from "@effect-revox/workflow/CampaignRunError"
import type { RunProgress } from "@effect-revox/workflow/CampaignRuns"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Card from "../card.ts"
import * as ExportShow from "../exports/show.ts"
import type * as Drawing from "../drawing.ts"
import type * as Table from "../table.ts"
import * as Time from "../time.ts"

type Run = RunRecord.RunRecord

const Json = Schema.toCodecJson(
  Schema.Struct({ ...RunRecord.RunRecord.fields, export: Schema.NullOr(ExportRecord.ExportRecord) })
)
const JsonRun = Schema.toCodecJson(RunRecord.RunRecord)

/** Encodes a run with its export for JSON. */
export const toJson = (run: RunProgress) => Effect.orDie(Schema.encodeEffect(Json)(run))

/** Encodes a run of a list for JSON. */
export const toListJson = (run: Run) => Effect.orDie(Schema.encodeEffect(JsonRun)(run))

const statusOf = (run: Run): string =>
  RunRecord.isTerminal(run) ? run.status : run.isCancelling ? "cancelling" : run.isPaused ? "paused" : run.status

const trouble = ({ failure, status }: Run): string =>
  failure === null || status === "complete" ? "" : `, ${failure.message}`

/** The cause of a failure in a few words, before the error with the details. */
const causeOf = (error: CampaignRunError): string => {
  switch (error._tag) {
    case "CreateOutcomeUnknownError":
      return "it is unknown whether the campaign was created"
    case "LaunchOutcomeUnknownError":
      return "it is unknown whether the campaign was launched"
    case "CampaignExistsError":
      return "a campaign of this name exists"
    case "LaunchMismatchError":
      return error.requested ? "the campaign was not launched" : "the campaign was launched"
    default:
      return error.message
  }
}

const figures = (run: RunProgress): string => {
  const contacts = `${run.contactCount} contacts`
  switch (run.status) {
    case "queued":
      return `${contacts}, waiting for a runner`
    case "creating":
      return `${contacts}${trouble(run)}`
    case "launching":
      return `campaign ${run.campaignId}${trouble(run)}`
    case "settling":
      return `the outcome of a request is unknown, poll ${run.pollCount}${trouble(run)}`
    case "exporting":
      return run.export === null
        ? `campaign ${run.campaignId}`
        : ExportShow.line(run.export).replaceAll(/ +/g, " ").trimEnd()
    case "complete":
      return `${run.summary?.rows ?? 0} rows of ${run.campaignId}`
    case "failed":
      return run.error === null ? run.failure?.message ?? "" : causeOf(run.error)
    case "cancelled":
      return ""
  }
}

/** Whether the export of a run shows its progress: it waits for the campaign, and then writes the rows. */
const isExporting = (run: RunProgress): run is RunProgress & { readonly export: ExportRecord.ExportRecord } =>
  run.status === "exporting" && run.export !== null && !run.isCancelling && !run.isPaused

/** Formats a run as a line of text. */
export const line = (run: RunProgress): string =>
  isExporting(run) ? ExportShow.line(run.export) : `${statusOf(run).padEnd(10)}  ${figures(run)}`.trimEnd()

/** Draws a run as a bar. */
export const drawing = (run: RunProgress): Drawing.Drawing =>
  isExporting(run)
    ? ExportShow.drawing(run.export)
    : { share: undefined, figures: [{ text: statusOf(run), rank: 0 }, { text: figures(run), rank: 3 }] }

/** The step of a run. In a pipe, only the first of consecutive states with the same step is printed. */
export const step = (run: RunProgress): string =>
  `${statusOf(run)} ${run.failure?.error ?? ""} ${run.export === null ? "" : ExportShow.step(run.export)}`

const at = (millis: number | null): string => millis === null ? "" : Time.ofMillis(millis)

type Format = (...words: ReadonlyArray<string>) => string

const again = (flag: string): string => `the same "revox run start" command with ${flag}`

const orBoth = (check: string, exists: string, otherwise: string): string =>
  [`Check: ${check}`, `If it exists: ${exists}`, `If it does not exist: ${otherwise}`].join("\n")

/** Advice on how to continue a run that stopped with an error. Empty if it cannot be continued. */
export const advice = (run: Run, error: CampaignRunError, format: Format): string => {
  const { id } = run
  switch (error._tag) {
    case "CreateOutcomeUnknownError":
      return orBoth(
        format("campaign", "list", "--name", error.campaignName),
        format("run", "adopt", id, error.candidates.length === 1 ? String(error.candidates[0]) : "CAMPAIGN"),
        again("--send-again")
      )
    case "CampaignExistsError":
      return [
        `If the campaign belongs to this run: ${format("run", "adopt", id, error.campaignIds[0] ?? "CAMPAIGN")}`,
        "Otherwise: start a run with another key"
      ].join("\n")
    case "LaunchOutcomeUnknownError":
      return [
        `Check: ${format("campaign", "get", error.campaignId)}`,
        `If it is a draft: ${again("--send-again")}`,
        `If it is launched: ${again("--resume")}`
      ].join("\n")
    case "LaunchMismatchError":
      return [
        `To accept the campaign as it is: ${again("--resume")}`,
        `To cancel it: ${format("run", "cancel", id)}`
      ].join("\n")
    default:
      return `To continue after the cause is removed: ${again("--resume")}`
  }
}

/** Formats a run as aligned text, with what to do if it has stopped with an error. */
export const card = (run: RunProgress, format: Format): string => {
  const { error, job } = run
  const { name, target } = job.export.destination
  const lines = Card.render(run.id, [
    ["campaign", run.campaignId],
    ["name", RunJob.campaignName(job)],
    ["assistant", job.campaign.assistant_id],
    ["contacts", run.contactCount],
    ["launch", job.launch],
    ["base URL", job.export.baseUrl],
    ["to", target === "" ? name : target],
    ["status", line(run).replaceAll(/ +/g, " ")],
    ["adopted", run.isAdopted ? "yes" : ""],
    ["export", run.exportId],
    ["rows", run.summary?.rows],
    ["error", error?.message],
    ["started", at(run.createdAt)],
    ["finished", at(run.finishedAt)]
  ])
  return error === null ? lines : `${lines}\n${advice(run, error, format)}`
}

const columns: ReadonlyArray<Table.Column> = [
  { title: "key", minWidth: 8 },
  { title: "campaign", kind: "id", minWidth: 8, rank: 2 },
  { title: "to", minWidth: 8, rank: 3 },
  { title: "status", minWidth: 9 },
  { title: "contacts", align: "right", minWidth: 8, rank: 1 },
  { title: "started", minWidth: 10, rank: 4 }
]

/** The table of runs. */
export const list = {
  columns,
  cells: (run: Run) => [
    run.id,
    run.campaignId ?? "",
    run.job.export.destination.target,
    statusOf(run),
    String(run.contactCount),
    at(run.createdAt)
  ],
  empty: "No runs."
}

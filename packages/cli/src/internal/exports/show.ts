import { ExportRecord } from "@effect-revox/workflow"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Card from "../card.ts"
import * as ProgressBar from "../progressBar.ts"
import type * as Table from "../table.ts"
import * as Time from "../time.ts"

/** Encodes a record for JSON, with whether a process is running it. */
export const toJson = Effect.fnUntraced(function*(record: ExportRecord.ExportRecord, isRunning?: boolean) {
  const json = yield* Effect.orDie(Schema.encodeEffect(Schema.toCodecJson(ExportRecord.ExportRecord))(record))
  return isRunning === undefined ? json : Object.assign({}, json, { isRunning })
})

const share = (part: number, total: number): number => total === 0 ? 0 : Math.min(1, part / total)

const percent = (fraction: number | undefined): string =>
  (fraction === undefined ? "" : `${Math.floor(fraction * 100)}%`).padStart(4)

/** The progress of the campaign until it is completed, then of the rows. `undefined` if the total is unknown. */
const progressOf = (record: ExportRecord.ExportRecord): number | undefined =>
  record.status === "queued" || record.status === "waiting"
    ? share(record.campaign?.finished ?? 0, record.campaign?.total ?? 0)
    : record.expected === null
    ? undefined
    : share(record.rows, record.expected)

const figures = (record: ExportRecord.ExportRecord): string => {
  const { campaign, expected, failure, rows, status } = record
  const trouble = failure === null ? "" : `, ${failure.message}`
  if (status === "queued") return "waiting for a runner"
  if (status === "waiting") {
    return campaign === null
      ? `no poll has succeeded yet${trouble}`
      : `the campaign is ${campaign.status}, ${campaign.finished}/${campaign.total} rows finished${trouble}`
  }
  return expected === null ? `${rows} rows${trouble}` : `${rows}/${expected} rows${trouble}`
}

/** Formats a record as a line of text. */
export const line = (record: ExportRecord.ExportRecord): string =>
  `${(record.isCancelling && !ExportRecord.isTerminal(record) ? "cancelling" : record.status).padEnd(10)}` +
  `${percent(progressOf(record))}  ${figures(record)}`

/** Draws a record as a bar. */
export const drawing = (record: ExportRecord.ExportRecord, columns: number): string =>
  ProgressBar.drawShare(progressOf(record), `${record.status}, ${figures(record)}`, columns)

/** The step of a record. In a pipe, only the first of consecutive records with the same step is printed. */
export const step = (record: ExportRecord.ExportRecord): string => {
  const progress = progressOf(record)
  const part = progress === undefined ? ProgressBar.stepOfCount(record.rows) : Math.floor(progress * 20)
  return `${record.status} ${part} ${record.failure?.error ?? ""} ${record.isCancelling}`
}

const target = ({ job: { destination } }: ExportRecord.ExportRecord): string =>
  destination.target === "" ? destination.name : destination.target

const at = (millis: number): string => Time.ofMillis(millis)

/** Describes when an export was completed. */
export const exportedAt = ({ finishedAt, updatedAt }: ExportRecord.ExportRecord): string => at(finishedAt ?? updatedAt)

const runnerOf = (record: ExportRecord.ExportRecord, isRunning: boolean | undefined): string =>
  isRunning === undefined || ExportRecord.isTerminal(record)
    ? ""
    : isRunning
    ? "a process is running the export"
    : "none: start the export again, or run \"revox export runner\", to continue"

/** Formats a record as aligned text, with whether a process is running it, if that is known. */
export const card = (record: ExportRecord.ExportRecord, isRunning?: boolean): string => {
  const { campaign, job } = record
  const { query, result, statuses = [] } = job.filter
  return Card.render(record.id, [
    ["campaign", job.campaignId],
    ["base URL", job.baseUrl ?? ""],
    ["organization", job.organizationId ?? ""],
    ["to", target(record)],
    ["filter", [query, result, ...statuses].filter((part) => part !== undefined && part !== "").join(", ")],
    ["status", line(record).replaceAll(/ +/g, " ")],
    ["runner", runnerOf(record, isRunning)],
    ["polls", campaign === null ? "" : `${campaign.pollCount}, last at ${at(campaign.observedAt)}`],
    ["next poll", ExportRecord.isTerminal(record) || campaign?.nextPollAt === undefined ? "" : at(campaign.nextPollAt)],
    ["timeout", job.timeout === undefined ? "" : Duration.format(job.timeout)],
    ["attempt", job.generation === 0 ? "" : String(job.generation + 1)],
    ["started", at(record.createdAt)],
    ["finished", record.finishedAt === null ? "" : at(record.finishedAt)]
  ])
}

const columns: ReadonlyArray<Table.Column> = [
  { title: "id", minWidth: 8 },
  { title: "campaign", minWidth: 8 },
  { title: "to", minWidth: 8 },
  { title: "status", minWidth: 9 },
  { title: "", align: "right", minWidth: 4 },
  { title: "rows", align: "right", minWidth: 4 },
  { title: "runner", minWidth: 6 },
  { title: "started", minWidth: 10 }
]

/** A record, and whether a process is running it. */
export interface Item {
  readonly record: ExportRecord.ExportRecord
  readonly isRunning: boolean
}

/** The table of records. */
export const list = {
  columns,
  cells: ({ isRunning, record }: Item) => [
    record.id.slice(0, 8),
    record.job.campaignId,
    target(record),
    record.isCancelling && !ExportRecord.isTerminal(record) ? "cancelling" : record.status,
    percent(progressOf(record)).trim(),
    String(record.rows),
    ExportRecord.isTerminal(record) ? "" : isRunning ? "yes" : "none",
    at(record.createdAt)
  ],
  empty: "No exports."
}

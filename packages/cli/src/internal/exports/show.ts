import { ExportRecord } from "@effect-revox/workflow"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Card from "../card.ts"
import * as Drawing from "../drawing.ts"
import * as ProgressBar from "../progressBar.ts"
import type * as Table from "../table.ts"
import * as Time from "../time.ts"

/** Encodes a record for JSON, with whether a process is running it. */
export const toJson = Effect.fnUntraced(function*(record: ExportRecord.ExportRecord, isRunning?: boolean) {
  const json = yield* Effect.orDie(Schema.encodeEffect(Schema.toCodecJson(ExportRecord.ExportRecord))(record))
  return isRunning === undefined ? json : Object.assign({}, json, { isRunning })
})

const share = (part: number, total: number): number | undefined => total === 0 ? undefined : Math.min(1, part / total)

const percent = (fraction: number | undefined): string => fraction === undefined ? "    " : Drawing.percent(fraction)

/** The progress of the campaign until it is completed, then of the rows. `undefined` if the total is 0 or unknown. */
const progressOf = (record: ExportRecord.ExportRecord): number | undefined =>
  record.status === "queued" || record.status === "waiting"
    ? share(record.campaign?.finished ?? 0, record.campaign?.total ?? 0)
    : record.expected === null
    ? undefined
    : share(record.rows, record.expected)

/** A number of rows, and its short form for narrow terminals. */
const countOf = (rows: number, total: number | null, unit: string): Drawing.Figure =>
  total === 0
    ? { text: "no rows", rank: 0 }
    : total === null
    ? { text: rows === 0 ? "no rows yet" : `${rows} ${unit}`, rank: 0 }
    : { text: `${rows}/${total} ${unit}`, short: `${rows}/${total}`, rank: 0 }

const figuresOf = (record: ExportRecord.ExportRecord): ReadonlyArray<Drawing.Figure> => {
  const { campaign, expected, failure, rows, status } = record
  const trouble = failure === null ? [] : [{ text: failure.message, rank: 4 }]
  if (status === "queued") return [{ text: "waiting for a runner", short: "queued", rank: 0 }]
  if (status === "waiting" && campaign === null) {
    return [{ text: "no poll has succeeded yet", short: "no poll yet", rank: 0 }, ...trouble]
  }
  if (status === "waiting" && campaign !== null) {
    const { finished, total } = campaign
    return [
      { text: `the campaign is ${campaign.status}`, rank: 5 },
      countOf(finished, total, "rows finished"),
      ...trouble
    ]
  }
  return [countOf(rows, expected, "rows"), ...trouble]
}

const figures = (record: ExportRecord.ExportRecord): string => figuresOf(record).map(({ text }) => text).join(", ")

const statusOf = (record: ExportRecord.ExportRecord): string =>
  record.isCancelling && !ExportRecord.isTerminal(record) ? "cancelling" : record.status

/** Formats a record as a line of text. */
export const line = (record: ExportRecord.ExportRecord): string =>
  `${statusOf(record).padEnd(10)}` +
  `${percent(progressOf(record))}  ${figures(record)}`

/** Draws a record as a bar. */
export const drawing = (record: ExportRecord.ExportRecord): Drawing.Drawing => ({
  share: progressOf(record),
  figures: [{ text: statusOf(record), rank: 3 }, ...figuresOf(record)]
})

/** The step of a record. In a pipe, only the first of consecutive records with the same step is printed. */
export const step = (record: ExportRecord.ExportRecord): string => {
  const progress = progressOf(record)
  const part = progress === undefined ? ProgressBar.stepOfCount(record.rows) : Math.floor(progress * 20)
  return `${record.status} ${part} ${record.failure?.error ?? ""} ${record.isCancelling}`
}

/** The destination of an export. */
export const target = ({ job: { destination } }: ExportRecord.ExportRecord): string =>
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
  { title: "campaign", kind: "id", minWidth: 8, rank: 3 },
  { title: "to", minWidth: 8, rank: 4 },
  { title: "status", minWidth: 9 },
  { title: "", align: "right", minWidth: 4, rank: 1 },
  { title: "rows", align: "right", minWidth: 4, rank: 2 },
  { title: "runner", minWidth: 6, rank: 5 },
  { title: "started", minWidth: 10, rank: 6 }
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
    statusOf(record),
    percent(progressOf(record)).trim(),
    String(record.rows),
    ExportRecord.isTerminal(record) ? "" : isRunning ? "yes" : "none",
    at(record.createdAt)
  ],
  empty: "No exports."
}

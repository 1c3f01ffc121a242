/**
 * The columns of a CSV export: what stands in a row's cells, and under which names.
 *
 * @since 0.1.0
 */
import * as CallAttempt from "@effect-revox/schema/CallAttempt"
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/**
 * A column: its name, and what it shows of a row.
 *
 * **Details**
 *
 * Text stands in the cell as it is, numbers and booleans as JavaScript writes them, points in time in ISO 8601, anything
 * else as JSON; `null` and `undefined` are an empty cell.
 *
 * **Example** (A column of your own)
 *
 * ```ts
 * import type { CampaignRow } from "@effect-revox/schema"
 * import type { CsvColumn } from "@effect-revox/streams"
 *
 * const reached: CsvColumn.CsvColumn<CampaignRow.CampaignRow> = {
 *   name: "reached",
 *   value: (row) => row.call?.last_call_attempt?.result === "human"
 * }
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export interface CsvColumn<in Row> {
  /** What stands in the first line. */
  readonly name: string
  /** What stands in the cell of a row. */
  readonly value: (row: Row) => unknown
}

const make = <Row>(name: string, value: (row: Row) => unknown): CsvColumn<Row> => ({ name, value })

const call = (field: Exclude<keyof NonNullable<CampaignRow.CampaignRow["call"]>, "call_attempts">) =>
  make<CampaignRow.CampaignRow>(`call.${field}`, (row) => row.call?.[field])

const lastAttempt = (field: keyof CallAttempt.CallAttempt) =>
  make<CampaignRow.CampaignRow>(
    `last_attempt.${field}`,
    (row) => Option.getOrUndefined(CampaignRow.latestAttempt(row))?.[field]
  )

/**
 * The columns that every row has: those of the row, of its call, and of the last attempt of the call.
 *
 * @category columns
 * @since 0.1.0
 */
export const documented: ReadonlyArray<CsvColumn<CampaignRow.CampaignRow>> = [
  make("id", (row) => row.id),
  make("row_index", (row) => row.row_index),
  make("phone_number", (row) => row.phone_number),
  call("id"),
  call("status"),
  call("direction"),
  call("from_phone_number"),
  call("to_phone_number"),
  call("calls_count"),
  call("created_at"),
  call("scheduled_at"),
  lastAttempt("id"),
  lastAttempt("status"),
  lastAttempt("result"),
  lastAttempt("dial_error"),
  lastAttempt("started_at"),
  lastAttempt("answered_at"),
  lastAttempt("ended_at"),
  make("last_attempt.seconds", (row) =>
    Option.getOrUndefined(
      Option.map(Option.flatMap(CampaignRow.latestAttempt(row), CallAttempt.duration), Duration.toSeconds)
    )),
  lastAttempt("ended_by"),
  lastAttempt("end_reason"),
  lastAttempt("recording_url")
]

const own = (record: Readonly<Record<string, unknown>> | null | undefined, key: string): unknown =>
  record != null && Object.hasOwn(record, key) ? record[key] : undefined

const outputOf = (row: CampaignRow.CampaignRow) =>
  Option.getOrUndefined(CampaignRow.latestAttempt(row))?.structured_output

/**
 * A column of the contact's own data: `input_data.first_name`.
 *
 * @category columns
 * @since 0.1.0
 */
export const inputData = (key: string): CsvColumn<CampaignRow.CampaignRow> =>
  make(`input_data.${key}`, (row) => own(row.input_data, key))

/**
 * A column of what was taken out of the last conversation: `structured_output.confirmed`.
 *
 * @category columns
 * @since 0.1.0
 */
export const structuredOutput = (key: string): CsvColumn<CampaignRow.CampaignRow> =>
  make(`structured_output.${key}`, (row) => own(outputOf(row), key))

/** The part of a record that has no column, `undefined` if that is nothing. */
const rest = (record: Readonly<Record<string, unknown>> | null | undefined, keys: ReadonlySet<string>) => {
  const entries = Object.entries(record ?? {}).filter(([key]) => !keys.has(key))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** All columns for these keys, and at the end one for whatever other keys later rows have. */
const forKeys = (
  inputs: ReadonlyArray<string>,
  outputs: ReadonlyArray<string>
): ReadonlyArray<CsvColumn<CampaignRow.CampaignRow>> => {
  const inputKeys = new Set(inputs)
  const outputKeys = new Set(outputs)
  const more = make<CampaignRow.CampaignRow>("more", (row) => {
    const input_data = rest(row.input_data, inputKeys)
    const structured_output = rest(outputOf(row), outputKeys)
    return input_data === undefined && structured_output === undefined ? undefined : { input_data, structured_output }
  })
  return [...documented, ...inputs.map(inputData), ...outputs.map(structuredOutput), more]
}

/**
 * The columns that rows suggest: the {@link documented} ones, one for each key of their `input_data`, one for each value
 * that their assistant takes out of conversations, and `more`: what other rows have beyond that, as JSON, so that
 * nothing is lost.
 *
 * @category constructors
 * @since 0.1.0
 */
export const infer = (
  rows: ReadonlyArray<CampaignRow.CampaignRow>
): ReadonlyArray<CsvColumn<CampaignRow.CampaignRow>> =>
  forKeys(
    [...new Set(rows.flatMap((row) => Object.keys(row.input_data)))],
    [
      ...new Set(rows.flatMap((row) => [
        ...(row.call?.assistant?.structured_output_config ?? []).map((field) => field.name),
        ...Object.keys(outputOf(row) ?? {})
      ]))
    ]
  )

/**
 * The columns that {@link infer} once gave, by their names.
 *
 * @internal
 */
export const restore = (names: ReadonlyArray<string>): ReadonlyArray<CsvColumn<CampaignRow.CampaignRow>> => {
  const keys = (prefix: string) =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  return forKeys(keys("input_data."), keys("structured_output."))
}

/**
 * The columns of a CSV export: a name, and the value of each cell.
 *
 * @since 0.1.0
 */
import * as CallAttempt from "@effect-revox/schema/CallAttempt"
import * as CampaignRow from "@effect-revox/schema/CampaignRow"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/**
 * A column of a CSV export.
 *
 * **Details**
 *
 * Values are written as follows:
 *
 * - a string: unchanged
 * - a number, bigint or boolean: as by `String`
 * - a `DateTime`: in ISO 8601
 * - `null` and `undefined`: an empty cell
 * - any other value: as JSON
 *
 * **Example** (Defining a custom column)
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
  /** The name of the column, written to the header. */
  readonly name: string
  /** Returns the value of the cell for a row. */
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
 * The columns that all campaigns have: the fields of the row, of its call and of the last attempt of the call.
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
 * Creates the column `input_data.<key>`, which contains a value of the contact's data.
 *
 * @category columns
 * @since 0.1.0
 */
export const inputData = (key: string): CsvColumn<CampaignRow.CampaignRow> =>
  make(`input_data.${key}`, (row) => own(row.input_data, key))

/**
 * Creates the column `structured_output.<key>`, which contains a value extracted from the last conversation.
 *
 * @category columns
 * @since 0.1.0
 */
export const structuredOutput = (key: string): CsvColumn<CampaignRow.CampaignRow> =>
  make(`structured_output.${key}`, (row) => own(outputOf(row), key))

/** The entries of a record that have no column. `undefined` if there are none. */
const rest = (record: Readonly<Record<string, unknown>> | null | undefined, keys: ReadonlySet<string>) => {
  const entries = Object.entries(record ?? {}).filter(([key]) => !keys.has(key))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** The documented columns, a column for each key, and the column `more` for other keys of later rows. */
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
 * Infers the columns of an export from rows.
 *
 * **Details**
 *
 * Returns these columns:
 *
 * - the {@link documented} columns
 * - a column for each key of `input_data`
 * - a column for each value that the assistant extracts from conversations
 * - the column `more`, which contains the other keys of later rows as JSON
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
 * Restores the columns that {@link infer} returned earlier from their names.
 *
 * @internal
 */
export const restore = (names: ReadonlyArray<string>): ReadonlyArray<CsvColumn<CampaignRow.CampaignRow>> => {
  const keys = (prefix: string) =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  return forKeys(keys("input_data."), keys("structured_output."))
}

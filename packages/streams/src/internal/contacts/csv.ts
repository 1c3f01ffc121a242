import * as Effect from "effect/Effect"
import * as Csv from "effect/encoding/Csv"
import * as Stream from "effect/Stream"
import { ContactsError } from "../../ContactsError.ts"
import * as Record from "./record.ts"

const toContactsError = (error: Csv.CsvError): ContactsError =>
  error.kind === "RecordSize" ? Record.tooLong(error.line) : new ContactsError({
    line: error.line,
    problem: `${error.message}. Quotes inside a quoted cell must be doubled, and quotes must be closed.`
  })

const countLineBreaks = (cells: ReadonlyArray<string>): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)

interface State {
  /** The line at which the next record starts. */
  readonly line: number
  /** The names of the columns; `undefined` before the first record. */
  readonly columns: ReadonlyArray<string> | undefined
}

const initial: State = { line: 1, columns: undefined }

/** The names of the columns. They must be distinct, because a contact has one value for each. */
const columnsOf = (cells: ReadonlyArray<string>, line: number): Effect.Effect<ReadonlyArray<string>, ContactsError> => {
  const names = cells.map((cell) => cell.trim())
  const repeated = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  return repeated.size === 0 ? Effect.succeed(names) : Effect.fail(
    new ContactsError({ line, problem: `Columns occur more than once: ${Record.list(repeated)}. Rename them.` })
  )
}

const toRecord = (cells: ReadonlyArray<string>, columns: ReadonlyArray<string>, line: number): Record.Record => ({
  line,
  fields: cells.length === columns.length
    ? Object.fromEntries(columns.map((name, index) => [name, cells[index]]))
    : `the line has ${cells.length} cells instead of ${columns.length}`
})

/** Reads the records of CSV. The first one has the names of the columns. Empty lines are ignored. */
export const decode = <E, R>(
  text: Stream.Stream<string, E, R>,
  delimiter: string
): Stream.Stream<Record.Record, E | ContactsError, R> =>
  text.pipe(
    Stream.pipeThroughChannel(Csv.decodeString<E>({ delimiter, maxRecordSize: Record.maxRecordSize })),
    Stream.mapError((error) => Csv.isCsvError(error) ? toContactsError(error) : error),
    Stream.mapAccumArrayEffect(() => initial, (state, rows) =>
      Effect.gen(function*() {
        let { columns, line } = state
        const records: Array<Record.Record> = []
        for (const cells of rows) {
          const isEmpty = cells.length === 1 && cells[0]?.trim() === ""
          if (!isEmpty && columns === undefined) columns = yield* columnsOf(cells, line)
          else if (!isEmpty && columns !== undefined) records.push(toRecord(cells, columns, line))
          line += 1 + countLineBreaks(cells)
        }
        return [{ line, columns }, records] as const
      }))
  )

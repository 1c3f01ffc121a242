import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { ContactsError } from "../../ContactsError.ts"
import * as Record from "./record.ts"

interface State {
  /** The number of the current line. */
  readonly line: number
  /** The beginning of the current line. */
  readonly start: string
}

const initial: State = { line: 1, start: "" }

const parse = (text: string): Record.Record["fields"] => {
  try {
    const value: unknown = JSON.parse(text)
    return Predicate.isObject(value) ? value : "the line is not a JSON object"
  } catch {
    return "the line is not valid JSON"
  }
}

const toRecords = (lines: ReadonlyArray<string>, first: number): ReadonlyArray<Record.Record> =>
  lines.flatMap((text, index) => text.trim() === "" ? [] : [{ line: first + index, fields: parse(text) }])

/** Reads the records of NDJSON: a JSON object on each line. Empty lines are ignored. */
export const decode = <E, R>(
  text: Stream.Stream<string, E, R>
): Stream.Stream<Record.Record, E | ContactsError, R> =>
  Stream.mapAccumArrayEffect(text, () => initial, (state, texts) => {
    const lines = (state.start + texts.join("")).split(/\r?\n/)
    const start = lines.pop() ?? ""
    const long = [...lines, start].findIndex((line) => line.length > Record.maxRecordSize)
    return long >= 0
      ? Effect.fail(Record.tooLong(state.line + long))
      : Effect.succeed([{ line: state.line + lines.length, start }, toRecords(lines, state.line)] as const)
  }, { onHalt: ({ line, start }) => toRecords([start], line) })

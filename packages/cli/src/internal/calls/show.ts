import type { Call } from "@effect-revox/schema/Call"
import * as CallAttempt from "@effect-revox/schema/CallAttempt"
import type { CallCompletion } from "@effect-revox/streams"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Card from "../card.ts"
import * as Printable from "../printable.ts"
import type * as ProgressBar from "../progressBar.ts"
import * as Table from "../table.ts"
import * as Time from "../time.ts"

/** Formats a number of attempts. */
const attempts = (count: number): string => `${count} ${count === 1 ? "attempt" : "attempts"}`

/** Formats name-value pairs, such as metadata. */
export const pairs = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values).map(([name, value]) => `${name}=${value}`).join(", ")

/** The result of an attempt: the party that answered, or the error of the phone network. */
const resultOf = ({ dial_error, result }: CallAttempt.CallAttempt): string => result ?? dial_error ?? ""

const duration = (attempt: CallAttempt.CallAttempt): string =>
  Option.match(CallAttempt.duration(attempt), { onNone: () => "", onSome: (time) => Duration.format(time) })

const hasRecording = ({ recording_url }: CallAttempt.CallAttempt): boolean =>
  recording_url !== null && recording_url !== ""

const attemptLines = (attempt: CallAttempt.CallAttempt): ReadonlyArray<Card.Line> => [
  ["last attempt", attempt.id],
  ["state", attempt.status],
  ["result", resultOf(attempt)],
  ["started", Time.format(attempt.started_at)],
  ["duration", duration(attempt)],
  ["ended by", [attempt.ended_by, attempt.end_reason].filter((text) => typeof text === "string").join(", ")],
  ["recording", hasRecording(attempt) ? "yes" : "no"]
]

const transcriptOf = (attempt: CallAttempt.CallAttempt | null): ReadonlyArray<string> =>
  (attempt?.transcript ?? []).map(({ content, role }) => Printable.line(`  ${role}: ${content}`))

/** A call as aligned text, with the transcript of its latest attempt. */
export const card = (call: Call): string => {
  const transcript = transcriptOf(call.last_call_attempt)
  return [
    Card.render(call.to_phone_number, [
      ["id", call.id],
      ["status", call.status],
      ["attempts", call.calls_count],
      ["outcome", call.outcome],
      ["assistant", call.assistant?.name ?? call.assistant?.id],
      ["campaign", call.campaign?.name],
      ["from", call.from_phone_number],
      ["metadata", pairs(call.metadata ?? {})],
      ["scheduled", Time.format(call.scheduled_at)],
      ["created", Time.format(call.created_at)],
      ...(call.last_call_attempt === null ? [] : attemptLines(call.last_call_attempt))
    ]),
    ...(transcript.length === 0 ? [] : ["transcript", ...transcript])
  ].join("\n")
}

/** The number and the state of a call, for questions. */
export const summary = (call: Call): string => `${call.to_phone_number} (${call.status}, ${attempts(call.calls_count)})`

const lineOf = ({ call }: CallCompletion.Snapshot): string => {
  const last = call.last_call_attempt
  const state = last === null ? "" : `, the last one ${[last.status, resultOf(last)].filter(Boolean).join(", ")}`
  return `${call.status.padEnd(9)}  ${attempts(call.calls_count)}${state}`
}

/** How the snapshots of a call are shown. */
export const progress: ProgressBar.Render<CallCompletion.Snapshot> = {
  line: lineOf,
  drawing: (snapshot, columns) => Table.cut(lineOf(snapshot), columns)
}

/** The table of calls. */
export const list = {
  columns: [
    // An id is useful only in full.
    { title: "id", minWidth: 36 },
    { title: "phone", minWidth: 12 },
    { title: "status", minWidth: 9 },
    { title: "attempts", align: "right", minWidth: 8 },
    { title: "last result", minWidth: 9 },
    { title: "created", minWidth: 11 }
  ] satisfies ReadonlyArray<Table.Column>,
  cells: (call: Call) => [
    call.id,
    call.to_phone_number,
    call.status,
    String(call.calls_count),
    call.last_call_attempt === null ? "" : resultOf(call.last_call_attempt),
    Time.format(call.created_at)
  ],
  empty: "No calls."
}

/** The table of attempts. */
export const attemptList = {
  columns: [
    { title: "attempt", minWidth: 36 },
    { title: "phone", minWidth: 12 },
    { title: "state", minWidth: 9 },
    { title: "result", minWidth: 9 },
    { title: "started", minWidth: 11 }
  ] satisfies ReadonlyArray<Table.Column>,
  cells: (attempt: CallAttempt.CallAttempt) => [
    attempt.id,
    attempt.phone_number,
    attempt.status,
    resultOf(attempt),
    Time.format(attempt.started_at)
  ],
  empty: "No attempts."
}

import type { Call } from "@effect-revox/schema/Call"
import * as CallAttempt from "@effect-revox/schema/CallAttempt"
import type { CallCompletion } from "@effect-revox/streams"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Card from "../card.ts"
import * as Printable from "../printable.ts"
import type * as ProgressBar from "../progressBar.ts"
import type * as Table from "../table.ts"
import * as Time from "../time.ts"

/** Formats a number of attempts. */
const attempts = (count: number): string => `${count} ${count === 1 ? "attempt" : "attempts"}`

/** Formats name-value pairs, such as metadata. */
export const pairs = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values).map(([name, value]) => `${name}=${value}`).join(", ")

const duration = (attempt: CallAttempt.CallAttempt): string =>
  Option.match(CallAttempt.duration(attempt), { onNone: () => "", onSome: (time) => Duration.format(time) })

const hasRecording = ({ recording_url }: CallAttempt.CallAttempt): boolean =>
  recording_url !== null && recording_url !== ""

const attemptLines = (attempt: CallAttempt.CallAttempt): ReadonlyArray<Card.Line> => [
  ["last attempt", attempt.id],
  ["state", attempt.status],
  ["result", attempt.result],
  ["dial error", attempt.dial_error],
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
  const state = last === null
    ? ""
    : `, the last one ${[last.status, last.result, last.dial_error].filter(Boolean).join(", ")}`
  return `${call.status.padEnd(9)}  ${attempts(call.calls_count)}${state}`
}

/** How the snapshots of a call are shown. */
export const progress: ProgressBar.Render<CallCompletion.Snapshot> = {
  line: lineOf,
  drawing: ({ call }) => {
    const last = call.last_call_attempt
    const outcome = last === null ? "" : [last.status, last.result, last.dial_error].filter(Boolean).join(", ")
    return {
      share: undefined,
      figures: [
        { text: call.status, rank: 0 },
        { text: attempts(call.calls_count), rank: 1 },
        ...(outcome === "" ? [] : [{ text: `the last one ${outcome}`, rank: 3 }])
      ]
    }
  }
}

/** The table of calls. */
export const list = {
  columns: [
    // Commands need the complete id of a call, because the API does not list all calls.
    { title: "id", minWidth: 36 },
    { title: "phone", minWidth: 12, rank: 1 },
    { title: "status", minWidth: 9, rank: 2 },
    { title: "result", minWidth: 9, rank: 3 },
    { title: "dial error", minWidth: 10, rank: 4 },
    { title: "attempts", align: "right", minWidth: 8, rank: 5 },
    { title: "created", minWidth: 11, rank: 6 }
  ] satisfies ReadonlyArray<Table.Column>,
  cells: (call: Call) => [
    call.id,
    call.to_phone_number,
    call.status,
    call.last_call_attempt?.result ?? "",
    call.last_call_attempt?.dial_error ?? "",
    String(call.calls_count),
    Time.format(call.created_at)
  ],
  empty: "No calls."
}

/** The table of attempts. */
export const attemptList = {
  columns: [
    { title: "attempt", minWidth: 36 },
    { title: "phone", minWidth: 12, rank: 1 },
    { title: "state", minWidth: 9, rank: 2 },
    { title: "result", minWidth: 9, rank: 3 },
    { title: "dial error", minWidth: 10, rank: 4 },
    { title: "started", minWidth: 11, rank: 5 }
  ] satisfies ReadonlyArray<Table.Column>,
  cells: (attempt: CallAttempt.CallAttempt) => [
    attempt.id,
    attempt.phone_number,
    attempt.status,
    attempt.result ?? "",
    attempt.dial_error ?? "",
    Time.format(attempt.started_at)
  ],
  empty: "No attempts."
}

import type { CampaignReport } from "@effect-revox/streams"

type Row = CampaignReport.ReportRow

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, number) => total + number, 0)

/** The values with their counts, as an object with JSON keys. */
const countBy = (values: ReadonlyArray<unknown>): Record<string, number> =>
  Object.fromEntries(
    [...new Set(values)].map((value) => [JSON.stringify(value), values.filter((other) => other === value).length])
  )

const answersOf = (attempts: ReadonlyArray<Finished>) => ({
  attempts: attempts.length,
  answered: attempts.filter(({ attempt }) => attempt.answered_at !== null).length,
  human: attempts.filter(({ attempt }) => attempt.answered_at !== null && attempt.result === "human").length
})

interface Finished {
  readonly attempt: NonNullable<Row["call"]>["call_attempts"][number]
  readonly number: number
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

const localHours = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" })
  return (timestamp: string): string => {
    const parts = format.formatToParts(new Date(timestamp))
    const part = (type: string) => parts.find((part) => part.type === type)?.value ?? ""
    return `${weekdays.indexOf(part("weekday")) + 1} ${Number(part("hour"))}`
  }
}

/** Computes the figures of a report from all rows at once, with arrays and the time zones of the platform. */
export const naiveReport = (rows: ReadonlyArray<Row>, timeZone: string) => {
  const calls = rows.flatMap(({ call }) => (call === undefined ? [] : [call]))
  const latest = calls.flatMap((call) => call.call_attempts.slice(0, 1))
  const attempts = calls.flatMap((call) =>
    call.call_attempts.toReversed().map((attempt, index): Finished => ({ attempt, number: index + 1 }))
  )
  const isOver = ({ attempt }: Finished) =>
    attempt.answered_at !== null || attempt.ended_at !== null || ["completed", "error"].includes(attempt.status)
  const over = attempts.filter(isOver)
  const localHour = localHours(timeZone)
  const hours = over.map(({ attempt }) => localHour(String(attempt.started_at)))
  const talks = over
    .filter(({ attempt }) => attempt.answered_at !== null && attempt.ended_at !== null)
    .map(({ attempt }) => ({
      isHuman: attempt.result === "human",
      millis: Date.parse(String(attempt.ended_at)) - Date.parse(String(attempt.answered_at))
    }))
  const outputs = calls.flatMap((call) =>
    call.call_attempts.flatMap(({ structured_output }) => (structured_output ? [structured_output] : [])).slice(0, 1)
  )
  const names = [...new Set(outputs.flatMap((output) => Object.keys(output)))].toSorted()
  return {
    rows: rows.length,
    rowsWithoutCall: rows.length - calls.length,
    callStatuses: countBy(calls.map(({ status }) => status)),
    results: countBy(latest.map(({ result }) => result)),
    dialErrors: countBy(latest.map(({ dial_error }) => dial_error)),
    attemptsPerRow: countBy(rows.map(({ call }) => call?.call_attempts.length ?? 0)),
    attemptsInProgress: attempts.length - over.length,
    answers: answersOf(over),
    answersByAttempt: Object.fromEntries(
      [...new Set(over.map(({ number }) => number))].map((number) => [
        number,
        answersOf(over.filter((other) => other.number === number))
      ])
    ),
    answersByHour: Object.fromEntries(
      [...new Set(hours)].map((hour) => [hour, answersOf(over.filter((_, index) => hours[index] === hour))])
    ),
    talkTimes: talks.map(({ millis }) => millis).toSorted((a, b) => a - b),
    talkTime: sum(talks.map(({ millis }) => millis)),
    humanTalkTime: sum(talks.filter(({ isHuman }) => isHuman).map(({ millis }) => millis)),
    outputs: outputs.length,
    filled: Object.fromEntries(names.map((name) => [
      name,
      outputs.filter((output) => output[name] !== null && output[name] !== undefined && output[name] !== "").length
    ])),
    valuesOf: (name: string) =>
      countBy(outputs.flatMap((output) => (output[name] === null || output[name] === "" ? [] : [output[name]])))
  }
}

import { CallStatus } from "@effect-revox/schema/Call"
import * as CallAttempt from "@effect-revox/schema/CallAttempt"
import * as Assistant from "@effect-revox/schema/Assistant"
import * as OpenEnum from "@effect-revox/schema/OpenEnum"
import type * as DateTime from "effect/DateTime"
import type { CampaignReport } from "../../CampaignReport.ts"
import type { AnswerCounts } from "../../ReportFigures.ts"
import type { ReportRow } from "../../ReportOptions.ts"
import * as Durations from "./durations.ts"
import * as Fields from "./fields.ts"
import * as Instants from "./instants.ts"
import * as Values from "./values.ts"

/** The figures while rows are added. Adding a row changes them in place, because copying them takes longer. */
export interface State {
  readonly timeZone: DateTime.TimeZone
  readonly hourOfWeek: Instants.HourOfWeek
  rows: number
  invalidRows: number
  rowsWithoutCall: number
  rowsWithUnlistedAttempts: number
  readonly callStatuses: Values.Values
  readonly results: Values.Values
  readonly dialErrors: Values.Values
  readonly outcomes: Values.Values
  readonly attemptsPerRow: Map<number, number>
  attemptsInProgress: number
  attemptsWithoutTime: number
  readonly answers: Answers
  readonly answersByAttempt: Map<number, Answers>
  readonly answersByHour: Map<number, Answers>
  readonly talkTime: Durations.Durations
  readonly humanTalkTime: Durations.Durations
  invalidTalkTimes: number
  readonly structuredOutput: Fields.Fields
}

type Answers = { -readonly [K in keyof AnswerCounts]: AnswerCounts[K] }

/** Attempts from this number on are counted together. */
const lastAttempt = 20

/** Longer calls are mistakes. The limit also keeps the sum of 100 million calls exact. */
const longestCall = 86_400_000

const literals = <const Literals extends ReadonlyArray<string>>(self: OpenEnum.OpenEnum<Literals>) =>
  Values.limitOf(100, new Set<string>(OpenEnum.literals(self)))

const limits = {
  callStatuses: literals(CallStatus),
  results: literals(CallAttempt.CallResult),
  dialErrors: literals(CallAttempt.DialError),
  outcomes: literals(Assistant.CallOutcome)
}

const noAnswers = (): Answers => ({ attempts: 0, answered: 0, human: 0 })

export const empty = (timeZone: DateTime.TimeZone): State => ({
  timeZone,
  hourOfWeek: Instants.hourOfWeek(timeZone),
  rows: 0,
  invalidRows: 0,
  rowsWithoutCall: 0,
  rowsWithUnlistedAttempts: 0,
  callStatuses: Values.empty(),
  results: Values.empty(),
  dialErrors: Values.empty(),
  outcomes: Values.empty(),
  attemptsPerRow: new Map(),
  attemptsInProgress: 0,
  attemptsWithoutTime: 0,
  answers: noAnswers(),
  answersByAttempt: new Map(),
  answersByHour: new Map(),
  talkTime: Durations.empty(),
  humanTalkTime: Durations.empty(),
  invalidTalkTimes: 0,
  structuredOutput: Fields.empty()
})

const addAnswers = (self: Answers, { answered, attempts, human }: AnswerCounts): void => {
  self.attempts += attempts
  self.answered += answered
  self.human += human
}

const answersAt = (self: Map<number, Answers>, key: number): Answers => {
  const known = self.get(key)
  if (known !== undefined) return known
  const added = noAnswers()
  self.set(key, added)
  return added
}

const increment = (self: Map<number, number>, key: number, by = 1): void => {
  self.set(key, (self.get(key) ?? 0) + by)
}

type Call = NonNullable<ReportRow["call"]>

type Attempt = Call["call_attempts"][number]

/** The possible results of a finished attempt. They are shared, so that counting one creates no object. */
const missed: AnswerCounts = { attempts: 1, answered: 0, human: 0 }
const answered: AnswerCounts = { attempts: 1, answered: 1, human: 0 }
const answeredByHuman: AnswerCounts = { attempts: 1, answered: 1, human: 1 }

const addTalkTime = (self: State, { answered_at, ended_at }: Attempt, isHuman: boolean): void => {
  // The call has not ended.
  if (ended_at === null) return
  const start = Instants.millisOf(answered_at)
  const end = Instants.millisOf(ended_at)
  const millis = start === undefined || end === undefined ? NaN : end - start
  if (!(millis >= 0 && millis <= longestCall)) {
    self.invalidTalkTimes += 1
    return
  }
  Durations.add(self.talkTime, millis)
  if (isHuman) Durations.add(self.humanTalkTime, millis)
}

const addAttempt = (self: State, attempt: Attempt, ordinal: number): void => {
  const isAnswered = attempt.answered_at !== null
  if (!isAnswered && attempt.ended_at === null && !CallAttempt.isTerminal(attempt)) {
    self.attemptsInProgress += 1
    return
  }
  const isHuman = isAnswered && attempt.result === "human"
  const result = isHuman ? answeredByHuman : isAnswered ? answered : missed
  addAnswers(self.answers, result)
  addAnswers(answersAt(self.answersByAttempt, Math.min(ordinal, lastAttempt)), result)
  const start = Instants.millisOf(attempt.started_at)
  if (start === undefined) self.attemptsWithoutTime += 1
  else addAnswers(answersAt(self.answersByHour, self.hourOfWeek(start)), result)
  if (isAnswered) addTalkTime(self, attempt, isHuman)
}

const attemptsOf = ({ call_attempts, last_call_attempt }: Call): ReadonlyArray<Attempt> =>
  call_attempts.length > 0 || last_call_attempt === null ? call_attempts : [last_call_attempt]

const addCall = (self: State, call: Call): void => {
  Values.add(self.callStatuses, call.status, limits.callStatuses)
  if (call.outcome === null || typeof call.outcome === "string") {
    Values.add(self.outcomes, call.outcome, limits.outcomes)
  } else if (call.outcome !== undefined) Values.addOther(self.outcomes)
  const attempts = attemptsOf(call)
  increment(self.attemptsPerRow, Math.min(attempts.length, lastAttempt))
  if (call.calls_count > attempts.length) self.rowsWithUnlistedAttempts += 1
  const latest = call.last_call_attempt ?? attempts[0]
  if (latest !== undefined) {
    Values.add(self.results, latest.result, limits.results)
    Values.add(self.dialErrors, latest.dial_error, limits.dialErrors)
  }
  let ordinal = attempts.length
  let hasOutput = false
  // The most recent attempt comes first.
  for (const attempt of attempts) {
    addAttempt(self, attempt, ordinal--)
    const output = attempt.structured_output
    if (hasOutput || output === null || output === undefined) continue
    hasOutput = true
    Fields.add(self.structuredOutput, output)
  }
}

/** Adds a row. */
export const add = (self: State, { call }: ReportRow): void => {
  self.rows += 1
  if (call !== undefined) return addCall(self, call)
  self.rowsWithoutCall += 1
  increment(self.attemptsPerRow, 0)
}

/** Adds rows that could not be decoded. */
export const addInvalid = (self: State, rows: number): void => {
  self.rows += rows
  self.invalidRows += rows
}

const sorted = <A, B>(self: Map<number, A>, f: (key: number, value: A) => B): ReadonlyArray<B> =>
  [...self].toSorted(([a], [b]) => a - b).map(([key, value]) => f(key, value))

/** The figures as a report, which later rows do not change. */
export const freeze = (self: State): CampaignReport => ({
  version: 1,
  timeZone: self.timeZone,
  rows: self.rows,
  invalidRows: self.invalidRows,
  rowsWithoutCall: self.rowsWithoutCall,
  rowsWithUnlistedAttempts: self.rowsWithUnlistedAttempts,
  callStatuses: Values.freeze(self.callStatuses),
  results: Values.freeze(self.results),
  dialErrors: Values.freeze(self.dialErrors),
  outcomes: Values.freeze(self.outcomes),
  attemptsPerRow: sorted(self.attemptsPerRow, (attempts, rows) => ({ attempts, rows })),
  attemptsInProgress: self.attemptsInProgress,
  attemptsWithoutTime: self.attemptsWithoutTime,
  answers: { ...self.answers },
  answersByAttempt: sorted(self.answersByAttempt, (attempt, answers) => ({ attempt, ...answers })),
  answersByHour: sorted(
    self.answersByHour,
    (hour, answers) => ({ weekday: Math.floor(hour / 24) + 1, hour: hour % 24, ...answers })
  ),
  talkTime: Durations.freeze(self.talkTime),
  humanTalkTime: Durations.freeze(self.humanTalkTime),
  invalidTalkTimes: self.invalidTalkTimes,
  structuredOutput: Fields.freeze(self.structuredOutput)
})

/** Adds the figures of a report. */
export const merge = (self: State, that: CampaignReport): void => {
  self.rows += that.rows
  self.invalidRows += that.invalidRows
  self.rowsWithoutCall += that.rowsWithoutCall
  self.rowsWithUnlistedAttempts += that.rowsWithUnlistedAttempts
  Values.merge(self.callStatuses, that.callStatuses, limits.callStatuses)
  Values.merge(self.results, that.results, limits.results)
  Values.merge(self.dialErrors, that.dialErrors, limits.dialErrors)
  Values.merge(self.outcomes, that.outcomes, limits.outcomes)
  for (const { attempts, rows } of that.attemptsPerRow) increment(self.attemptsPerRow, attempts, rows)
  self.attemptsInProgress += that.attemptsInProgress
  self.attemptsWithoutTime += that.attemptsWithoutTime
  addAnswers(self.answers, that.answers)
  for (const { attempt, ...answers } of that.answersByAttempt) {
    addAnswers(answersAt(self.answersByAttempt, attempt), answers)
  }
  for (const { hour, weekday, ...answers } of that.answersByHour) {
    addAnswers(answersAt(self.answersByHour, (weekday - 1) * 24 + hour), answers)
  }
  Durations.merge(self.talkTime, that.talkTime)
  Durations.merge(self.humanTalkTime, that.humanTalkTime)
  self.invalidTalkTimes += that.invalidTalkTimes
  Fields.merge(self.structuredOutput, that.structuredOutput)
}

/** The figures of a report, to which rows can be added. */
export const thaw = (report: CampaignReport): State => {
  const state = empty(report.timeZone)
  merge(state, report)
  return state
}

import type { Assistant } from "@effect-revox/schema/Assistant"
import type { Call, CallCampaign, CallStatus } from "@effect-revox/schema/Call"
import type { CallAttempt, EndedBy } from "@effect-revox/schema/CallAttempt"
import type { CampaignRow } from "@effect-revox/schema/CampaignRow"
import type * as Schema from "effect/Schema"
import * as brands from "./brands.ts"
import * as Conversations from "./conversations.ts"
import type { Life } from "./life.ts"
import { extractedAt, toWallTime } from "./life.ts"
import type * as People from "./people.ts"
import type { Plan, PlannedAttempt } from "./plan.ts"
import type { Course, Progress } from "./progress.ts"
import * as RowProgress from "./progress.ts"
import * as Random from "./random.ts"

/** Data that all rows of a campaign share. */
export interface Shared extends Course {
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly assistant: Assistant
  readonly fromPhoneNumber: string | null
  /** The contact of the row with an index. */
  readonly person: (index: number) => People.Person
  readonly prefixes: IdPrefixes
  /** The campaign as its calls reference it. */
  readonly reference: CallCampaign
}

const rowStream = 11
const callStream = 4
const attemptStream = 5
const attemptsPerRow = 16

/** Prefixes of the ids in a campaign's rows. */
export interface IdPrefixes {
  readonly row: string
  readonly call: string
  readonly attempt: string
}

export const idPrefixes = (seed: number): IdPrefixes => ({
  row: Random.idPrefix(seed, rowStream),
  call: Random.idPrefix(seed, rowStream + 1),
  attempt: Random.idPrefix(seed, rowStream + 2)
})

/** Returns the id of a row without computing the row. */
export const idAt = (shared: Shared, index: number): CampaignRow["id"] =>
  brands.rowId(Random.idOf(shared.prefixes.row, index))

/** Returns the id of the call order of a row. */
export const callIdAt = (shared: Shared, index: number): Call["id"] =>
  brands.callId(Random.idOf(shared.prefixes.call, index))

/** Returns the index of the row that has a call order with an id. */
export const indexOfCall = (shared: Shared, id: string): number | undefined => {
  const prefix = shared.prefixes.call
  const index = id.startsWith(prefix) ? Number.parseInt(id.slice(prefix.length), 16) : -1
  return callIdAt(shared, index) === id ? index : undefined
}

const endOf = (random: Random.SeededRandom, result: PlannedAttempt["result"]): {
  readonly end_reason: string | null
  readonly ended_by: EndedBy
} => {
  switch (result) {
    case "human": {
      const party = random.next()
      return party < 0.5
        ? { end_reason: random.chance(0.9) ? "tool_end_call" : "transfer", ended_by: "agent" }
        : { end_reason: null, ended_by: party < 0.97 ? "user" : "system" }
    }
    case "voicemail":
      return { end_reason: "voicemail", ended_by: "agent" }
    case "IVR":
      return { end_reason: "ivr_no_navigate", ended_by: "agent" }
    default:
      return { end_reason: null, ended_by: "user" }
  }
}

const extracted = (
  random: Random.SeededRandom,
  conversation: Conversations.Conversation
): Readonly<Record<string, Schema.Json>> => ({
  outcome: conversation.outcome,
  interested: conversation.outcome === "interested" || conversation.outcome === "requested_callback_later",
  budget: random.chance(0.5) ? random.between(20, 400) + 0.5 : null,
  callback_at: conversation.outcome === "requested_callback_later" ? "2026-03-12T15:00:00+01:00" : null,
  summary: conversation.transcript[3]?.content ?? ""
})

const attemptAt = (
  shared: Shared,
  index: number,
  person: People.Person,
  plan: PlannedAttempt,
  ordinal: number,
  now: number
): CallAttempt => {
  const { createdAt, life, seed } = shared
  const random = Random.make(seed, index * attemptsPerRow + ordinal, attemptStream)
  const starts = toWallTime(life, plan.start)
  const rings = starts + 0.03 * plan.lasts
  const answers = plan.result === null ? Infinity : starts + plan.lasts * (0.05 + 0.15 * random.next())
  const ends = starts + plan.lasts
  const over = now >= ends
  const common = {
    id: brands.attemptId(Random.idOf(shared.prefixes.attempt, index * attemptsPerRow + ordinal)),
    answered_at: now >= answers ? brands.iso(createdAt + answers) : null,
    dial_error: over ? plan.dialError : null,
    ended_at: over ? brands.iso(createdAt + ends) : null,
    phone_number: person.phoneNumber,
    started_at: now >= rings ? brands.iso(createdAt + rings) : null
  }
  if (!over) {
    return {
      ...common,
      recording_url: null,
      result: null,
      status: now < rings ? "queued" : now < answers ? "ringing" : "ongoing",
      end_reason: null,
      ended_by: null,
      structured_output: null,
      transcript: null
    }
  }
  if (plan.result === null) {
    // An unanswered attempt has no conversation, and its keys are absent.
    return { ...common, recording_url: null, result: null, status: "error" }
  }
  const conversation = Conversations.make(random, person, plan.result)
  const isExtracted = plan.result === "human" && (index + 1) / shared.rows <= extractedAt(life, now)
  return {
    ...common,
    recording_url: `https://recordings.example.com/${common.id}.ogg`,
    result: plan.result,
    status: "completed",
    ...endOf(random, plan.result),
    structured_output: isExtracted ? extracted(random, conversation) : null,
    transcript: conversation.transcript
  }
}

const statusOf = (life: Life, plan: Plan, progress: Progress, now: number): CallStatus => {
  switch (progress.state) {
    case "calling":
      return "calling"
    case "completed":
      return "completed"
    case "failed":
      return progress.cancelled ? "cancelled" : "errored"
    default: {
      const next = plan.attempts[progress.begun]
      const due = next === undefined ? 0 : toWallTime(life, next.start)
      const since = progress.begun === 0 ? RowProgress.orderedAt(life, plan) : due - 0.2 * (due - (plan.created ?? 0))
      const halfway = (since + due) / 2
      return now >= halfway ? "queued_for_calling" : progress.begun === 0 ? "initializing" : "scheduled"
    }
  }
}

const callAt = (
  shared: Shared,
  index: number,
  person: People.Person,
  plan: Plan,
  progress: Progress,
  now: number
): Call => {
  const { life, seed } = shared
  const random = Random.make(seed, index, callStream)
  const attempts: Array<CallAttempt> = []
  for (let ordinal = progress.begun - 1; ordinal >= 0; ordinal--) {
    const planned = plan.attempts[ordinal]
    if (planned !== undefined) {
      attempts.push(attemptAt(shared, index, person, planned, ordinal, now))
    }
  }
  const status = statusOf(life, plan, progress, now)
  const due = plan.attempts[Math.min(progress.begun, plan.attempts.length - 1)]?.start ?? 0
  return {
    id: callIdAt(shared, index),
    assistant: shared.assistant,
    call_attempts: attempts,
    call_retry_config: shared.assistant.call_retry_config,
    calls_count: attempts.length,
    campaign: shared.reference,
    created_at: brands.iso(shared.createdAt + RowProgress.orderedAt(life, plan)),
    direction: "outbound",
    first_sentence_delay_ms: shared.assistant.first_sentence_delay_ms,
    from_phone_number: shared.fromPhoneNumber,
    is_cancelled: status === "cancelled",
    is_completed: status === "completed",
    last_call_attempt: attempts[0] ?? null,
    llm_model: shared.assistant.llm_model,
    metadata: random.chance(0.7) ? { source: "csv-upload", batch: `b-${String(random.below(40))}` } : null,
    organization_id: shared.assistant.organization_id,
    // The API does not know future pauses, but this time includes them.
    scheduled_at: random.chance(0.95) ? brands.iso(shared.createdAt + toWallTime(life, due)) : null,
    status,
    to_phone_number: person.phoneNumber
  }
}

/** Returns the call order of a row that has one at a time, a pure function of the arguments. */
export const callOf = (shared: Shared, index: number, now: number): Call => {
  const plan = RowProgress.planOf(shared, index)
  return callAt(shared, index, shared.person(index), plan, RowProgress.of(shared, plan, now), now)
}

/** Returns a row at a time, a pure function of the arguments. */
export const at = (shared: Shared, index: number, now: number): CampaignRow => {
  const plan = RowProgress.planOf(shared, index)
  const progress = RowProgress.of(shared, plan, now)
  const person = shared.person(index)
  const row = {
    id: idAt(shared, index),
    input_data: person.inputData,
    phone_number: person.phoneNumber,
    row_index: index
  }
  return progress.ordered ? { ...row, call: callAt(shared, index, person, plan, progress, now) } : row
}

/** Returns the values that filters compare, without computing the row. */
export const factsAt = (shared: Shared, index: number, now: number): {
  readonly status: CallStatus | null
  readonly result: PlannedAttempt["result"]
} => {
  const plan = RowProgress.planOf(shared, index)
  const progress = RowProgress.of(shared, plan, now)
  const latest = plan.attempts[progress.begun - 1]
  return {
    status: progress.ordered ? statusOf(shared.life, plan, progress, now) : null,
    result: latest === undefined || progress.state === "calling" ? null : latest.result
  }
}

import type { Call, CallStatus } from "@effect-revox/schema/Call"
import { isTerminal } from "@effect-revox/schema/Call"
import type { CallAttempt } from "@effect-revox/schema/CallAttempt"
import type { CallCreate } from "@effect-revox/schema/CallCreate"
import * as Duration from "effect/Duration"
import type { CallSpec, PlacedCalls } from "../CallSpec.ts"
import * as Assistants from "./assistant.ts"
import * as brands from "./brands.ts"
import * as CallPlan from "./callPlan.ts"
import type { Life } from "./life.ts"
import { toWallTime } from "./life.ts"
import * as People from "./people.ts"
import type { Plan } from "./plan.ts"
import type { Recordings } from "./recordings.ts"
import * as RowProgress from "./progress.ts"
import type { IdPrefixes, Shared } from "./row.ts"
import * as Row from "./row.ts"
import type { SimulatedTime } from "./simulatedTime.ts"
import * as Transitions from "./transitions.ts"
import * as UnknownFields from "./unknownFields.ts"

/** An attempt, and the time at which it started, in milliseconds since 1970. */
export interface StartedAttempt {
  readonly startedAt: number
  readonly attempt: CallAttempt
  readonly status: CallStatus
}

/** A change of a call by a request. */
export type Change = "pause" | "resume" | "cancel"

/** The state of a call that belongs to no campaign. */
export interface CallState {
  readonly id: Call["id"]
  /** Returns the call at a reading of the clock. */
  readonly at: (clock: number) => Call
  /** Returns the attempts that have started, newest first. */
  readonly attempts: (clock: number) => ReadonlyArray<StartedAttempt>
  /** Applies a change, or returns `false` if the call is in a state that does not allow it. */
  readonly change: (change: Change, clock: number) => boolean
}

/** The parameters of a call. */
export interface Parameters {
  readonly id: string | undefined
  readonly index: number
  readonly seed: number
  readonly time: SimulatedTime
  readonly unknownFields: boolean
  readonly prefixes: IdPrefixes
  readonly recordings: Recordings
  readonly request: Partial<CallCreate>
  readonly placed: PlacedCalls
  /** The simulator's clock. */
  readonly clock: number
  /** Simulated milliseconds since the call was placed. */
  readonly age: number
}

const delayOf = ({ age, clock, placed, request }: Parameters): number =>
  request.scheduled_at === undefined
    ? Duration.toMillis(placed.delay ?? "5 seconds")
    : Math.max(0, Date.parse(request.scheduled_at) - (clock - age))

const planOf = (parameters: Parameters): Plan =>
  CallPlan.at(parameters.seed, parameters.index, {
    attempts: parameters.placed.attempts,
    delay: delayOf(parameters),
    retryDelay: Duration.toMillis(parameters.placed.retryDelay ?? "5 minutes")
  })

const sharedOf = ({ age, clock, index, prefixes, recordings, request, seed }: Parameters, plan: Plan): Shared => {
  const createdAt = clock - age
  const { assistant_id, from_phone_number, phone_number, prompt_variables } = request
  const contact = phone_number === undefined
    ? People.at(seed, index)
    : People.fromContact({ to_phone_number: phone_number, prompt_variables: prompt_variables ?? {} })
  return {
    seed,
    rows: index + 1,
    life: { draft: 0, duration: CallPlan.duration(plan), pauses: [], cancelledAt: Infinity, extraction: 0 },
    ordersAtCreation: true,
    selected: undefined,
    plan,
    createdAt,
    assistant: Assistants.make(seed, createdAt, true, assistant_id).rows,
    fromPhoneNumber: from_phone_number ?? null,
    person: () => contact,
    prefixes,
    recordings,
    reference: { id: brands.campaignId(""), name: "" }
  }
}

const changed = (change: Change, life: Life, now: number): Life => {
  switch (change) {
    case "pause":
      return Transitions.pause(life, now)
    case "resume":
      return Transitions.resume(life, now)
    case "cancel":
      return Transitions.cancel(life, now)
  }
}

export const make = (parameters: Parameters): CallState => {
  const { age, clock: addedAt, index, request, time, unknownFields } = parameters
  const plan = planOf(parameters)
  let shared = sharedOf(parameters, plan)
  const id = parameters.id === undefined ? Row.callIdAt(shared, index) : brands.callId(parameters.id)
  const extend = unknownFields ? UnknownFields.calls(shared.assistant) : undefined

  const nowOf = (clock: number): number => age + time.between(addedAt, clock)

  const at = (clock: number): Call => {
    const made = Row.callOf(shared, index, nowOf(clock))
    const call = extend === undefined ? made : extend(made, index)
    return {
      ...call,
      id,
      // An inline assistant is not stored.
      assistant: request.assistant === undefined ? call.assistant : null,
      campaign: null,
      metadata: request.metadata ?? null,
      scheduled_at: call.scheduled_at ?? brands.iso(shared.createdAt)
    }
  }

  const isPaused = (): boolean => shared.life.pauses.some(({ lasts }) => lasts === Infinity)

  const allows = (change: Change, clock: number): boolean => {
    const call = at(clock)
    switch (change) {
      case "cancel":
        return call.status === "cancelled" || !isTerminal(call)
      case "pause":
        return !isTerminal(call)
      case "resume":
        return !isTerminal(call) && isPaused()
    }
  }

  return {
    id,
    at,
    attempts: (clock) => {
      const { call_attempts, status } = at(clock)
      return call_attempts.map((attempt, position) => {
        const start = plan.attempts[call_attempts.length - 1 - position]?.start ?? 0
        return { attempt, status, startedAt: shared.createdAt + toWallTime(shared.life, start) }
      })
    },
    change: (change, clock) => {
      if (!allows(change, clock)) return false
      const now = nowOf(clock)
      const isLastAttempt = RowProgress.of(shared, plan, now).begun === plan.attempts.length
      // An attempt that has started continues, so nothing is left to pause.
      if (change !== "pause" || !isLastAttempt && !isPaused()) {
        shared = { ...shared, life: changed(change, shared.life, now) }
      }
      return true
    }
  }
}

/** The parameters of a call that is added without a request. */
export const fromSpec = (
  spec: CallSpec
): Pick<Parameters, "id" | "request" | "placed" | "age"> => ({
  id: spec.id,
  request: {
    ...(spec.phoneNumber === undefined ? {} : { phone_number: spec.phoneNumber }),
    ...(spec.metadata === undefined ? {} : { metadata: spec.metadata })
  },
  placed: spec,
  age: Duration.toMillis(spec.age ?? 0)
})

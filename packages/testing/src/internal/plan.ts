import type { CallResult, DialError } from "@effect-revox/schema/CallAttempt"
import type { AttemptOutcome } from "../AttemptOutcome.ts"
import * as Random from "./random.ts"

/** A planned attempt, in active time of the campaign. */
export interface PlannedAttempt {
  readonly start: number
  /** Duration from dialling to the end of the attempt. */
  readonly lasts: number
  readonly dialError: DialError | null
  readonly result: CallResult | null
}

/** The planned attempts of a row. */
export interface Plan {
  /** Active time at which the call order is created; `null` if it is created with the campaign. */
  readonly created: number | null
  readonly attempts: ReadonlyArray<PlannedAttempt>
  readonly errored: boolean
}

const stream = 3

/** Upper bounds of a call: a share of the campaign's duration, and milliseconds. */
const longestCallShare = 0.1
const longestCallMillis = 240_000

/** Returns the upper bound of the duration of a call. */
export const longestCall = (duration: number): number => Math.min(longestCallMillis, longestCallShare * duration)

/** An outcome of an attempt. */
export interface Outcome {
  /** Upper bound of the outcome's interval in the cumulative distribution. */
  readonly below: number
  readonly dialError: PlannedAttempt["dialError"]
  readonly result: PlannedAttempt["result"]
  /** Bounds of the duration from dialling to the end, in milliseconds. */
  readonly min: number
  readonly max: number
  /** The result for the call order: it ends, or retries while attempts remain. */
  readonly leadsTo: "completed" | "errored" | "retry"
}

/** Distribution of attempt outcomes in outbound campaigns to consumers. */
const outcomes: readonly [Outcome, ...Array<Outcome>] = [
  { below: 0.36, dialError: null, result: "human", min: 32_000, max: 240_000, leadsTo: "completed" },
  { below: 0.6, dialError: null, result: "voicemail", min: 9_000, max: 34_000, leadsTo: "retry" },
  { below: 0.79, dialError: "no_answer", result: null, min: 25_000, max: 45_000, leadsTo: "retry" },
  { below: 0.85, dialError: "busy", result: null, min: 2_000, max: 6_000, leadsTo: "retry" },
  { below: 0.89, dialError: null, result: "IVR", min: 20_000, max: 70_000, leadsTo: "completed" },
  { below: 0.92, dialError: null, result: "ios-screening-filter", min: 8_000, max: 28_000, leadsTo: "retry" },
  { below: 0.94, dialError: null, result: "unknown", min: 4_000, max: 15_000, leadsTo: "completed" },
  { below: 0.96, dialError: "temporarily_unavailable", result: null, min: 1_000, max: 4_000, leadsTo: "retry" },
  { below: 0.98, dialError: "number_non_attributed", result: null, min: 800, max: 2_500, leadsTo: "errored" },
  { below: 0.985, dialError: "too_many_calls", result: null, min: 500, max: 900, leadsTo: "retry" },
  { below: 0.99, dialError: "no_international_permission", result: null, min: 500, max: 900, leadsTo: "errored" },
  { below: 0.995, dialError: "precondition_failed", result: null, min: 500, max: 900, leadsTo: "retry" },
  { below: 1, dialError: "non_classified_error", result: null, min: 500, max: 5_000, leadsTo: "retry" }
]

/** Maximum number of attempts of a generated plan. */
export const maxAttempts = 4

const gap = { min: 0.04, max: 0.14 }
const leadTimeShare = { min: 0.02, max: 0.04 }

/** Returns the upper bound of the time from a row's call order to the end of its last attempt. */
export const longestSpan = (duration: number): number =>
  maxAttempts * longestCall(duration) + duration * ((maxAttempts - 1) * gap.max + leadTimeShare.max)

/** Returns an outcome at a position of the cumulative distribution. */
export const sampleOutcome = (fraction: number): Outcome => {
  for (const outcome of outcomes) {
    if (fraction < outcome.below) {
      return outcome
    }
  }
  return outcomes[0]
}

/** Returns the outcome with a name. */
export const outcomeOf = (name: AttemptOutcome): Outcome =>
  outcomes.find(({ dialError, result }) => dialError === name || result === name) ?? outcomes[0]

/** The plan of a row that is never called, such as one that was inserted into an existing campaign. */
export const never: Plan = {
  created: Infinity,
  attempts: [{ start: Infinity, lasts: 0, dialError: null, result: null }],
  errored: false
}

/**
 * Returns the plan of a row of a campaign of `rows` rows, a pure function of the arguments.
 *
 * Rows end one after the other, and the last one ends when the campaign completes. Attempts are scheduled backwards
 * from the end of the row. They are compressed if they would start before the campaign does.
 */
export const at = (seed: number, index: number, rows: number, duration: number): Plan => {
  if (index >= rows) {
    return never
  }
  const random = Random.make(seed, index, stream)
  const scale = longestCall(duration) / longestCallMillis
  const end = duration * (0.1 + 0.9 * (index + 1) / rows)
  const attempts: Array<PlannedAttempt> = []
  let clock = 0
  let outcome: Outcome
  do {
    outcome = sampleOutcome(random.next())
    const lasts = scale * random.between(outcome.min, outcome.max)
    attempts.push({ start: clock, lasts, dialError: outcome.dialError, result: outcome.result })
    clock += lasts + duration * (gap.min + (gap.max - gap.min) * random.next())
  } while (outcome.leadsTo === "retry" && attempts.length < maxAttempts)
  const last = attempts[attempts.length - 1]
  const span = last === undefined ? 0 : last.start + last.lasts
  const leadTime = duration * (leadTimeShare.min + (leadTimeShare.max - leadTimeShare.min) * random.next())
  const compression = Math.min(1, end / (span + leadTime))
  const origin = end - span * compression
  return {
    created: Math.max(0, origin - leadTime * compression),
    attempts: attempts.map((attempt) => ({
      start: origin + attempt.start * compression,
      lasts: attempt.lasts * compression,
      dialError: attempt.dialError,
      result: attempt.result
    })),
    errored: last?.dialError !== null
  }
}

import type { CallResult, DialError } from "@effect-revox/schema/CallAttempt"
import * as Random from "./random.ts"

/** One attempt as it is going to happen, on the active clock of the campaign. */
export interface PlannedAttempt {
  readonly start: number
  /** From dialling to the end. */
  readonly lasts: number
  readonly dialError: DialError | null
  readonly result: CallResult | null
}

/** What is going to happen to one row. */
export interface Plan {
  /** When the call order is created. */
  readonly created: number
  readonly attempts: ReadonlyArray<PlannedAttempt>
  readonly errored: boolean
}

const stream = 3

/** The longest call, as a part of the campaign's duration, and in milliseconds where the campaign is long. */
const longestCallShare = 0.1
const longestCallMillis = 240_000

/** No call of a campaign lasts longer. */
export const longestCall = (duration: number): number => Math.min(longestCallMillis, longestCallShare * duration)

interface Outcome {
  /** Upper end of the outcome's share of all attempts. */
  readonly below: number
  readonly dialError: PlannedAttempt["dialError"]
  readonly result: PlannedAttempt["result"]
  /** Milliseconds from dialling to the end. */
  readonly min: number
  readonly max: number
  /** What comes of the call order: it ends here, or tries again while it may. */
  readonly leadsTo: "completed" | "errored" | "retry"
}

/** What becomes of attempts, in the proportions of outbound campaigns to consumers. */
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

const maxAttempts = 4

const gap = { min: 0.04, max: 0.14 }
const leadTimeShare = { min: 0.02, max: 0.04 }

/** No row takes longer from its order to its end. */
export const longestSpan = (duration: number): number =>
  maxAttempts * longestCall(duration) + duration * ((maxAttempts - 1) * gap.max + leadTimeShare.max)

const sampleOutcome = (fraction: number): Outcome => {
  for (const outcome of outcomes) {
    if (fraction < outcome.below) {
      return outcome
    }
  }
  return outcomes[0]
}

/** A row that was inserted when the campaign was under way already: nobody calls it. */
const insertedRowPlan: Plan = {
  created: Infinity,
  attempts: [{ start: Infinity, lasts: 0, dialError: null, result: null }],
  errored: false
}

/**
 * What is going to happen to a row of a campaign of `rows` rows: a pure function of seed and index.
 *
 * Rows end one after the other, the last of them when the campaign completes; what comes before is counted back from
 * the end, and compression together where the campaign is too young for it.
 */
export const at = (seed: number, index: number, rows: number, duration: number): Plan => {
  if (index >= rows) {
    return insertedRowPlan
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

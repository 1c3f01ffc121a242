import type { AttemptOutcome } from "../AttemptOutcome.ts"
import type { Outcome, Plan, PlannedAttempt } from "./plan.ts"
import { maxAttempts, outcomeOf, sampleOutcome } from "./plan.ts"
import * as Random from "./random.ts"

/** The course of a call. Times are in milliseconds. */
export interface Course {
  readonly attempts: ReadonlyArray<AttemptOutcome> | undefined
  readonly delay: number
  readonly retryDelay: number
}

const stream = 16

const sampled = (random: Random.SeededRandom): ReadonlyArray<Outcome> => {
  const outcomes: Array<Outcome> = []
  do {
    outcomes.push(sampleOutcome(random.next()))
  } while (outcomes.at(-1)?.leadsTo === "retry" && outcomes.length < maxAttempts)
  return outcomes
}

/** Returns the plan of the call with an index, a pure function of the arguments. The first attempt follows the order. */
export const at = (seed: number, index: number, { attempts: named, delay, retryDelay }: Course): Plan => {
  const random = Random.make(seed, index, stream)
  const outcomes = named === undefined || named.length === 0 ? sampled(random) : named.map(outcomeOf)
  const attempts: Array<PlannedAttempt> = []
  let start = delay
  for (const { dialError, max, min, result } of outcomes) {
    const lasts = random.between(min, max)
    attempts.push({ start, lasts, dialError, result })
    start += lasts + retryDelay
  }
  return { created: null, attempts, errored: outcomes.at(-1)?.dialError !== null }
}

/** The time at which the last attempt of a plan ends. */
export const duration = ({ attempts }: Plan): number => {
  const last = attempts.at(-1)
  return last === undefined ? 0 : last.start + last.lasts
}

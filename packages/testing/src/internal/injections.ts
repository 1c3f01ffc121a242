import type { RequestRecord } from "../RequestRecord.ts"
import type { Effects, Fault, Hit } from "./fault/model.ts"

/** The faults of a simulator. */
export interface Injections {
  readonly inject: (faults: ReadonlyArray<Fault>) => Injection
  readonly clear: () => void
  /** Returns the faults that affect a request, and counts it for each of them. */
  readonly hitBy: (request: RequestRecord, now: number, error: Hit["error"]) => ReadonlyArray<Strike>
}

/** Faults that were injected together. */
export interface Injection {
  readonly hits: () => number
  readonly remove: () => void
}

/** A fault that affects a request. */
export interface Strike {
  readonly name: string
  readonly effects: Effects
  readonly hit: Hit
}

interface Active {
  readonly fault: Fault
  seen: number
  hits: number
}

export const make = (): Injections => {
  let active: ReadonlyArray<Active> = []
  return {
    inject: (faults) => {
      const added = faults.map((fault): Active => ({ fault, seen: 0, hits: 0 }))
      active = [...active, ...added]
      return {
        hits: () => added.reduce((sum, one) => sum + one.hits, 0),
        remove: () => {
          active = active.filter((one) => !added.includes(one))
        }
      }
    },
    clear: () => {
      active = []
    },
    hitBy: (request, now, error) => {
      const strikes: Array<Strike> = []
      for (const one of active) {
        const { effects, matches, name, skips, times } = one.fault
        if (!matches(request)) {
          continue
        }
        one.seen += 1
        if (one.seen > skips && one.hits < times) {
          strikes.push({ name, effects, hit: { request, count: one.hits, now, error } })
          one.hits += 1
        }
      }
      return strikes
    }
  }
}

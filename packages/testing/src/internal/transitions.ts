/** Changes of a campaign's life cycle by requests, as pure functions of the life cycle and a simulated time. */
import type { Life, Pause } from "./life.ts"
import { activeOf, toWallTime } from "./life.ts"

/** Starts the calls of a draft at a time. */
export const launch = (life: Life, at: number): Life => ({ ...life, draft: at })

/** Cancels the campaign, unless it was cancelled before. */
export const cancel = (life: Life, now: number): Life => ({ ...life, cancelledAt: Math.min(life.cancelledAt, now) })

const byStart = (a: Pause, b: Pause): number => a.at - b.at

/** Pauses the campaign until it is resumed. */
export const pause = (life: Life, now: number): Life => {
  const at = activeOf(life, now)
  // A pause at the same active time as an earlier one continues it, since no active time has passed in between.
  const others = life.pauses.filter((pause) => pause.at !== at)
  return { ...life, pauses: [...others, { at, lasts: Infinity }].sort(byStart) }
}

/** Ends the current pause. */
export const resume = (life: Life, now: number): Life => {
  const at = activeOf(life, now)
  return {
    ...life,
    pauses: life.pauses.map((pause) => pause.at === at ? { at, lasts: now - toWallTime(life, at) } : pause)
  }
}

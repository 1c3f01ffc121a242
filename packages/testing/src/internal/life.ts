/**
 * When a campaign does what, in simulated milliseconds since it was added.
 *
 * Two clocks run in a life. The *active* clock counts the time in which new calls may start: it stands still in a draft
 * and while the campaign is paused. Rows are planned on it, so a pause moves everything that comes after it and changes
 * nothing else. Calls that are under way when a pause begins go on, as they would.
 */
export interface Life {
  readonly draft: number
  /** Active time from the first call to completion. */
  readonly duration: number
  readonly pauses: ReadonlyArray<Pause>
  /** When the campaign is called off; after completion it has no effect. */
  readonly cancelledAt: number
  /** How long structured output is extracted after completion; `null` for a campaign that extracts none. */
  readonly extraction: number | null
}

/** A pause: begins at an active time and lasts. */
export interface Pause {
  readonly at: number
  readonly lasts: number
}

/** The time at which the active clock shows `active`: everything planned for that instant comes before a pause at it. */
export const toWallTime = (life: Life, active: number): number => {
  let wall = life.draft + active
  for (const pause of life.pauses) {
    if (pause.at < active) {
      wall += pause.lasts
    }
  }
  return wall
}

/** What the active clock shows at a time. */
export const activeOf = (life: Life, wall: number): number => {
  let active = wall - life.draft
  for (const pause of life.pauses) {
    if (pause.at < active) {
      active = Math.max(pause.at, active - pause.lasts)
    }
  }
  return Math.max(0, active)
}

/** When the campaign completes, unless it is called off. */
export const completesAt = (life: Life): number => toWallTime(life, life.duration)

/** Whether and when the campaign is called off: `Infinity` when it is not. */
export const cancelsAt = (life: Life): number => life.cancelledAt < completesAt(life) ? life.cancelledAt : Infinity

const isPausedAt = (life: Life, wall: number): boolean =>
  life.pauses.some((pause) => {
    const start = toWallTime(life, pause.at)
    return pause.at < life.duration && wall >= start && wall < start + pause.lasts
  })

/** The status at a time. A campaign that was called off keeps the one it had. */
export const statusAt = (life: Life, wall: number): "draft" | "running" | "paused" | "completed" => {
  const now = Math.min(wall, cancelsAt(life))
  if (now < life.draft) {
    return "draft"
  }
  if (now >= completesAt(life)) {
    return "completed"
  }
  return isPausedAt(life, now) ? "paused" : "running"
}

/** How far structured output is at a time, as a fraction: below 0 while calls still run, 1 when all is extracted. */
export const extractedAt = (life: Life, wall: number): number => {
  const since = Math.min(wall, cancelsAt(life)) - completesAt(life)
  return since < 0 || life.extraction === null ? -1 : life.extraction === 0 ? 1 : Math.min(1, since / life.extraction)
}

/** The moment after which nothing changes any more. Calls under way outlive a cancellation by one call at most. */
export const settlesAt = (life: Life, longestCall: number): number =>
  cancelsAt(life) === Infinity ? completesAt(life) + (life.extraction ?? 0) : cancelsAt(life) + longestCall

/**
 * The life cycle of a campaign, in simulated milliseconds since it was added.
 *
 * Wall time always advances. Active time advances only while new calls may start: not in a draft, and not during a
 * pause. Rows are planned in active time, so a pause delays everything after it and changes nothing else. Calls that
 * are in progress when a pause starts continue.
 */
export interface Life {
  readonly draft: number
  /** Active time from the first call to completion. */
  readonly duration: number
  readonly pauses: ReadonlyArray<Pause>
  /** Time of the cancellation, which has no effect after completion. */
  readonly cancelledAt: number
  /** Duration of the extraction of structured output after completion, or `null` without extraction. */
  readonly extraction: number | null
}

/** A pause, which starts at an active time. */
export interface Pause {
  readonly at: number
  readonly lasts: number
}

/** Converts active time to wall time. At the start of a pause, this is the wall time before the pause. */
export const toWallTime = (life: Life, active: number): number => {
  let wall = life.draft + active
  for (const pause of life.pauses) {
    if (pause.at < active) {
      wall += pause.lasts
    }
  }
  return wall
}

/** Converts wall time to active time. */
export const activeOf = (life: Life, wall: number): number => {
  let active = wall - life.draft
  for (const pause of life.pauses) {
    if (pause.at < active) {
      active = Math.max(pause.at, active - pause.lasts)
    }
  }
  return Math.max(0, active)
}

/** Returns the time at which the campaign completes unless it is cancelled. */
export const completesAt = (life: Life): number => toWallTime(life, life.duration)

/** Returns the time at which the campaign is cancelled, or `Infinity` if it is not. */
export const cancelsAt = (life: Life): number => life.cancelledAt < completesAt(life) ? life.cancelledAt : Infinity

const isPausedAt = (life: Life, wall: number): boolean =>
  life.pauses.some((pause) => {
    const start = toWallTime(life, pause.at)
    return pause.at < life.duration && wall >= start && wall < start + pause.lasts
  })

/** Returns the status at a time. A cancelled campaign keeps its status. */
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

/**
 * Returns the extracted fraction of structured output: negative before completion, 1 when the extraction is complete.
 */
export const extractedAt = (life: Life, wall: number): number => {
  const since = Math.min(wall, cancelsAt(life)) - completesAt(life)
  return since < 0 || life.extraction === null ? -1 : life.extraction === 0 ? 1 : Math.min(1, since / life.extraction)
}

/** Returns the time of the last change. After a cancellation, calls in progress take at most `longestCall`. */
export const settlesAt = (life: Life, longestCall: number): number =>
  cancelsAt(life) === Infinity ? completesAt(life) + (life.extraction ?? 0) : cancelsAt(life) + longestCall

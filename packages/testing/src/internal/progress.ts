import type { RowStats } from "@effect-revox/schema/RowStats"
import type { Life } from "./life.ts"
import { activeOf, cancelsAt, toWallTime } from "./life.ts"
import type { Order } from "./order.ts"
import type { Plan } from "./plan.ts"
import * as RowPlan from "./plan.ts"

/** The parameters that determine the progress of a campaign's rows. */
export interface Course {
  readonly seed: number
  readonly rows: number
  readonly life: Life
}

/** The state of a row, as `row_stats` counts it. */
export type RowState = Exclude<keyof RowStats, "total">

/** The progress of a row at a time. */
export interface Progress {
  readonly state: RowState
  /** Whether the call order exists. */
  readonly ordered: boolean
  /** Number of planned attempts that have started. */
  readonly begun: number
  /** Whether the order was cancelled before its last attempt ended. */
  readonly cancelled: boolean
}

/** Returns the progress of a row. Counts and rows are both derived from it, so that they always agree. */
export const of = (course: Course, plan: Plan, now: number): Progress => {
  const { life } = course
  const cancelsOn = cancelsAt(life)
  const ordered = toWallTime(life, plan.created) <= now && toWallTime(life, plan.created) < cancelsOn
  let begun = 0
  let ends = -Infinity
  for (const attempt of plan.attempts) {
    const starts = toWallTime(life, attempt.start)
    if (starts > now || starts >= cancelsOn) {
      break
    }
    begun += 1
    ends = starts + attempt.lasts
  }
  if (now < ends) {
    return { state: "calling", ordered, begun, cancelled: false }
  }
  if (begun === plan.attempts.length) {
    return { state: plan.errored ? "failed" : "completed", ordered, begun, cancelled: false }
  }
  if (ordered && now >= cancelsOn) {
    return { state: "failed", ordered, begun, cancelled: true }
  }
  return { state: begun === 0 ? "pending" : "retry", ordered, begun, cancelled: false }
}

/** Returns the progress of the row with an index. */
export const at = (course: Course, index: number, now: number): Progress =>
  of(course, RowPlan.at(course.seed, index, course.rows, course.life.duration), now)

/** Counts the rows of an order by state. */
export const stats = (course: Course, order: Order, now: number): RowStats => {
  const counts = { calling: 0, completed: 0, failed: 0, pending: 0, retry: 0 }
  const untouched = firstUntouched(course, now)
  for (const segment of order.segments) {
    const end = segment.from + segment.count
    const scanned = Math.max(segment.from, Math.min(end, untouched))
    for (let index = segment.from; index < scanned; index++) {
      counts[at(course, index, now).state] += 1
    }
    counts.pending += end - scanned
  }
  return { ...counts, total: order.total }
}

/** Returns the first index whose row certainly has no call order yet, so that later rows need no computation. */
const firstUntouched = (course: Course, now: number): number => {
  const { duration } = course.life
  const latestEnd = activeOf(course.life, now) + RowPlan.longestSpan(duration)
  return Math.min(course.rows, Math.max(0, Math.ceil((latestEnd / duration - 0.1) / 0.9 * course.rows)))
}

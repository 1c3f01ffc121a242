import type { RowStats } from "@effect-revox/schema/RowStats"
import type { Life } from "./life.ts"
import { activeOf, cancelsAt, toWallTime } from "./life.ts"
import type { Order } from "./order.ts"
import type { Plan } from "./plan.ts"
import * as RowPlan from "./plan.ts"

/** What decides the course of a campaign's rows. */
export interface Course {
  readonly seed: number
  readonly rows: number
  readonly life: Life
}

/** The state of a row, as `row_stats` counts it. */
export type RowState = Exclude<keyof RowStats, "total">

/** How far a row has come at a moment. */
export interface Progress {
  readonly state: RowState
  /** Whether there is a call order yet. */
  readonly ordered: boolean
  /** How many of the planned attempts have begun. */
  readonly begun: number
  /** Whether the order was called off before its plan was through. */
  readonly cancelled: boolean
}

/** How far a row has come. All that is said about a row is read off this, so that counts and rows can't disagree. */
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

/** How far the row of this index has come. */
export const at = (course: Course, index: number, now: number): Progress =>
  of(course, RowPlan.at(course.seed, index, course.rows, course.life.duration), now)

/** How many of the rows of an order are in which state. */
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

/** Rows from this index on have no order yet: they end too late to have begun. Spares the end of a long list. */
const firstUntouched = (course: Course, now: number): number => {
  const { duration } = course.life
  const latestEnd = activeOf(course.life, now) + RowPlan.longestSpan(duration)
  return Math.min(course.rows, Math.max(0, Math.ceil((latestEnd / duration - 0.1) / 0.9 * course.rows)))
}

import type { RowStats } from "@effect-revox/schema/RowStats"
import type { RowState } from "../RowState.ts"
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
  /** Whether call orders are created with the campaign, instead of shortly before the first attempt. */
  readonly ordersAtCreation: boolean
  /** The indices of the rows to call; `undefined` for all. */
  readonly selected: ReadonlySet<number> | undefined
  /** The plan of all rows. Default: a plan for each row, derived from the seed. */
  readonly plan?: Plan | undefined
}

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

/** Returns the plan of the row with an index. */
export const planOf = ({ life, ordersAtCreation, plan: given, rows, seed, selected }: Course, index: number): Plan => {
  if (given !== undefined) return given
  const isCalled = selected === undefined || selected.has(index)
  const plan = isCalled ? RowPlan.at(seed, index, rows, life.duration) : RowPlan.never
  return ordersAtCreation && index < rows ? { ...plan, created: null } : plan
}

/** Returns the wall time at which the call order of a row is created. */
export const orderedAt = (life: Life, { created }: Plan): number => created === null ? 0 : toWallTime(life, created)

/** Returns the progress of a row. Counts and rows are both derived from it, so that they always agree. */
export const of = (course: Course, plan: Plan, now: number): Progress => {
  const { life } = course
  const cancelsOn = cancelsAt(life)
  const orders = orderedAt(life, plan)
  const ordered = orders <= now && (orders < cancelsOn || plan.created === null)
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
export const at = (course: Course, index: number, now: number): Progress => of(course, planOf(course, index), now)

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

/** Returns the first index whose row is certainly pending, so that later rows need no computation. */
const firstUntouched = (course: Course, now: number): number => {
  // All orders of a cancelled campaign are cancelled, if they exist.
  if (course.ordersAtCreation && now >= cancelsAt(course.life)) return course.rows
  const { duration } = course.life
  const latestEnd = activeOf(course.life, now) + RowPlan.longestSpan(duration)
  return Math.min(course.rows, Math.max(0, Math.ceil((latestEnd / duration - 0.1) / 0.9 * course.rows)))
}

import type { RowsEdit } from "../RowsView.ts"

/**
 * The rows of a campaign in server order, as spans of indices. An index is never reused: each inserted row has a new
 * one, and a deleted row never returns.
 */
export interface Order {
  /** Incremented by each edit. */
  readonly version: number
  readonly segments: ReadonlyArray<Segment>
  readonly total: number
  /** The index of the next inserted row. */
  readonly next: number
}

interface Segment {
  readonly from: number
  readonly count: number
}

export const make = (rows: number): Order => ({
  version: 0,
  segments: [{ from: 0, count: rows }],
  total: rows,
  next: rows
})

/** Returns the index of the row at a position below the total. */
export const at = (self: Order, position: number): number => {
  let rest = position
  for (const segment of self.segments) {
    if (rest < segment.count) {
      return segment.from + rest
    }
    rest -= segment.count
  }
  return -1
}

const split = (segments: ReadonlyArray<Segment>, position: number): readonly [Array<Segment>, Array<Segment>] => {
  const before: Array<Segment> = []
  const behind: Array<Segment> = []
  let rest = position
  for (const segment of segments) {
    const taken = Math.max(0, Math.min(segment.count, rest))
    rest -= taken
    if (taken > 0) {
      before.push({ from: segment.from, count: taken })
    }
    if (taken < segment.count) {
      behind.push({ from: segment.from + taken, count: segment.count - taken })
    }
  }
  return [before, behind]
}

export const edit = (self: Order, change: RowsEdit): Order => {
  const at = Math.max(0, Math.min(self.total, change.at))
  const count = Math.max(0, change.count)
  const [before, behind] = split(self.segments, at)
  if (change._tag === "Insert") {
    return {
      version: self.version + 1,
      segments: [...before, { from: self.next, count }, ...behind],
      total: self.total + count,
      next: self.next + count
    }
  }
  const deleted = Math.min(count, self.total - at)
  return {
    ...self,
    version: self.version + 1,
    segments: [...before, ...split(behind, deleted)[1]],
    total: self.total - deleted
  }
}

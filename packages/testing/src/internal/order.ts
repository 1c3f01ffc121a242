import type { RowsEdit } from "../RowsView.ts"

/**
 * The rows of a campaign in the server's order: spans of indices, as many as there were changes. Indices are given once:
 * a row that is deleted does not come back, one that is inserted gets an index that none had.
 */
export interface Order {
  /** Differs whenever the rows do. */
  readonly version: number
  readonly segments: ReadonlyArray<Segment>
  readonly total: number
  /** The index of the next row that is inserted. */
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

/** The index of the row at a position below the total. */
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

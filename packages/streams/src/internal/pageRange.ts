/** The places of the list that one page covers. */
export interface PageRange {
  readonly page: number
  readonly start: number
  readonly size: number
}

/** The page of this size that contains a position of the list. */
export const at = (position: number, size: number, firstPage: number): PageRange => {
  const index = Math.floor(position / size)
  return { page: firstPage + index, start: index * size, size }
}

/** The number of rows that a page contains according to a total. */
export const rowsDue = ({ size, start }: PageRange, total: number): number => Math.max(0, Math.min(size, total - start))

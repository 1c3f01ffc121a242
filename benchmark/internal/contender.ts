/** What a contender reads: all pages of a campaign. */
export interface Task {
  readonly url: string
  readonly rows: number
  readonly pageSize: number
  /** Requests in flight, where the contender can have several. */
  readonly concurrency: number
}

/** What proves that a contender saw each row: how many there were, and the sum of the numbers in their ids. */
export interface Seen {
  rows: number
  sum: number
}

/** A program that reads all rows. */
export interface Contender {
  readonly name: string
  /** Prepares what a program makes once; the function it gives reads all rows. */
  readonly make: (task: Task) => Promise<(seen: Seen) => Promise<void>>
}

export const apiKey = "benchmark-key"
export const headers = { accept: "application/json", authorization: `Bearer ${apiKey}` }

export const campaignOf = (task: Task): string => `rows-${task.rows}`

export const pagesOf = (task: Task): number => Math.ceil(task.rows / task.pageSize)

/** The URL of a page. */
export const pageUrl = (task: Task, page: number): string =>
  `${task.url}/campaigns/${campaignOf(task)}/rows?page=${page}&page_size=${task.pageSize}`

/** A page as far as those who validate nothing look at it. */
export interface Page {
  readonly rows: ReadonlyArray<{ readonly id: string }>
}

/** Sees the rows of a page. */
export const see = (seen: Seen, rows: ReadonlyArray<{ readonly id: string }>): void => {
  seen.rows += rows.length
  for (const row of rows) seen.sum += Number(row.id.slice(-12))
}

/** Reads pages in a loop, so many at a time. */
export const loop = async (task: Task, read: (page: number) => Promise<void>): Promise<void> => {
  const pages = pagesOf(task)
  let next = 0
  const worker = async () => {
    while (next < pages) await read(next++)
  }
  await Promise.all(Array.from({ length: task.concurrency }, worker))
}

/** Runs a contender once, and gives the seconds it took. */
export const timed = async (task: Task, read: (seen: Seen) => Promise<void>): Promise<number> => {
  const seen: Seen = { rows: 0, sum: 0 }
  const began = performance.now()
  await read(seen)
  const seconds = (performance.now() - began) / 1000
  const expected = task.rows * (task.rows - 1) / 2
  if (seen.rows !== task.rows || seen.sum !== expected) {
    throw new Error(`saw ${seen.rows} rows of ${task.rows}, with a sum of ${seen.sum} instead of ${expected}`)
  }
  return seconds
}

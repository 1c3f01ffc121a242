/** The work of a contender: reading all pages of a campaign. */
export interface Task {
  readonly url: string
  readonly rows: number
  readonly pageSize: number
  /** Number of requests in flight, for contenders that support several. */
  readonly concurrency: number
}

/** Proof that a contender read every row: the number of rows, and the sum of the numbers in their ids. */
export interface Seen {
  rows: number
  sum: number
}

/** Records what a program did. It runs after the time is taken. */
export type Check = () => Promise<void>

/** A program that reads all rows, or does other work that counts as rows. */
export interface Contender {
  readonly name: string
  /** Prepares the program once. The returned function does the work. */
  readonly make: (task: Task) => Promise<(seen: Seen) => Promise<Check | void>>
}

export const apiKey = "benchmark-key"
export const headers = { accept: "application/json", authorization: `Bearer ${apiKey}` }

export const campaignOf = (task: Task): string => `rows-${task.rows}`

export const pagesOf = (task: Task): number => Math.ceil(task.rows / task.pageSize)

/** The URL of a page. */
export const pageUrl = (task: Task, page: number): string =>
  `${task.url}/campaigns/${campaignOf(task)}/rows?page=${page}&page_size=${task.pageSize}`

/** The fields of a page that programs without validation read. */
export interface Page {
  readonly rows: ReadonlyArray<{ readonly id: string }>
}

/** Records the rows of a page. */
export const see = (seen: Seen, rows: ReadonlyArray<{ readonly id: string }>): void => {
  seen.rows += rows.length
  for (const row of rows) seen.sum += Number(row.id.slice(-12))
}

/** Reads pages in a loop, with the concurrency of the task. */
export const loop = async (task: Task, read: (page: number) => Promise<void>): Promise<void> => {
  const pages = pagesOf(task)
  let next = 0
  const worker = async () => {
    while (next < pages) await read(next++)
  }
  await Promise.all(Array.from({ length: task.concurrency }, worker))
}

/** Runs a contender once, and returns the duration in seconds. */
export const timed = async (task: Task, read: (seen: Seen) => Promise<Check | void>): Promise<number> => {
  const seen: Seen = { rows: 0, sum: 0 }
  const began = performance.now()
  const check = await read(seen)
  const seconds = (performance.now() - began) / 1000
  if (check !== undefined) await check()
  const expected = task.rows * (task.rows - 1) / 2
  if (seen.rows !== task.rows || seen.sum !== expected) {
    throw new Error(`Read ${seen.rows} of ${task.rows} rows, with an id sum of ${seen.sum} instead of ${expected}`)
  }
  return seconds
}

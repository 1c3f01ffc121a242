import type { Server } from "../server.ts"
import { quartiles, ratios } from "../stats.ts"
import { ratio, spread, type Table, thousands } from "../table.ts"
import { inTurns } from "../turns.ts"

/** The rows to read, and the contenders that read them. */
export interface Throughput {
  readonly title: string
  readonly about: string
  /** What the programs read or receive. Default: rows. */
  readonly unit?: string
  readonly delay: number
  readonly rows: number
  readonly pageSize: number
  readonly rounds: number
  readonly warmups: number
  readonly sittings: number
  /** Contenders with their number of requests in flight. All are compared with the first and its repetitions. */
  readonly contenders: ReadonlyArray<readonly [contender: string, concurrency: number]>
}

const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Runs contenders in turns, and compares each with the first in the same round, averaged over its repetitions. */
export const throughput = async (server: Server, scene: Throughput): Promise<Table> => {
  const { contenders, delay, pageSize, rows, unit = "rows" } = scene
  const all = await inTurns(
    contenders.map(([contender, concurrency]) => ({
      contender,
      task: { url: server.url(delay), rows, pageSize, concurrency }
    })),
    scene
  )
  const isFirst = (index: number) => contenders[index]?.join() === contenders[0]?.join()
  const firsts = all.filter((_, index) => isFirst(index)).map(({ seconds }) => seconds)
  const base = (firsts[0] ?? []).map((_, round) => mean(firsts.map((seconds) => seconds[round] ?? Number.NaN)))
  const best = Math.min(...firsts.flat())
  return {
    title: scene.title,
    about: scene.about,
    head: ["program", "ratio, median (quartiles)", "ratio of the best rounds", `${unit}/s`],
    rows: all.map(({ name, seconds }, index) => {
      const concurrency = contenders[index]?.[1] ?? 1
      const isAgain = index > 0 && isFirst(index)
      return [
        `${name}${concurrency === 1 ? "" : `, ${concurrency} in flight`}${isAgain ? ", repeated" : ""}`,
        spread(ratios(base, seconds)),
        ratio(best / Math.min(...seconds)),
        thousands(rows / quartiles(seconds).median)
      ]
    })
  }
}

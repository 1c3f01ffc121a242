import type { Server } from "../server.ts"
import { type Quartiles, quartiles, ratios } from "../stats.ts"
import { bar, ratio, spread, type Table, thousands } from "../table.ts"
import { inTurns } from "../turns.ts"

/** The rows to read, and the contenders that read them. */
export interface Throughput {
  readonly title: string
  readonly about: string
  /** The result in a sentence, from the ratio of each contender, such as `"revox,4"`. */
  readonly answer: (ratio: (contender: string) => number) => string
  /** The unit of work of the programs. Default: rows. */
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

interface Measured {
  readonly contender: string
  readonly name: string
  readonly ratio: Quartiles
  readonly best: number
  readonly rate: Quartiles
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
  const measured = all.map(({ name, seconds }, index): Measured => {
    const concurrency = contenders[index]?.[1] ?? 1
    const isAgain = index > 0 && isFirst(index)
    return {
      contender: contenders[index]?.join() ?? "",
      name: `${name}${concurrency === 1 ? "" : `, ${concurrency} in flight`}${isAgain ? ", repeated" : ""}`,
      ratio: ratios(base, seconds),
      best: best / Math.min(...seconds),
      rate: quartiles(seconds.map((value) => rows / value))
    }
  })
  const ratioOf = (contender: string) => measured.find((one) => one.contender === contender)?.ratio.median ?? Number.NaN
  return {
    title: scene.title,
    answer: scene.answer(ratioOf),
    about: scene.about,
    chart: {
      unit: `${unit.charAt(0).toUpperCase()}${unit.slice(1)} per second (longer is better)`,
      groups: [{ title: "", bars: measured.map(({ name, rate }) => bar(name, rate, thousands)) }]
    },
    head: ["program", "ratio, median (quartiles)", "ratio of the best rounds", `${unit}/s`],
    rows: measured.map((one) => [one.name, spread(one.ratio), ratio(one.best), thousands(one.rate.median)])
  }
}

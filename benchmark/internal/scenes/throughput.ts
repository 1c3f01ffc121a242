import type { Server } from "../server.ts"
import { quartiles, ratios } from "../stats.ts"
import { ratio, spread, type Table, thousands } from "../table.ts"
import { inTurns } from "../turns.ts"

/** What is read, by whom. */
export interface Throughput {
  readonly title: string
  readonly about: string
  readonly delay: number
  readonly rows: number
  readonly pageSize: number
  readonly rounds: number
  readonly warmups: number
  readonly sittings: number
  /** Contenders, with so many requests in flight. All are compared with the first. */
  readonly contenders: ReadonlyArray<readonly [contender: string, concurrency: number]>
}

/** Contenders in turns, each compared with what the first took in the same round. */
export const throughput = async (server: Server, scene: Throughput): Promise<Table> => {
  const { contenders, delay, pageSize, rows } = scene
  const all = await inTurns(
    contenders.map(([contender, concurrency]) => ({
      contender,
      task: { url: server.url(delay), rows, pageSize, concurrency }
    })),
    scene
  )
  const first = all[0]?.seconds ?? []
  return {
    title: scene.title,
    about: scene.about,
    head: ["program", "ratio, median (quartiles)", "ratio of the best rounds", "rows/s"],
    rows: all.map(({ name, seconds }, index) => {
      const concurrency = contenders[index]?.[1] ?? 1
      const isAgain = all.findIndex((other) => other.name === name) < index && concurrency === contenders[0]?.[1]
      return [
        `${name}${concurrency === 1 ? "" : `, ${concurrency} in flight`}${isAgain ? ", once more" : ""}`,
        spread(ratios(first, seconds)),
        ratio(Math.min(...first) / Math.min(...seconds)),
        thousands(rows / quartiles(seconds).median)
      ]
    })
  }
}

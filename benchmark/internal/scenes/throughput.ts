import { runPair } from "../pair.ts"
import type { Server } from "../server.ts"
import { quartiles, ratios } from "../stats.ts"
import { ratio, spread, type Table, thousands } from "../table.ts"

/** What is read, by whom. */
export interface Throughput {
  readonly title: string
  readonly about: string
  readonly delay: number
  readonly rows: number
  readonly pageSize: number
  readonly rounds: number
  readonly warmups: number
  /** Contenders, with so many requests in flight. */
  readonly contenders: ReadonlyArray<readonly [contender: string, concurrency: number]>
  /** Whom they run beside. Default plain undici. */
  readonly partner?: string | undefined
  /** How many requests plain undici has in flight meanwhile. */
  readonly plainConcurrency: number
}

/** Each contender against plain undici, in pairs. */
export const throughput = async (server: Server, scene: Throughput): Promise<Table> => {
  const rows: Array<ReadonlyArray<string>> = []
  for (const [contender, concurrency] of scene.contenders) {
    const { name, plain, seconds } = await runPair({
      contender,
      partner: scene.partner,
      concurrency,
      plainConcurrency: scene.plainConcurrency,
      url: server.url(scene.delay),
      rows: scene.rows,
      pageSize: scene.pageSize,
      rounds: scene.rounds,
      warmups: scene.warmups
    })
    rows.push([
      concurrency === 1 ? name : `${name}, ${concurrency} in flight`,
      spread(ratios(plain, seconds)),
      ratio(Math.min(...plain) / Math.min(...seconds)),
      thousands(scene.rows / quartiles(seconds).median)
    ])
  }
  return {
    title: scene.title,
    about: scene.about,
    head: ["program", "ratio, median (quartiles)", "ratio of the best rounds", "rows/s"],
    rows
  }
}

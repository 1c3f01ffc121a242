import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { spread, type Table } from "../table.ts"

interface Figure {
  readonly name: string
  readonly micros: ReadonlyArray<number>
}

/** One campaign, asked for again and again. */
export const retrieve = async (server: Server, rounds: number): Promise<Table> => {
  const figures = await measureIn<ReadonlyArray<Figure>>("retrieve.ts", [server.url(0), String(rounds)])
  const sdk = figures.find(({ name }) => name.includes("SDK"))?.micros ?? []
  return {
    title: "One campaign",
    about: "Time of one `retrieve` over a warm connection, as a share of what the generated SDK takes.",
    head: ["program", "share of the SDK's time, median (quartiles)", "of the best rounds", "median µs"],
    rows: figures.map(({ micros, name }) => [
      name,
      spread(quartiles(micros.map((value, round) => value / (sdk[round] ?? Number.NaN)))),
      (Math.min(...micros) / Math.min(...sdk)).toFixed(2),
      quartiles(micros).median.toFixed(0)
    ])
  }
}

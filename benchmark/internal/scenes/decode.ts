import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { spread, type Table } from "../table.ts"

interface Figures {
  readonly bytes: number
  readonly figures: ReadonlyArray<{
    readonly name: string
    readonly check: ReadonlyArray<number>
    readonly parse: ReadonlyArray<number>
  }>
}

/** Measures the validation of a parsed page. */
export const decode = async (server: Server, rounds: number): Promise<Table> => {
  const url = `${server.url(0)}/campaigns/rows-1000/rows?page=1&page_size=100`
  const { bytes, figures } = await measureIn<Figures>("decode.ts", [url, String(rounds)])
  return {
    title: "Decoding a page",
    about: `A page of 100 rows (${(bytes / 1000).toFixed(0)} kB) after \`JSON.parse\`, relative to its time.`,
    head: ["program", "share, median (quartiles)", "of the best rounds", "median ms"],
    rows: figures.map(({ check, name, parse }) => [
      name,
      spread(quartiles(check.map((value, round) => value / (parse[round] ?? Number.NaN)))),
      (Math.min(...check) / Math.min(...parse)).toFixed(2),
      quartiles(check).median.toFixed(2)
    ])
  }
}

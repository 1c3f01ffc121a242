import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { type Quartiles, quartiles } from "../stats.ts"
import { bar, percent, spread, type Table } from "../table.ts"

interface Figures {
  readonly bytes: number
  readonly figures: ReadonlyArray<{
    readonly name: string
    readonly check: ReadonlyArray<number>
    readonly parse: ReadonlyArray<number>
  }>
}

const bars = (name: string, share: Quartiles | undefined) => share === undefined ? [] : [bar(name, share, percent)]

/** Measures the validation of a parsed page. */
export const decode = async (server: Server, rounds: number): Promise<Table> => {
  const url = `${server.url(0)}/campaigns/rows-1000/rows?page=1&page_size=100`
  const { bytes, figures } = await measureIn<Figures>("decode.ts", [url, String(rounds)])
  const shares = figures.map(({ check, parse }) =>
    quartiles(check.map((value, round) => value / (parse[round] ?? Number.NaN)))
  )
  const [first] = shares
  return {
    title: "Decoding a page",
    answer: first === undefined
      ? ""
      : `**Validation takes ${percent(first.median)} of the time of \`JSON.parse\`** for a page of known rows.`,
    chart: {
      unit: "Time of validation, in percent of JSON.parse (shorter is better)",
      groups: [{ title: "", bars: figures.flatMap(({ name }, index) => bars(name, shares[index])) }]
    },
    about: `A page of 100 rows (${(bytes / 1000).toFixed(0)} kB) after \`JSON.parse\`, relative to its time.`,
    head: ["program", "share, median (quartiles)", "of the best rounds", "median ms"],
    rows: figures.map(({ check, name, parse }, index) => [
      name,
      spread(shares[index] ?? quartiles([])),
      (Math.min(...check) / Math.min(...parse)).toFixed(2),
      quartiles(check).median.toFixed(2)
    ])
  }
}

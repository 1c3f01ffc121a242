import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { bar, percent, spread, type Table } from "../table.ts"
import { inTurns } from "../turns.ts"

/** Number of calls per turn. */
const calls = 1000

const contenders = ["retrieveSdk", "retrieveUndici", "retrieveFetch", "retrieveEffect", "retrieve"]

/** Measures retrieving one campaign repeatedly. */
export const retrieve = async (
  server: Server,
  options: { readonly rounds: number; readonly warmups: number; readonly sittings: number }
): Promise<Table> => {
  const task = { url: server.url(0), rows: calls, pageSize: 1, concurrency: 1 }
  const all = await inTurns(contenders.map((contender) => ({ contender, task })), options)
  const sdk = all[0]?.seconds ?? []
  const shares = all.map(({ seconds }) => quartiles(seconds.map((value, round) => value / (sdk[round] ?? Number.NaN))))
  const micros = all.map(({ seconds }) => quartiles(seconds.map((value) => value * 1e6 / calls)))
  return {
    title: "One campaign",
    answer:
      `**One \`retrieve\` takes ${percent(shares.at(-1)?.median ?? Number.NaN)} of the time of the generated SDK**, ` +
      "which does not validate the response.",
    chart: {
      unit: "Microseconds per call (shorter is better)",
      groups: [{
        title: "",
        bars: micros.map((value, index) => bar(all[index]?.name ?? "", value, (median) => `${median.toFixed(0)} µs`))
      }]
    },
    about: "Time of one `retrieve` over a warm connection, as a share of the time of the generated SDK.",
    head: ["program", "share of the SDK's time, median (quartiles)", "of the best rounds", "median µs"],
    rows: all.map(({ name, seconds }, index) => [
      name,
      spread(shares[index] ?? quartiles([])),
      (Math.min(...seconds) / Math.min(...sdk)).toFixed(2),
      (micros[index]?.median ?? Number.NaN).toFixed(0)
    ])
  }
}

import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { spread, type Table } from "../table.ts"
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
  return {
    title: "One campaign",
    about: "Time of one `retrieve` over a warm connection, as a share of the time of the generated SDK.",
    head: ["program", "share of the SDK's time, median (quartiles)", "of the best rounds", "median µs"],
    rows: all.map(({ name, seconds }) => [
      name,
      spread(quartiles(seconds.map((value, round) => value / (sdk[round] ?? Number.NaN)))),
      (Math.min(...seconds) / Math.min(...sdk)).toFixed(2),
      (quartiles(seconds).median * 1e6 / calls).toFixed(0)
    ])
  }
}

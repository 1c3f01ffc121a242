import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { spread, type Table, thousands } from "../table.ts"
import { inTurns } from "../turns.ts"

const contenders = ["createUndici", "createStringify", "create"]

/** Measures creating a campaign with many contacts: its time, and the peak memory of a process that creates one. */
export const create = async (
  server: Server,
  contacts: number,
  options: { readonly rounds: number; readonly warmups: number; readonly sittings: number }
): Promise<Table> => {
  const task = { url: server.url(0), rows: contacts, pageSize: 1, concurrency: 1 }
  const all = await inTurns(contenders.map((contender) => ({ contender, task })), options)
  const plain = all[0]?.seconds ?? []
  const rows: Array<ReadonlyArray<string>> = []
  for (const [index, { name, seconds }] of all.entries()) {
    const { peak } = await measureIn<{ readonly peak: number }>(
      "memory.ts",
      [contenders[index] ?? "", task.url, String(contacts), "1"]
    )
    rows.push([
      name,
      spread(quartiles(seconds.map((value, round) => value / (plain[round] ?? Number.NaN)))),
      (quartiles(seconds).median * 1000).toFixed(0),
      `${(peak / 1024 / 1024).toFixed(0)} MB`
    ])
  }
  return {
    title: "Creating a campaign",
    about: `A campaign with ${thousands(contacts)} contacts, relative to the time of undici, which validates nothing.`,
    head: ["program", "time, median (quartiles)", "median ms", "peak memory"],
    rows
  }
}

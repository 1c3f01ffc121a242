import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { ratio, type Table, thousands } from "../table.ts"

interface Peak {
  readonly name: string
  readonly seconds: number
  readonly peak: number
}

/** With a large heap, garbage is collected late and all programs use the same memory. */
const flags = ["--max-old-space-size=48", "--max-semi-space-size=8"]

/** Measures the peak memory of reading campaigns of several lengths. */
export const memory = async (server: Server, lengths: ReadonlyArray<number>, repeats: number): Promise<Table> => {
  const rows: Array<ReadonlyArray<string>> = []
  for (const [contender, concurrency] of [["undici", 4], ["revox", 4], ["report", 4]] as const) {
    const medians: Array<number> = []
    let name = ""
    let speed = Number.NaN
    for (const length of lengths) {
      const peaks: Array<number> = []
      for (let repeat = 0; repeat < (length > 100_000 ? 1 : repeats); repeat++) {
        const args = [contender, server.url(0), String(length), String(concurrency)]
        try {
          const measured = await measureIn<Peak>("memory.ts", args, flags)
          name = measured.name
          speed = length / measured.seconds
          peaks.push(measured.peak)
        } catch {
          // Running out of memory is a result as well.
          peaks.push(Number.NaN)
        }
      }
      medians.push(peaks.some(Number.isNaN) ? Number.NaN : quartiles(peaks).median)
    }
    const first = medians[0] ?? Number.NaN
    rows.push([
      name,
      ...medians.map((peak) => (Number.isNaN(peak) ? "did not finish" : `${(peak / 1024 / 1024).toFixed(0)} MB`)),
      Number.isNaN(medians.at(-1)) ? "" : ratio((medians.at(-1) ?? Number.NaN) / first),
      Number.isNaN(medians.at(-1)) ? "" : thousands(speed)
    ])
  }
  return {
    title: "Memory",
    about: `Peak resident memory of a process that reads all rows under \`${flags.join(" ")}\`, in pages of 100 with ` +
      "4 requests in flight, and the speed of the longest.",
    head: ["program", ...lengths.map((length) => `${thousands(length)} rows`), "last / first", "rows/s"],
    rows
  }
}

import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { ratio, type Table, thousands } from "../table.ts"

interface Peak {
  readonly name: string
  readonly seconds: number
  readonly peak: number
}

interface Program {
  readonly name: string
  /** The peak for each length, or `NaN` if the program ran out of memory. */
  readonly peaks: ReadonlyArray<number>
  readonly speed: number
}

const megabytes = (peak = Number.NaN): string =>
  Number.isNaN(peak) ? "did not finish" : `${(peak / 1024 / 1024).toFixed(0)} MB`

/** With a large heap, garbage is collected late and all programs use the same memory. */
const flags = ["--max-old-space-size=48", "--max-semi-space-size=8"]

/** Measures the peak memory of reading campaigns of several lengths. */
export const memory = async (server: Server, lengths: ReadonlyArray<number>, repeats: number): Promise<Table> => {
  const programs: Array<Program> = []
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
    programs.push({ name, peaks: medians, speed })
  }
  const [plain, streamed] = programs.map(({ peaks }) => peaks.at(-1) ?? Number.NaN)
  const most = thousands(lengths.at(-1) ?? 0)
  return {
    title: "Memory",
    answer:
      `**Memory is bounded: ${most} rows are read in ${megabytes(streamed)}**, compared with ${megabytes(plain)} ` +
      "for undici, which keeps nothing.",
    chart: {
      unit: "Peak resident memory (shorter is better)",
      groups: lengths.map((length, index) => ({
        title: `${thousands(length)} rows`,
        bars: programs.map(({ name, peaks }) => {
          const peak = peaks[index] ?? Number.NaN
          return { name, value: Number.isNaN(peak) ? 0 : peak, label: megabytes(peak) }
        })
      }))
    },
    about: `Peak resident memory of a process that reads all rows under \`${flags.join(" ")}\`, in pages of 100 with ` +
      "4 requests in flight, and the speed of the longest.",
    head: ["program", ...lengths.map((length) => `${thousands(length)} rows`), "last / first", "rows/s"],
    rows: programs.map(({ name, peaks, speed }) => {
      const last = peaks.at(-1) ?? Number.NaN
      const isFinished = !Number.isNaN(last)
      return [
        name,
        ...peaks.map(megabytes),
        isFinished ? ratio(last / (peaks[0] ?? Number.NaN)) : "",
        isFinished ? thousands(speed) : ""
      ]
    })
  }
}

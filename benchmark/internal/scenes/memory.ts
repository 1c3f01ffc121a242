import { measureIn } from "../child.ts"
import type { Server } from "../server.ts"
import { quartiles } from "../stats.ts"
import { ratio, type Table, thousands } from "../table.ts"

interface Peak {
  readonly name: string
  readonly seconds: number
  readonly peak: number
}

const megabytes = (peak = Number.NaN): string =>
  Number.isNaN(peak) ? "did not finish" : `${(peak / 1024 / 1024).toFixed(0)} MB`

/** With a large heap, garbage is collected late and all programs use the same memory. */
const flags = ["--max-old-space-size=48", "--max-semi-space-size=8"]

/** Measures the peak memory of reading campaigns of several lengths. */
export const memory = async (server: Server, lengths: ReadonlyArray<number>, repeats: number): Promise<Table> => {
  const programs: Array<{ readonly name: string; readonly peaks: ReadonlyArray<number> }> = []
  for (const [contender, concurrency] of [["undici", 1], ["undici", 4], ["revox", 1], ["revox", 4]] as const) {
    const medians: Array<number> = []
    let name = ""
    for (const length of lengths) {
      const peaks: Array<number> = []
      for (let repeat = 0; repeat < (length > 100_000 ? 1 : repeats); repeat++) {
        const args = [contender, server.url(0), String(length), String(concurrency)]
        try {
          const measured = await measureIn<Peak>("memory.ts", args, flags)
          name = measured.name
          peaks.push(measured.peak)
        } catch {
          // Running out of memory is a result as well.
          peaks.push(Number.NaN)
        }
      }
      medians.push(peaks.some(Number.isNaN) ? Number.NaN : quartiles(peaks).median)
    }
    programs.push({ name: concurrency === 1 ? name : `${name}, ${concurrency} in flight`, peaks: medians })
  }
  const [plain] = programs
  const streamed = programs.at(-1)
  const most = lengths.at(-1) ?? 0
  const difference = (streamed?.peaks.at(-1) ?? Number.NaN) - (plain?.peaks.at(-1) ?? Number.NaN)
  return {
    title: "Memory",
    answer: `**Memory is bounded: ${thousands(most)} rows are read in ${megabytes(streamed?.peaks.at(-1))}**, ` +
      `${megabytes(difference)} more than plain undici, which keeps nothing.`,
    chart: {
      unit: "Peak resident memory (shorter is better)",
      groups: lengths.map((length, index) => ({
        title: `${thousands(length)} rows`,
        bars: programs.map(({ name, peaks }) => ({
          name,
          value: Number.isNaN(peaks[index]) ? 0 : peaks[index] ?? 0,
          label: megabytes(peaks[index])
        }))
      }))
    },
    about: `Peak resident memory of a process that reads all rows under \`${flags.join(" ")}\`, in pages of 100.`,
    head: ["program", ...lengths.map((length) => `${thousands(length)} rows`), "last / first"],
    rows: programs.map(({ name, peaks }) => [
      name,
      ...peaks.map(megabytes),
      Number.isNaN(peaks.at(-1)) ? "" : ratio((peaks.at(-1) ?? Number.NaN) / (peaks[0] ?? Number.NaN))
    ])
  }
}

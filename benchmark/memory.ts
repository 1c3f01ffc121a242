/** Measures the peak memory of reading a campaign. Runs in a separate process with a small heap, and prints JSON. */
import { type Contender, type Task, timed } from "./internal/contender.ts"

const [, , which = "revox", url = "", rows = "10000", concurrency = "4"] = process.argv

// Each process loads only the modules that its program imports.
const contender: Contender = which === "undici"
  ? (await import("./internal/plain.ts")).plainUndici
  : (await import("./internal/effects.ts")).revox

const task: Task = { url, rows: Number(rows), pageSize: 100, concurrency: Number(concurrency) }
const seconds = await timed(task, await contender.make(task))
process.stdout.write(
  `${JSON.stringify({ name: contender.name, seconds, peak: process.resourceUsage().maxRSS * 1024 })}\n`
)
process.exit(0)

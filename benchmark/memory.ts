/** Measures the peak memory of a program. Runs in a separate process with a small heap, and prints JSON. */
import { type Task, timed } from "./internal/contender.ts"
import { load } from "./internal/contenders.ts"

const [, , which = "revox", url = "", rows = "10000", concurrency = "4"] = process.argv

const contender = await load(which)
const task: Task = { url, rows: Number(rows), pageSize: 100, concurrency: Number(concurrency) }
const seconds = await timed(task, await contender.make(task))
process.stdout.write(
  `${JSON.stringify({ name: contender.name, seconds, peak: process.resourceUsage().maxRSS * 1024 })}\n`
)
process.exit(0)

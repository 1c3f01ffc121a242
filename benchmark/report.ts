/**
 * Measures the rows per second of `CampaignReport.make` and of `CampaignRows.stream` alone, alternately, and the peak
 * memory.
 *
 *     node benchmark/report.ts [rows] [rounds] [program]
 *
 * Without rounds, each program runs once, without a warm-up.
 */
import * as CampaignReport from "@effect-revox/streams/CampaignReport"
import * as CampaignRows from "@effect-revox/streams/CampaignRows"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { makeRuntime } from "./internal/runtime.ts"
import * as Server from "./internal/server.ts"
import { quartiles } from "./internal/stats.ts"

const [, , rows = "100000", rounds = "7", only] = process.argv
const id = `rows-${rows}`

await using server = await Server.start()
const runtime = makeRuntime(server.url(0))
const timeZone = DateTime.zoneMakeNamedUnsafe("Europe/Paris")

const programs = {
  stream: () => Effect.asVoid(Stream.runDrain(CampaignRows.stream(id))),
  report: () => Effect.asVoid(CampaignReport.make(id, { timeZone })),
  "stream with a report": () => Effect.asVoid(CampaignReport.fromStream(CampaignRows.stream(id), { timeZone }))
}

const seconds: Record<string, Array<number>> = {}
/** CPU time per row in microseconds, which other processes influence less than the time. */
const cpu: Record<string, Array<number>> = {}
// The first round warms up.
for (let round = 0; round <= Number(rounds); round++) {
  for (const [name, program] of Object.entries(programs)) {
    if (only !== undefined && only !== name) continue
    const start = performance.now()
    const before = process.cpuUsage()
    await runtime.runPromise(program())
    const elapsed = (performance.now() - start) / 1000
    const { system, user } = process.cpuUsage(before)
    if (round > 0 || Number(rounds) === 0) {
      ;(seconds[name] ??= []).push(elapsed)
      ;(cpu[name] ??= []).push((system + user) / Number(rows))
    }
  }
}
const base = quartiles(seconds["stream"] ?? []).median
for (const [name, all] of Object.entries(seconds)) {
  const { median } = quartiles(all)
  process.stdout.write(
    `${name.padEnd(22)} ${(Number(rows) / median).toFixed(0).padStart(8)} rows/s  ${(base / median).toFixed(3)}  ` +
      `${quartiles(cpu[name] ?? []).median.toFixed(1)} µs of CPU per row\n`
  )
}
process.stdout.write(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB\n`)
await runtime.dispose()

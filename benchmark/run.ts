/**
 * Measures the speed of reading campaigns, compared with programs that do not use this SDK.
 *
 *     node benchmark/run.ts [--quick] [--only scene,scene] [--write]
 *     node benchmark/run.ts --render
 *
 * `--quick` takes fewer measurements, `--only` selects scenes, and `--write` stores the results in `results.json` and
 * updates `docs/performance.md` and its charts. `--render` updates them from the stored results, without measurements.
 */
import { cpus, release, totalmem, type } from "node:os"
import { parseArgs } from "node:util"
import { writePage } from "./internal/page.ts"
import { read, type Result, update } from "./internal/results.ts"
import { bundles } from "./internal/scenes/bundles.ts"
import { coldStart } from "./internal/scenes/cold.ts"
import { create } from "./internal/scenes/create.ts"
import { decode } from "./internal/scenes/decode.ts"
import { memory } from "./internal/scenes/memory.ts"
import { retrieve } from "./internal/scenes/retrieve.ts"
import { throughput } from "./internal/scenes/throughput.ts"
import { types } from "./internal/scenes/types.ts"
import { waiting } from "./internal/scenes/waiting.ts"
import * as Server from "./internal/server.ts"
import { percent, type Table, toText } from "./internal/table.ts"

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    write: { type: "boolean", default: false },
    render: { type: "boolean", default: false }
  }
})
const { quick } = values

const scenes: Readonly<Record<string, (server: Server.Server) => Promise<Table>>> = {
  throughput: (server) =>
    throughput(server, {
      title: "Rows per second, pages of 100",
      about: "No latency and one request at a time, except in the last line, which has the default number in flight. " +
        "Compared with `undici.request` + `JSON.parse`, which validates nothing.",
      answer: (ratio) =>
        `**Streaming validated rows with the default options reaches ${
          percent(ratio("revox,4"))
        } of the throughput of ` +
        "plain `undici.request` + `JSON.parse`**, which validates nothing, and " +
        `${percent(ratio("revox,4") / ratio("sdk,1"))} of that of the generated SDK.`,
      delay: 0,
      rows: 20_000,
      pageSize: 100,
      sittings: quick ? 1 : 3,
      rounds: quick ? 5 : 7,
      warmups: 2,
      contenders: [
        ["undici", 1],
        // The difference between two processes of the same program is the measurement error.
        ["undici", 1],
        ["fetch", 1],
        ["sdk", 1],
        ["zod", 1],
        ["naive", 1],
        ["revox", 1],
        ["revox", 4]
      ]
    }),
  largePages: (server) =>
    throughput(server, {
      title: "Rows per second, pages of 500",
      about: "The rows of the previous table in larger pages.",
      answer: (ratio) =>
        `With pages of 500 rows, streaming with the default options reaches ${percent(ratio("revox,4"))} of the ` +
        "throughput of undici.",
      delay: 0,
      rows: 20_000,
      pageSize: 500,
      sittings: quick ? 1 : 3,
      rounds: quick ? 5 : 7,
      warmups: 2,
      contenders: [["undici", 1], ["undici", 1], ["revox", 1], ["revox", 4]]
    }),
  decode: (server) => decode(server, quick ? 60 : 300),
  latency: (server) =>
    throughput(server, {
      title: "Latency of 50 ms, with 8 requests in flight",
      about: "200 pages of 100 rows (50 with `--quick`), each sent after 50 ms. Compared with undici with 8 requests " +
        "in flight. The stream fetches the first page alone, which matters more with fewer pages.",
      answer: (ratio) =>
        `**With 50 ms of latency, the default of 4 requests in flight reads ` +
        `${(ratio("revox,4") / ratio("sdk,1")).toFixed(1)} times as many rows per second as a loop of the generated ` +
        `SDK.** With 8 in flight, the stream reaches ${percent(ratio("revox,8"))} of the throughput of undici.`,
      delay: 50,
      rows: quick ? 5000 : 20_000,
      pageSize: 100,
      sittings: quick ? 1 : 2,
      rounds: quick ? 3 : 5,
      warmups: quick ? 4 : 1,
      contenders: [["undici", 8], ["undici", 8], ["sdk", 1], ["naive", 8], ["revox", 4], ["revox", 8]]
    }),
  exports: (server) =>
    throughput(server, {
      title: "Exports",
      about:
        "20,000 rows to a file, without latency, compared with a script that writes NDJSON. The script starts over " +
        "when it is interrupted, while the exports resume.",
      answer: (ratio) =>
        `**An export to NDJSON runs at ${
          percent(ratio("ndjson,4"))
        } of the speed of a script without validation**, and ` +
        `one to CSV at ${percent(ratio("csv,4"))}. Both resume after an interruption.`,
      delay: 0,
      rows: 20_000,
      pageSize: 100,
      sittings: quick ? 1 : 2,
      rounds: quick ? 3 : 5,
      warmups: 1,
      contenders: [["plainNdjson", 1], ["plainNdjson", 1], ["ndjson", 1], ["ndjson", 4], ["raw", 1], ["raw", 4], [
        "csv",
        4
      ]]
    }),
  retrieve: (server) => retrieve(server, { sittings: quick ? 1 : 3, rounds: quick ? 5 : 9, warmups: 3 }),
  create: (server) => create(server, 100_000, { sittings: quick ? 1 : 2, rounds: quick ? 3 : 7, warmups: 2 }),
  webhook: (server) =>
    throughput(server, {
      title: "Webhook deliveries",
      about: "5,000 deliveries of 1.3 kB over 16 connections from another process.",
      answer: (ratio) =>
        `The webhook handler takes ${percent(ratio("webhook,16"))} of the deliveries per second of a bare server.`,
      unit: "deliveries",
      delay: 0,
      rows: 5000,
      pageSize: 1,
      sittings: quick ? 1 : 2,
      rounds: quick ? 5 : 7,
      warmups: 3,
      contenders: [["webhookBare", 16], ["webhookBare", 16], ["webhook", 16]]
    }),
  memory: (server) => memory(server, quick ? [10_000, 50_000] : [10_000, 200_000, 1_000_000], quick ? 1 : 3),
  waiting: (server) => waiting(server, quick ? 2000 : 10_000),
  coldStart: () => coldStart(quick ? 3 : 21),
  bundle: () => bundles(),
  types: () => types()
}

const say = (text: string) => process.stdout.write(`${text}\n`)

const machine = () => {
  const [cpu] = cpus()
  return `${cpu?.model.trim() ?? "unknown processor"}, ${cpus().length} cores, ` +
    `${(totalmem() / 2 ** 30).toFixed(0)} GB, ${type()} ${release()}, Node ${process.version}`
}

if (values.render) {
  await writePage(await read())
  process.exit()
}

say(machine())
await using server = await Server.start()
const results: Record<string, Result> = {}
for (const name of values.only?.split(",") ?? Object.keys(scenes)) {
  const scene = scenes[name]
  if (scene === undefined) throw new Error(`There is no scene "${name}". Scenes: ${Object.keys(scenes).join(", ")}`)
  try {
    const table = await scene(server)
    results[name] = { ...table, machine: machine() }
    say(toText(table))
  } catch (error) {
    // The results of the other scenes are still printed and written, although the run fails.
    say(`The scene ${name} failed: ${String(error)}`)
    process.exitCode = 1
  }
}
if (values.write) await writePage(await update(results))

/**
 * Measures the speed of reading campaigns, compared with programs that do not use this SDK.
 *
 *     node benchmark/run.ts [--quick] [--only scene,scene] [--write]
 *
 * `--quick` takes fewer measurements, `--only` selects scenes, and `--write` updates the tables of
 * `docs/performance.md`.
 */
import { readFile, writeFile } from "node:fs/promises"
import { cpus, release, totalmem, type } from "node:os"
import { parseArgs } from "node:util"
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
import { type Table, toMarkdown, toText } from "./internal/table.ts"

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string" },
    write: { type: "boolean", default: false }
  }
})
const { quick } = values

const scenes: Readonly<Record<string, (server: Server.Server) => Promise<Table>>> = {
  throughput: (server) =>
    throughput(server, {
      title: "Rows per second, pages of 100",
      about: "No latency and one request at a time, except in the last line, which has the default number in flight. " +
        "Compared with `undici.request` + `JSON.parse`, which validates nothing.",
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

/** Replaces the tables between the markers of the page. */
const write = async (tables: ReadonlyMap<string, Table>) => {
  const page = new URL("../docs/performance.md", import.meta.url)
  let text = await readFile(page, "utf8")
  const put = (name: string, content: string) => {
    const begin = `<!-- begin ${name} -->`
    const end = `<!-- end ${name} -->`
    const from = text.indexOf(begin)
    const to = text.indexOf(end)
    if (from < 0 || to < 0) throw new Error(`docs/performance.md has no markers "${begin}" and "${end}"`)
    text = `${text.slice(0, from + begin.length)}\n\n${content}\n${text.slice(to)}`
  }
  for (const [name, table] of tables) put(name, toMarkdown(table))
  put("machine", `${machine()}.\n`)
  await writeFile(page, text)
}

say(machine())
await using server = await Server.start()
const tables = new Map<string, Table>()
for (const name of values.only?.split(",") ?? Object.keys(scenes)) {
  const scene = scenes[name]
  if (scene === undefined) throw new Error(`There is no scene "${name}". Scenes: ${Object.keys(scenes).join(", ")}`)
  try {
    const table = await scene(server)
    tables.set(name, table)
    say(toText(table))
  } catch (error) {
    // The results of the other scenes are still printed and written, although the run fails.
    say(`The scene ${name} failed: ${String(error)}`)
    process.exitCode = 1
  }
}
if (values.write) await write(tables)

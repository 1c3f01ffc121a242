/**
 * How fast the simulator serves pages: rows per second to a plain `fetch` reader, beside a static file of the same
 * bytes. Servers run in threads of their own, so the reader's work does not slow them down.
 *
 *     node benchmark/simulator.ts [pages] [rows per page]
 */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads"
import { RevoxSimulator } from "../packages/testing/src/index.ts"

const key = "test-key"
const campaign = "benchmark"
const concurrency = 4
const rounds = 5

interface Task {
  /** The file to serve; without one, the simulator. */
  readonly file?: string
  readonly rows: number
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of worker threads has no origin
const tell = (url: string) => parentPort?.postMessage(url)

const simulator = (rows: number) =>
  Layer.effectDiscard(
    RevoxSimulator.RevoxSimulator.use(({ baseUrl }) => Effect.sync(() => tell(`${baseUrl}/campaigns/${campaign}/rows`)))
  ).pipe(
    Layer.provide(
      RevoxSimulator.layer({
        campaigns: [{ id: campaign, rows, status: "completed" }],
        cacheBytes: 512 * 1024 * 1024,
        logLimit: 100
      })
    )
  )

const staticFile = (file: string) => {
  const { size } = statSync(file)
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": size })
    createReadStream(file).pipe(response)
  })
  server.listen(0, "127.0.0.1", () => {
    tell(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`)
  })
}

/** A server in a thread of its own, and its URL. */
const serve = (task: Task) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly worker: Worker }>((resume) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: task })
      worker.once("message", (url: string) => resume(Effect.succeed({ url, worker })))
      worker.once("error", (cause) => resume(Effect.die(cause)))
    }),
    ({ worker }) => Effect.promise(() => worker.terminate())
  ).pipe(Effect.map(({ url }) => url))

const read = (url: string, parse: boolean) =>
  Effect.promise(async () => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
    await (parse ? response.json() : response.arrayBuffer())
    return Number(response.headers.get("content-length"))
  })

interface Figures {
  readonly rowsPerSecond: number
  readonly megabytesPerSecond: number
}

/** Reads all pages, and tells how fast. */
const measure = (urls: ReadonlyArray<string>, rowsPerPage: number, parse = false) =>
  Effect.gen(function*() {
    const began = performance.now()
    const sizes = yield* Effect.forEach(urls, (url) => read(url, parse), { concurrency })
    const seconds = (performance.now() - began) / 1000
    const figures: Figures = {
      rowsPerSecond: urls.length * rowsPerPage / seconds,
      megabytesPerSecond: sizes.reduce((sum, size) => sum + size, 0) / 1e6 / seconds
    }
    return figures
  })

const median = (values: ReadonlyArray<Figures>): Figures =>
  values.toSorted((a, b) => a.rowsPerSecond - b.rowsPerSecond)[Math.floor(values.length / 2)] ??
    { rowsPerSecond: 0, megabytesPerSecond: 0 }

const report = (name: string, figures: ReadonlyArray<Figures>) => {
  const { megabytesPerSecond, rowsPerSecond } = median(figures)
  const rows = Math.round(rowsPerSecond).toLocaleString("en")
  return Console.log(`${name.padEnd(44)} ${rows.padStart(10)} rows/s ${megabytesPerSecond.toFixed(0).padStart(6)} MB/s`)
}

const main = Effect.gen(function*() {
  const pages = Number(process.argv[2] ?? 200)
  const rowsPerPage = Number(process.argv[3] ?? 100)
  const perRound = Array.from({ length: pages }, (_, page) => page)
  const url = yield* serve({ rows: pages * rowsPerPage * (rounds + 1) })
  const page = (base: string, page: number) => `${base}?page=${String(page)}&page_size=${String(rowsPerPage)}`

  const directory = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "revox-benchmark-"))),
    (directory) => Effect.sync(() => rmSync(directory, { recursive: true }))
  )
  const file = join(directory, "page.json")
  const headers = { authorization: `Bearer ${key}` }
  const bytes = yield* Effect.promise(async () => (await fetch(page(url, 0), { headers })).arrayBuffer())
  writeFileSync(file, new Uint8Array(bytes))
  const fileUrl = yield* serve({ file, rows: 0 })

  const statics: Array<Figures> = []
  const first: Array<Figures> = []
  const again: Array<Figures> = []
  const parsed: Array<Figures> = []
  // The first round warms everything up and does not count.
  for (let round = 0; round <= rounds; round++) {
    const urls = perRound.map((index) => page(url, round * pages + index))
    const figures = [
      yield* measure(perRound.map(() => fileUrl), rowsPerPage),
      yield* measure(urls, rowsPerPage),
      yield* measure(urls, rowsPerPage),
      yield* measure(urls, rowsPerPage, true)
    ] as const
    if (round > 0) {
      statics.push(figures[0])
      first.push(figures[1])
      again.push(figures[2])
      parsed.push(figures[3])
    }
  }
  yield* Console.log(
    `${String(pages)} pages of ${String(rowsPerPage)} rows (${(bytes.byteLength / 1000).toFixed(0)} kB each), ` +
      `${String(concurrency)} at a time, median of ${String(rounds)} rounds`
  )
  yield* report("static file", statics)
  yield* report("simulator, pages asked for the first time", first)
  yield* report("simulator, pages asked for again", again)
  yield* report("simulator, again, by a reader that parses", parsed)
}).pipe(Effect.scoped)

if (isMainThread) {
  await Effect.runPromise(main)
} else {
  const { file, rows } = workerData as Task
  if (file === undefined) {
    await Effect.runPromise(Layer.launch(simulator(rows)))
  } else {
    staticFile(file)
  }
}

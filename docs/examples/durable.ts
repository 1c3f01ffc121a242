/** Starts an export in one process and waits for its result in another. */
import { RevoxSimulator } from "@effect-revox/testing"
import { CampaignExports, Embedded } from "@effect-revox/workflow"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Layer, Stream } from "effect"
import { SqlClient } from "effect/sql"
import { RevoxLive } from "./support/simulated.ts"

const request: CampaignExports.ExportRequest = {
  campaignId: "winter",
  destination: { name: "sql" },
  timeout: "3 days",
  // Short, because simulated campaigns are fast. The default is 5 minutes.
  maxPollInterval: "1 second"
}

/** Starts the export, and exits before the campaign completes. */
const before = Effect.gen(function*() {
  const exports = yield* CampaignExports.CampaignExports
  const simulator = yield* RevoxSimulator.RevoxSimulator
  yield* simulator.addCampaign({ id: "winter", rows: 40, duration: "10 minutes" })
  const { id } = yield* exports.start(request)
  const waiting = yield* exports.watch(id).pipe(Stream.filter(({ status }) => status === "waiting"), Stream.runHead)
  yield* Console.log(`the first process ends: ${waiting._tag === "Some" ? "the export waits" : "the export has ended"}`)
})

/** Another process, on another day: starting the same export finds it, and `result` waits for it. */
const exportRows = Effect.gen(function*() {
  const exports = yield* CampaignExports.CampaignExports
  const { id, job } = yield* exports.start(request)
  const { location } = yield* exports.result(id)
  yield* Console.log(`attempt ${job.generation + 1}: ${location}`)
})

const countResults = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const lines = yield* sql<{ result: string | null; count: number }>`
    SELECT result, count(*)::int AS count FROM revox_complete_rows GROUP BY result ORDER BY count DESC`
  for (const { count, result } of lines) yield* Console.log(`${String(count).padStart(4)} ${result ?? "no result"}`)
})

const program = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped()
  const process = Layer.fresh(Embedded.layer({ directory }))
  yield* Effect.provide(before, process)
  yield* Effect.provide(Effect.andThen(exportRows, countResults), process)
}).pipe(Effect.scoped)

program.pipe(Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)

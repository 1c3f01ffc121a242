/** Creates a campaign from a CSV file, launches it, waits for it and exports its rows, durably. */
import * as Contacts from "@effect-revox/streams/Contacts"
import { CampaignRuns, Embedded } from "@effect-revox/workflow"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Layer, Path, Stream } from "effect"
import { SqlClient } from "effect/sql"
import { RevoxLive } from "./support/simulated.ts"

// A program that is started again with this key continues the run.
const callAll = Effect.fnUntraced(function*(csv: string) {
  const fs = yield* FileSystem.FileSystem
  const runs = yield* CampaignRuns.CampaignRuns
  const { id } = yield* runs.start({
    key: "spring-2026",
    campaign: { assistant_id: "assistant-id", name: "Spring" },
    contacts: fs.stream(csv).pipe(Contacts.decode({ format: "csv", defaultCountry: "FR" })),
    launch: "create",
    export: {
      destination: { name: "sql" },
      timeout: "3 days",
      // Short, because simulated campaigns are fast. The default is 5 minutes.
      maxPollInterval: "1 second"
    }
  })
  const summary = yield* runs.result(id)
  yield* Console.log(`run ${id}: ${summary.rows} rows, ${summary.location}`)
  return summary
})

// Prints each change of a run, until it ends.
const follow = Effect.fnUntraced(function*(id: string) {
  const runs = yield* CampaignRuns.CampaignRuns
  yield* runs.watch(id).pipe(
    Stream.runForEach((run) => {
      const { finished = 0, total = 0 } = run.export?.campaign ?? {}
      return Console.log(`${run.status}: ${finished} of ${total} finished, ${run.export?.rows ?? 0} exported`)
    })
  )
})

// The exported rows, in the order of the contacts.
const resultsOf = Effect.fnUntraced(function*(campaignId: string) {
  const sql = yield* SqlClient.SqlClient
  return yield* sql<{ phone_number: string; result: string | null }>`
    SELECT phone_number, result FROM revox_complete_rows WHERE campaign_id = ${campaignId} ORDER BY row_index`
})

const runnable = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = yield* fs.makeTempDirectoryScoped()
  const csv = path.join(directory, "contacts.csv")
  yield* fs.writeFileString(csv, "phone_number,first_name\n+33184801001,Zoë\n01 84 80 10 02,Ali\n")
  yield* callAll(csv).pipe(
    Effect.flatMap(({ campaignId }) => resultsOf(campaignId)),
    Effect.tap((results) => Console.log(`results: ${results.map(({ phone_number }) => phone_number).join(", ")}`)),
    Effect.andThen(follow("spring-2026")),
    Effect.provide(Layer.fresh(Embedded.layer({ directory: path.join(directory, "runs") })))
  )
}).pipe(Effect.scoped)

runnable.pipe(Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)

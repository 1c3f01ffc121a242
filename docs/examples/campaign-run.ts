/** Creates, launches, waits for and exports a campaign, durably. */
import { CampaignRuns, Embedded } from "@effect-revox/workflow"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Console, Effect, FileSystem, Layer, Stream } from "effect"
import { RevoxLive } from "./support/simulated.ts"

const contacts = Stream.make(
  { to_phone_number: "+33184801001", prompt_variables: { first_name: "Zoë" } },
  { to_phone_number: "+33184801002", prompt_variables: { first_name: "Ali" } }
)

const run = Effect.gen(function*() {
  const runs = yield* CampaignRuns.CampaignRuns
  const { id } = yield* runs.start({
    key: "spring-2026",
    campaign: { assistant_id: "assistant-id", name: "Spring" },
    contacts,
    launch: "create",
    export: { destination: { name: "sql" }, maxPollInterval: "1 second" }
  })
  const { location, rows } = yield* runs.result(id)
  yield* Console.log(`run ${id}: ${rows} rows, ${location}`)
})

const runnable = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* fs.makeTempDirectoryScoped()
  yield* Effect.provide(run, Layer.fresh(Embedded.layer({ directory })))
}).pipe(Effect.scoped)

runnable.pipe(Effect.provide([RevoxLive, NodeServices.layer]), NodeRuntime.runMain)

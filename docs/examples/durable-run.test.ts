/** Tests a durable run against the simulator, with a response that is lost. */
import { Revox } from "@effect-revox/client"
import { Fault } from "@effect-revox/testing"
import { itSimulated } from "@effect-revox/testing/Vitest"
import { CampaignRuns, Embedded } from "@effect-revox/workflow"
import { NodeServices } from "@effect/platform-node"
import { assert } from "@effect/vitest"
import { Effect, FileSystem } from "effect"

const callAll = Effect.gen(function*() {
  const runs = yield* CampaignRuns.CampaignRuns
  const { id } = yield* runs.start({
    key: "spring-2026",
    campaign: { assistant_id: "assistant-id", name: "Spring" },
    contacts: [{ to_phone_number: "+33184801001", prompt_variables: {} }],
    launch: "create",
    export: { destination: { name: "sql" }, maxPollInterval: "1 second" }
  })
  return yield* runs.result(id)
})

itSimulated("creates one campaign, although the response is lost", {
  // A campaign of ten minutes takes less than a second.
  speed: 3600,
  faults: [Fault.reset().pipe(Fault.onEndpoint("campaigns.create"))]
}, (simulator) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const directory = yield* fs.makeTempDirectoryScoped()
    const { rows } = yield* Effect.provide(callAll, Embedded.layer({ directory }))
    assert.strictEqual(rows, 1)
    assert.lengthOf(yield* simulator.campaigns, 1)
  }).pipe(Effect.provide([Revox.layerConfig(), NodeServices.layer])), 60_000)

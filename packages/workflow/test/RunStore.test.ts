import { RevoxSimulator } from "@effect-revox/testing"
import { CampaignRuns, Embedded, RunJob, RunRecord, RunStore } from "@effect-revox/workflow"
import { assert, layer } from "@effect/vitest"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer, Option } from "effect"
import { count, database, simulated, temporary } from "./utils/embedded.ts"

const job = RunJob.RunJob.makeEffect({
  key: "spring",
  campaign: { assistant_id: "assistant-1", name: "Spring" },
  launch: "create",
  export: { destination: { name: "sql" } }
}).pipe(Effect.orDie)

const contacts = Array.from({ length: 4500 }, (_, index) => ({
  to_phone_number: `+3318480${String(10_000 + index)}`,
  prompt_variables: { first_name: "Zoë \u0000", note: String(index) }
}))

layer(database, { excludeTestServices: true })("RunStore", (it) => {
  it.effect("stores a run with its contacts once, and changes it atomically", () =>
    Effect.gen(function*() {
      const store = yield* RunStore.make
      const record = RunRecord.make(yield* job, contacts.length, 1000)
      const [first, second] = yield* Effect.all([
        store.insert(record, contacts),
        store.insert({ ...record, contactCount: 1, createdAt: 2000 }, contacts.slice(0, 1))
      ])
      assert.deepStrictEqual(first, record)
      assert.deepStrictEqual(second, record)
      assert.deepStrictEqual(yield* store.contacts(record.id), contacts)
      assert.strictEqual(yield* count("revox_run_contacts"), contacts.length)

      const add = store.modify(record.id, (run) => ({ ...run, pollCount: run.pollCount + 1 }))
      yield* Effect.all([add, add, add], { concurrency: "unbounded" })
      const refused = yield* store.modify(record.id, () => undefined)
      assert.isTrue(Option.isNone(refused))
      assert.isTrue(Option.isNone(yield* store.modify("unknown", (run) => run)))
      const changed = yield* Effect.flatMap(store.get(record.id), Effect.fromOption)
      assert.deepStrictEqual(changed, { ...record, pollCount: 3 })

      assert.lengthOf(yield* store.list({ active: true }), 1)
      yield* store.modify(record.id, (run) => ({ ...run, status: "complete", campaignId: "campaign-1" }))
      assert.lengthOf(yield* store.list({ active: true }), 0)
      assert.lengthOf(yield* store.list(), 1)
    }), 60_000)
})

layer(Layer.merge(NodeServices.layer, simulated({ createdCampaigns: { duration: "1 second" } })), {
  excludeTestServices: true
})("CampaignRuns on the embedded database", (it) => {
  it.effect("runs a campaign, and exports its rows to a table", () =>
    Effect.gen(function*() {
      const directory = yield* temporary
      yield* Effect.gen(function*() {
        const runs = yield* CampaignRuns.CampaignRuns
        yield* runs.start({
          key: "embedded",
          campaign: { assistant_id: "assistant-1", name: "Spring" },
          launch: "draft",
          contacts: contacts.slice(0, 120),
          export: { destination: { name: "sql" }, maxPollInterval: "200 millis" }
        })
        const summary = yield* runs.result("embedded")
        assert.deepInclude(summary, { contacts: 120, rows: 120 })
        const simulator = yield* RevoxSimulator.RevoxSimulator
        assert.lengthOf(yield* simulator.campaigns, 1)
        assert.strictEqual(yield* count("revox_complete_rows"), 120)
      }).pipe(Effect.provide(Embedded.layer({ directory, pollInterval: "100 millis" })))
    }), 120_000)
})
